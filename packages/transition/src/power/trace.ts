/** Power that was recorded elsewhere: CSV with a header, time in milliseconds and power in milliwatts. */

export interface TracePoint {
  readonly atMs: number
  readonly powerMw: number
}

/** @throws Error naming the line and the rule. */
export function parseTrace(csv: string): TracePoint[] {
  const [header = '', ...lines] = csv.split(/\r?\n/).filter((line) => line.trim() !== '')
  const columns = header.split(',').map((name) => name.trim())
  const time = columns.indexOf('at_ms')
  const power = columns.indexOf('power_mw')
  if (time < 0 || power < 0) throw new Error('a power trace needs the columns at_ms and power_mw')
  const points = lines.map((line, i) => {
    const cells = line.split(',')
    const point = { atMs: Number(cells[time] || Number.NaN), powerMw: Number(cells[power] || Number.NaN) }
    if (!Number.isFinite(point.atMs) || !Number.isFinite(point.powerMw))
      throw new Error(`power trace, line ${i + 2}: must have a number in at_ms and in power_mw`)
    return point
  })
  for (const [i, { atMs }] of points.entries())
    if (i > 0 && atMs <= points[i - 1]!.atMs) throw new Error(`power trace, line ${i + 2}: at_ms must grow`)
  if (points.length < 2) throw new Error('a power trace needs at least two lines')
  return points
}

/** Between the points by a straight line; null outside the recording. */
export function traceAt(points: readonly TracePoint[], atMs: number): number | null {
  const next = points.findIndex((point) => point.atMs >= atMs)
  if (next < 0) return null
  const to = points[next]!
  if (to.atMs === atMs) return to.powerMw
  const from = points[next - 1]
  if (!from) return null
  return from.powerMw + ((to.powerMw - from.powerMw) * (atMs - from.atMs)) / (to.atMs - from.atMs)
}
