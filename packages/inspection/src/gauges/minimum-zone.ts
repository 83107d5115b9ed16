/** Minimum zone: the least distance between two parallel planes (lines) that hold a course between them. */
import type { Span } from './bounded.ts'

/** Zone about level and tilt on an even grid: over a full turn a plane seen along a ring, over x a line. */
export function zoneAbout(axis: 'angle' | 'x', count: number): Span {
  const rows = Array.from({ length: count }, (_, i) => {
    const turn = (2 * Math.PI * i) / count
    return axis === 'angle' ? [1, Math.cos(turn), Math.sin(turn)] : [1, i / (count - 1) - 0.5]
  })
  // The courses asked for one after the other are alike: where the last one touched its zone is a good place to begin.
  let places: number[] | undefined
  return (course) => {
    places ??= startingPlaces(rows[0]!.length, course)
    return minimumZone(rows, course, places)
  }
}

const EXCHANGES = 60

/**
 * Best uniform approximation by Stiefel's exchange: of as many places as there are unknowns and one more, the one is
 * replaced that lets the worst place in, until none is worse. Level and tilt are a Haar system, so signs alternate.
 */
export function minimumZone(
  rows: readonly (readonly number[])[],
  course: ArrayLike<number>,
  places = startingPlaces(rows[0]!.length, course),
): number {
  let zone = 0
  for (let round = 0; round < EXCHANGES; round++) {
    const fitted = levelled(rows, course, places)
    if (!fitted) return zone
    zone = 2 * Math.abs(fitted.deviation)
    let worst = 0
    let most = -1
    for (let i = 0; i < course.length; i++) {
      const off = Math.abs(residual(rows[i]!, fitted.plane, course[i]!))
      if (off > most) {
        most = off
        worst = i
      }
    }
    if (2 * most <= zone * (1 + 1e-9) + 1e-15) return zone
    exchange(places, worst, (i) => residual(rows[i]!, fitted.plane, course[i]!))
  }
  return zone
}

function residual(row: readonly number[], plane: readonly number[], height: number): number {
  let sum = height
  for (let k = 0; k < row.length; k++) sum -= row[k]! * plane[k]!
  return sum
}

/** Evenly spread, beginning at the highest. */
function startingPlaces(size: number, course: ArrayLike<number>): number[] {
  let high = 0
  for (let i = 1; i < course.length; i++) if (course[i]! > course[high]!) high = i
  const step = course.length / (size + 1)
  return Array.from({ length: size + 1 }, (_, k) => Math.floor(high + k * step) % course.length).sort((a, b) => a - b)
}

/** Plane with residuals of one size and alternating signs at the places. */
function levelled(rows: readonly (readonly number[])[], course: ArrayLike<number>, places: readonly number[]) {
  const n = places.length
  const system = places.map((i, k) => [...rows[i]!, k % 2 === 0 ? 1 : -1, course[i]!])
  for (let c = 0; c < n; c++) {
    let pivot = c
    for (let r = c + 1; r < n; r++) if (Math.abs(system[r]![c]!) > Math.abs(system[pivot]![c]!)) pivot = r
    if (Math.abs(system[pivot]![c]!) < 1e-12) return undefined
    ;[system[c], system[pivot]] = [system[pivot]!, system[c]!]
    for (let r = 0; r < n; r++) {
      if (r === c) continue
      const share = system[r]![c]! / system[c]![c]!
      for (let k = c; k <= n; k++) system[r]![k]! -= share * system[c]![k]!
    }
  }
  const solution = system.map((row, k) => row[n]! / row[k]!)
  return { plane: solution.slice(0, n - 1), deviation: solution[n - 1]! }
}

/** Lets `worst` in so that signs keep alternating: for the neighbour of its sign, or for the far end. */
function exchange(places: number[], worst: number, residualAt: (i: number) => number): void {
  const sign = Math.sign(residualAt(worst))
  const signOf = (k: number) => Math.sign(residualAt(places[k]!))
  const after = places.findIndex((i) => i > worst)
  const last = places.length - 1
  if (after === 0) {
    if (signOf(0) === sign) places[0] = worst
    else {
      places.pop()
      places.unshift(worst)
    }
  } else if (after < 0) {
    if (signOf(last) === sign) places[last] = worst
    else {
      places.shift()
      places.push(worst)
    }
  } else places[signOf(after) === sign ? after : after - 1] = worst
}
