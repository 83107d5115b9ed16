import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCellFile } from '@celltwin/contracts/cell-file'
import { expect, it } from 'vitest'
import { writeTargetViews } from './target-views.ts'

it('draws no target whose marks the picture cannot hold', async () => {
  const { definition } = readCellFile(join(import.meta.dirname, '../../../../cells/pulley-cell-1.yaml'))
  const views = writeTargetViews(definition, tmpdir(), { target: 'chess', pitch: 500, gauge: 'CAM-01' })
  await expect(views).rejects.toThrow(/^--pitch: must be at most \d+\.\d mm for this camera, it is 500/)
})
