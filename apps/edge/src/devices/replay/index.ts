/** Recorded evidence, cycle after cycle, as if it were taken now: real once, not now. */
import type { CellDefinition } from '@celltwin/contracts'
import type { CellClock } from '../../context.ts'
import type { World } from '../world.ts'
import { replayHandling } from './handling.ts'
import { openRecordings } from './recordings.ts'

export interface ReplayOptions {
  readonly folder: string
  readonly cell: CellDefinition
  readonly clock: CellClock
}

export function openReplay({ folder, cell, clock }: ReplayOptions): World {
  const recordings = openRecordings(folder)
  return {
    simulated: recordings.simulated,
    devices: {
      kind: 'replay',
      sensor: (module) => ({
        async capture(kind, { cycleNumber }) {
          const phaseId = cell.modules[module]?.takes.find(({ evidence }) => evidence === kind)?.phase
          const phase = cell.cycle.phases.find(({ id }) => id === phaseId)
          const [capture] = await Promise.all([
            recordings.read(recordings.partOf(cycleNumber), kind),
            clock.wait(phase?.budgetMs ?? 0),
          ])
          return capture
        },
      }),
      ...replayHandling(recordings, clock),
      truth: () => undefined,
    },
    skewMs: () => 0,
    network: (_source, link) => link,
    close: async () => {},
  }
}
