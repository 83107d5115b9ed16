/** Scans a simulated master ring on both fixtures of the reference cell: the samples that `celltwin calibrate --spindle` reads. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeSeries } from '@celltwin/contracts'
import { renderRingScan } from '@celltwin/world'

declare const TRAINING_FOLDER: string

const folder = join(TRAINING_FOLDER, '../samples/spindle')
const RING = 7
mkdirSync(folder, { recursive: true })
for (const fixture of ['FX-1', 'FX-2'])
  for (const { turnedDeg, opposite } of [
    { turnedDeg: 0, opposite: false },
    { turnedDeg: 180, opposite: true },
    { turnedDeg: 90, opposite: false },
  ]) {
    const scan = renderRingScan({ fixture, ring: RING, turnedDeg, opposite, revolutions: 8 })
    writeFileSync(join(folder, `${fixture.toLowerCase()}-${turnedDeg}.series`), encodeSeries(scan))
  }
