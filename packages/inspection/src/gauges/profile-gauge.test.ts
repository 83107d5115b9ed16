import type { ProfileGauge } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverageFactor } from './coverage.ts'
import { minimumZone } from './minimum-zone.ts'
import { type Profile, parseProfile } from './profile.ts'
import { measureProfile } from './profile-gauge.ts'
import { createRandom } from './testing/render.ts'

const named = { schema: 'celltwin/gauge/v1', name: 'test' } as const
const RAD = Math.PI / 180

function profileOf(
  axis: Profile['axis'],
  count: number,
  pitch: number,
  noise: number,
  form: (at: number) => number,
): Profile {
  const random = createRandom(count)
  const at = Float64Array.from({ length: count }, (_, i) => i * pitch)
  return { axis, at, height: at.map((x) => form(x) + noise * random.gaussian()), lost: 0 }
}

const valuesOf = (profile: Profile, gauge: ProfileGauge) =>
  Object.fromEntries(measureProfile(profile, gauge).values.map((value) => [value.name, value]))

const step: ProfileGauge = { ...named, kind: 'step-height', plateau: { from: 4, to: 6 } }
const runout: ProfileGauge = { ...named, kind: 'run-out', undulations: 8 }
const flatness: ProfileGauge = { ...named, kind: 'flatness', undulations: 8 }

describe('step height', () => {
  it('is exact on a tilted step without noise, rounded corners left out', () => {
    // Flanks of 0.3 on both sides, less than the sixth of the width that each side may have.
    const form = (x: number) => 1.2 * Math.max(0, Math.min(1, (1.15 - Math.abs(x - 5)) / 0.3)) + 0.02 * x + 7
    expect(valuesOf(profileOf('x', 200, 0.05, 0, form), step).height!.value).toBeCloseTo(1.2, 12)
  })

  it('has the uncertainty of its means: σ √(1/n1 + 1/n2), readings evenly on both sides', () => {
    const profile = profileOf('x', 2000, 0.005, 0.01, (x) => (x > 4 && x < 6 ? 1 : 0))
    const { uncertainty, points } = valuesOf(profile, step).height!
    // A third of the plateau: 133 readings; two thirds of a width on each side: 534.
    expect(points).toBeGreaterThan(660)
    // The scatter itself is known to 3 % from so many readings.
    expect(uncertainty / (2 * 0.01 * Math.sqrt(1 / 133 + 1 / 534))).toBeCloseTo(1, 1)
  })

  it('takes an angle that passes 360° as it comes', () => {
    const ring = profileOf('angle', 720, 0.5, 0, (d) => (d > 354 || d < 6 ? 0.8 : 0))
    expect(valuesOf(ring, { ...step, plateau: { from: 354, to: 366 } } as ProfileGauge).height!.value).toBeCloseTo(
      0.8,
      9,
    )
  })

  it('does not follow spikes, and counts them', () => {
    const profile = profileOf('x', 200, 0.05, 0.005, (x) => (x > 4 && x < 6 ? 1.2 : 0))
    for (let i = 45; i < 60; i += 3) profile.height[i] = 3
    const { value, rejected } = valuesOf(profile, step).height!
    expect(Math.abs(value - 1.2)).toBeLessThan(0.006)
    expect(rejected).toBe(5)
  })
})

describe('run-out and flatness', () => {
  it('keep the first harmonic as run-out and take it off as tilt', () => {
    const profile = profileOf('angle', 720, 0.5, 0.001, (d) => 0.05 * Math.cos(d * RAD) + 0.01 * Math.cos(2 * d * RAD))
    // cos θ + 0.2 cos 2θ is highest at 0 with 1.2 and lowest at 180° with −0.8.
    expect(valuesOf(profile, runout)['run-out']!.value).toBeCloseTo(0.1, 3)
    const form = valuesOf(profile, flatness)
    expect(form['flatness-least-squares']!.value).toBeCloseTo(0.02, 3)
    expect(form['flatness-minimum-zone']!.value).toBeLessThanOrEqual(form['flatness-least-squares']!.value + 1e-4)
  })

  it('of a part that has none are not told from zero, with an interval that begins there', () => {
    const { value, interval, caution } = valuesOf(
      profileOf('angle', 720, 0.5, 0.01, () => 4),
      runout,
    )['run-out']!
    expect(interval!.lower).toBe(0)
    expect(value).toBeLessThan(0.003)
    expect(interval!.upper - value).toBeGreaterThan(0.0005)
    expect(caution).toBe('not told from zero')
  })

  it('give the same answer each time', () => {
    const profile = profileOf('angle', 360, 1, 0.01, (d) => 0.02 * Math.cos(d * RAD))
    expect(measureProfile(profile, runout)).toEqual(measureProfile(profile, runout))
  })

  it('do not depend on where the angle begins', () => {
    const form = (turned: number) => (d: number) =>
      0.05 * Math.cos((d - turned) * RAD) + 0.01 * Math.cos(3 * (d - turned) * RAD)
    const at = (turned: number) => valuesOf(profileOf('angle', 360, 1, 0, form(turned)), runout)['run-out']!.value
    expect(at(30)).toBeCloseTo(at(0), 4)
  })

  it('refuse gaps that leave the undulations open', () => {
    const half = profileOf('angle', 180, 1, 0.001, () => 0)
    expect(() => measureProfile({ ...half, at: half.at.map(() => 7) }, runout)).toThrow('/undulations')
  })
})

describe('the minimum zone', () => {
  it('of a parabola about a line is half its rise, as Chebyshev found', () => {
    // x² on [−1, 1] lies within ½ of the line ½: zone 1, its rise 1; least squares would say the same span here.
    const xs = Array.from({ length: 201 }, (_, i) => i / 100 - 1)
    expect(
      minimumZone(
        xs.map((x) => [1, x]),
        xs.map((x) => x * x),
      ),
    ).toBeCloseTo(1, 9)
  })

  it('is never wider than any line leaves, and some line leaves no more', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 5, maxLength: 9 }), (heights) => {
        const rows = heights.map((_, i) => [1, i])
        const zone = minimumZone(rows, heights)
        // Of all lines through two points, one is parallel to the closest pair.
        let least = Number.POSITIVE_INFINITY
        for (let i = 0; i < heights.length; i++) {
          for (let j = 0; j < i; j++) {
            const slope = (heights[i]! - heights[j]!) / (i - j)
            const off = heights.map((h, k) => h - slope * k)
            least = Math.min(least, Math.max(...off) - Math.min(...off))
          }
        }
        expect(zone).toBeCloseTo(least, 9)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a groove', () => {
  const gauge: ProfileGauge = {
    ...named,
    kind: 'groove',
    left: { from: 0.7, to: 1.6 },
    right: { from: 2, to: 2.9 },
    shoulders: [
      { from: 0, to: 0.35 },
      { from: 3.25, to: 3.6 },
    ],
    ballDiameter: 1.5,
  }
  const form = (x: number) => Math.min(0, Math.abs(x - 1.8) / Math.tan(20 * RAD) - 3.6)

  it('of 40° holds a ball where trigonometry puts it', () => {
    const values = valuesOf(profileOf('x', 361, 0.01, 0, form), gauge)
    expect(values.angle!.value).toBeCloseTo(40, 9)
    expect(values.depth!.value).toBeCloseTo(3.6, 9)
    expect(values['ball-x']!.value).toBeCloseTo(1.8, 9)
    // The center stands r / sin 20° over the apex.
    expect(values['ball-height']!.value).toBeCloseTo(0.75 / Math.sin(20 * RAD) - 3.6, 9)
    expect(values['ball-over-shoulders']!.value).toBeCloseTo(0.75 / Math.sin(20 * RAD) - 3.6 + 0.75, 9)
  })

  it('survives flank reflections', () => {
    const profile = profileOf('x', 361, 0.01, 0.005, form)
    for (let i = 80; i < 150; i += 9) profile.height[i]! += 0.4
    const { value, uncertainty, rejected } = valuesOf(profile, gauge).angle!
    expect(rejected).toBe(8)
    expect(Math.abs(value - 40)).toBeLessThan(2 * uncertainty)
  })

  it('warns when the ball touches where nothing was fitted', () => {
    const profile = profileOf('x', 361, 0.01, 0.005, form)
    const values = valuesOf(profile, { ...gauge, ballDiameter: 0.2 } as ProfileGauge)
    expect(values.depth!.caution).toMatch(/outside the fitted flanks/)
  })
})

it.each(['run-out', 'flatness'] as const)(
  '%s of half a turn is refused, and with a narrow gap it is measured',
  (kind) => {
    const whole = profileOf('angle', 360, 1, 0.003, (a) => 0.05 * Math.cos(a * RAD))
    const upTo = (count: number): Profile => ({
      ...whole,
      at: whole.at.subarray(0, count),
      height: whole.height.subarray(0, count),
    })
    const gauge: ProfileGauge = { ...named, kind, undulations: 8 }
    expect(() => measureProfile(upTo(180), gauge)).toThrow('/undulations: the readings leave gaps too wide for 8')
    expect(measureProfile(upTo(340), gauge).values[0]!.uncertainty).toBeLessThan(0.01)
  },
)

describe('a profile file', () => {
  it('may have headings, other separators and lost readings', () => {
    const profile = parseProfile('angle;height\n0;1.5\n1;\n2;NaN\n3;1.7\n')
    expect({ ...profile, at: [...profile.at], height: [...profile.height] }).toEqual({
      axis: 'angle',
      at: [0, 3],
      height: [1.5, 1.7],
      lost: 2,
    })
  })

  it('measures alike with decimal commas and in whatever order its places come', () => {
    const { at, height } = profileOf('angle', 360, 1, 0.003, (a) => 0.05 * Math.cos(a * RAD))
    const lines = [...at].map((a, i) => `${a};${height[i]!.toFixed(5)}`)
    const told = parseProfile(['angle;height', ...lines].join('\n'))
    const shuffled = lines.map((_, i) => lines[(i * 7) % 360]!.replace('.', ','))
    const also = parseProfile(['Winkel [°];Höhe', ...shuffled].join('\r\n'))
    expect(measureProfile(also, runout)).toEqual(measureProfile(told, runout))
  })

  it.each([
    ['x,height,quality\n0.1,0.04,255\n', 'line 2: must be a place and a height'],
    ['height,angle\n0.04,1\n', 'line 1: the place must come before the height'],
    ['angle [rad],height\n0.1,0.04\n', 'line 1: angles must be in degrees'],
    ['angle;height\n0;1,234.5\n', 'line 2: height "1,234.5" is not a number'],
    ['angle,height\n', 'must have readings'],
    ['', 'must have readings'],
  ])('is refused with the line and the rule: %j', (text, message) => {
    expect(() => parseProfile(text)).toThrow(message)
  })

  it('that is none names the line', () => {
    expect(() => parseProfile('x,height\n0,1\nfoo\n')).toThrow('line 3')
    expect(() => parseProfile('0,1\n1,high\n')).toThrow('line 2')
  })
})

it('widens k = 2 for few degrees of freedom as GUM table G.2 does', () => {
  const table = [
    [1, 13.97],
    [2, 4.53],
    [3, 3.31],
    [4, 2.87],
    [5, 2.65],
    [10, 2.28],
    [20, 2.13],
    [50, 2.05],
  ] as const
  for (const [degreesOfFreedom, k] of table) expect(coverageFactor(degreesOfFreedom)).toBeCloseTo(k, 1)
})
