/** A house with something to see on every page: good and bad parts, parts that wait, a recall, a breakpoint, an alarm. */
import type { PartSummary } from '@celltwin/contracts'
import { type House, PULLEY_CELL, startHouse } from '../support/house.ts'
import { until } from '../support/until.ts'

const PARTS = 14
const PATIENCE_MS = 240_000

export interface Stage {
  readonly house: House
  readonly good: string
  readonly bad: string
  /** Of material that parts were made from. */
  readonly lot: string
  /** An instant with a part in the cell. */
  readonly past: string
  /** What stands for the parameters of addresses. */
  readonly parameters: Readonly<Record<string, string>>
}

export async function setStage(): Promise<Stage> {
  const house = await startHouse({
    cells: ['cells/pulley-cell-1.yaml', 'cells/bearing-bench.yaml'],
    speed: 5,
    defects: 0.3,
  })
  try {
    return await furnish(house)
  } catch (error) {
    await house.stop()
    throw error
  }
}

async function furnish(house: House): Promise<Stage> {
  const one = (parts: readonly PartSummary[], verdict: string) => parts.findLast((part) => part.verdict === verdict)
  let parts: PartSummary[] = []
  await until(async () => {
    parts = await house.parts()
    // The cell waits while its hold fixture is full: people make room.
    if (parts.length < PARTS) await house.decideHeld().catch(() => {})
    return parts.length >= PARTS && one(parts, 'pass') !== undefined && one(parts, 'reject') !== undefined
  }, PATIENCE_MS)
  const [good, bad] = [one(parts, 'pass')!, one(parts, 'reject')!]
  const cycle = (await house.passport(bad.serial)).cycles[0]!
  const lot = cycle.materialLots[0]!.lot
  await house.send('POST', `/api/cells/${PULLEY_CELL}/breakpoints`, { condition: 'crimp-count < 5', by: 'M. Souza' })
  const { recallId } = await house.send<{ recallId: string }>('POST', `/api/cells/${PULLEY_CELL}/recalls`, {
    criteria: { lot },
    reason: 'Rim castings of this lot are too soft',
    by: 'Q. Lima',
  })
  await house.send('POST', `/api/cells/${PULLEY_CELL}/studies`, linearityStudy())
  const { id: shift } = await house.get<{ id: string }>(`/api/cells/${PULLEY_CELL}/shifts/current`)
  return {
    house,
    good: good.serial,
    bad: bad.serial,
    lot,
    past: new Date(Date.parse(cycle.insertedAt) + 500).toISOString(),
    parameters: { serial: bad.serial, recallId, shift },
  }
}

/** Five masters, ten readings of each, with a bias that grows over the range. */
function linearityStudy() {
  const readings = [0.6, 0.8, 1, 1.2, 1.4].flatMap((referenceValue, part) =>
    Array.from({ length: 10 }, (_, i) => ({
      part: `M${part + 1}`,
      referenceValue,
      value: referenceValue + 0.004 * part + 0.003 * Math.sin(7 * part + 2.3 * i),
    })),
  )
  return { kind: 'linearity', characteristic: 'crimp-height-max', readings, by: 'Q. Lima' }
}
