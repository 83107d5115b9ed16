/** The devices of a cell as who keeps them running asks for them: the troubled first, and why. Pure. */
import type { CellDefinition } from '@celltwin/contracts'
import type { SourceTrust } from '../twin/trust.ts'

/** One program of the cell and what runs in it: what is started anew together. */
export interface Device {
  readonly agent: string
  readonly sources: readonly SourceTrust[]
}

/** Beyond these somebody should look, though nothing is broken yet. */
const WAITS_TOO_LONG_MS = 60_000

/** How urgently one looks at it: nothing comes, it is not ready, what comes is doubtful, all is well. */
export function urgency({ trouble, gaps }: SourceTrust, backlogAgeMs = 0): number {
  if (trouble === 'offline' || trouble === 'failed') return 4
  if (trouble === 'quiet') return 3
  if (trouble !== undefined && trouble !== 'clock-skew') return 2
  return trouble !== undefined || gaps > 0 || backlogAgeMs > WAITS_TOO_LONG_MS ? 1 : 0
}

/** By device as the cell file says, the most urgent first; sources that no device names stand for themselves. */
export function devicesOf(
  agents: CellDefinition['agents'],
  sources: readonly SourceTrust[],
  backlogAgeMs: (source: string) => number | undefined,
): Device[] {
  const of = (one: SourceTrust) => urgency(one, backlogAgeMs(one.source))
  const agentOf = (source: string) =>
    Object.entries(agents).find(([, { roles }]) => roles.includes(source))?.[0] ?? source
  const devices = new Map<string, SourceTrust[]>()
  for (const source of sources.toSorted((a, b) => of(b) - of(a))) {
    const agent = agentOf(source.source)
    devices.set(agent, [...(devices.get(agent) ?? []), source])
  }
  return [...devices].map(([agent, sources]) => ({ agent, sources }))
}
