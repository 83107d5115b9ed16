/** Two profiles side by side, where that says something: the same window, the same set, the same device and meter. */

export interface Comparable {
  readonly window: Readonly<Record<string, unknown>>
  readonly set: { readonly digest: string }
  readonly device: Readonly<Record<string, unknown>>
  readonly meter: Readonly<Record<string, unknown>>
}

/** What a device is. Its temperature and clocks of the moment belong to the run. */
const DEVICE_IDENTITY = ['name', 'architecture', 'processor', 'cores', 'memoryMb', 'system']
const METER_IDENTITY = ['kind', 'total', 'intervalMs', 'unmeasured']

/** Why two records do not compare, one sentence for each difference; none where they do. */
export function differences(a: Comparable, b: Comparable): string[] {
  const keys = [...new Set([...Object.keys(a.window), ...Object.keys(b.window)])]
  const powerMode = (record: Comparable) => (record.device.details as Record<string, unknown> | undefined)?.powerMode
  return [
    ...keys.flatMap((key) => differs(`window, ${words(key)}`, a.window[key], b.window[key])),
    ...differs('set', a.set.digest.slice(0, 12), b.set.digest.slice(0, 12)),
    ...DEVICE_IDENTITY.flatMap((key) => differs(`device, ${words(key)}`, a.device[key], b.device[key])),
    ...differs('device, power mode', powerMode(a), powerMode(b)),
    ...METER_IDENTITY.flatMap((key) => differs(`meter, ${words(key)}`, a.meter[key], b.meter[key])),
  ]
}

function differs(what: string, a: unknown, b: unknown): string[] {
  const [left, right] = [a, b].map((value) => (value === undefined ? 'none' : String(value)))
  return left === right ? [] : [`${what}: ${left} against ${right}`]
}

const words = (key: string) => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
