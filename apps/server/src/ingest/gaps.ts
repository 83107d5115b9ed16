/** Holes in streams that last become events of their own, and so does their filling. */
import type { LiveCell } from '../twins/cells.ts'
import type { OwnEvent } from './own-event.ts'
import { holesOf, type Stream } from './streams.ts'

/** A hole younger than this is most likely filled by the resend that was just asked for. */
export const PATIENCE_MS = 2_000

/** What is to be told of a cell's holes now; marks it as told. */
export function tellGaps(cell: LiveCell, now: number): OwnEvent[] {
  return [...cell.streams.all()].flatMap((stream) => tellGap(stream, now, isSimulated(cell, stream.source)))
}

export const hasGapsToTell = (cell: LiveCell, now: number): boolean =>
  [...cell.streams.all()].some((stream) => isDue(stream, now) || isFilled(stream))

function tellGap(stream: Stream, now: number, simulated: boolean): OwnEvent[] {
  const events: OwnEvent[] = []
  const { source: of, epoch } = stream
  if (isFilled(stream)) {
    const [from, to] = stream.holeTold!
    events.push({ type: 'gap-filled', simulated, data: { of, epoch, from, to } })
    stream.holeTold = undefined
  }
  const hole = holesOf(stream, 1)[0]
  if (hole && isDue(stream, now)) {
    events.push({ type: 'gap-detected', simulated, data: { of, epoch, from: hole[0], to: hole[1] } })
    stream.holeTold = hole
  }
  return events
}

const isDue = ({ holeSince, holeTold }: Stream, now: number) =>
  holeTold === undefined && holeSince !== undefined && now - holeSince > PATIENCE_MS

const isFilled = ({ holeTold, upTo }: Stream) => holeTold !== undefined && upTo >= holeTold[1]

const isSimulated = (cell: LiveCell, source: string): boolean => cell.twin.sources[source]?.simulated ?? false
