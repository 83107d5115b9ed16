import type { CameraGauge, MeasureRegion } from '@celltwin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GreyImage } from '../inspector.ts'
import { findEdges } from './caliper.ts'
import { measureImage } from './camera-gauge.ts'
import { type Border, circle, createRandom, ellipse, expose, halfPlane, renderIdeal } from './testing/render.ts'

const REGION: MeasureRegion = { length: 20, width: 8, sigma: 1, threshold: 20, polarity: 'any' }
const RAD = Math.PI / 180
const named = { schema: 'celltwin/gauge/v1', name: 'test' } as const

function picture(size: number, borders: readonly Border[], noise = 0, seed = 1): GreyImage {
  const scene = { width: size, height: size, psf: 1, outside: 60, inside: 160, borders }
  return expose(renderIdeal(scene), noise, createRandom(seed))
}

function lineGauge(angleDeg: number, middle = 40, half = 28): CameraGauge {
  const [dx, dy] = [half * Math.cos(angleDeg * RAD), half * Math.sin(angleDeg * RAD)]
  return {
    ...named,
    kind: 'line',
    from: { x: middle - dx, y: middle - dy },
    to: { x: middle + dx, y: middle + dy },
    calipers: 8,
    region: { ...REGION, width: 6 },
  }
}

const circleGauge: CameraGauge = {
  ...named,
  kind: 'circle',
  center: { x: 40, y: 40 },
  radius: 25,
  calipers: 24,
  region: { ...REGION, width: 6 },
}

function valuesOf(image: GreyImage, gauge: CameraGauge): Record<string, number> {
  return Object.fromEntries(measureImage(image, gauge).values.map(({ name, value }) => [name, value]))
}

describe('a caliper', () => {
  it('finds an edge at any angle and place within a hundredth of a pixel without noise', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        (angle, off) => {
          const image = picture(48, [halfPlane(24 + off, 24, angle)])
          const [nx, ny] = [-Math.sin(angle * RAD), Math.cos(angle * RAD)]
          const [edge] = findEdges(image, { x: 24, y: 24, nx, ny, curvature: 0 }, { ...REGION, width: 16 })
          expect(Math.abs(edge!.offset - off * nx)).toBeLessThan(0.012)
        },
      ),
      { numRuns: 40, seed: 4 },
    )
  })

  it('takes the edge of the polarity asked for', () => {
    const bar = picture(64, [halfPlane(0, 40, 0), halfPlane(0, 24, 180)])
    const down = { x: 32, y: 32, nx: 0, ny: 1, curvature: 0 }
    const at = (polarity: MeasureRegion['polarity'], select: 'first' | 'last' = 'first') =>
      findEdges(bar, down, { ...REGION, length: 40, polarity, select })[0]?.y
    expect(at('rising')).toBeCloseTo(24, 1)
    expect(at('falling')).toBeCloseTo(40, 1)
    expect(at('any', 'first')).toBeCloseTo(24, 1)
    expect(at('any', 'last')).toBeCloseTo(40, 1)
  })

  it('sees no edge below its threshold, and none in noise', () => {
    const caliper = { x: 24, y: 24, nx: 0, ny: 1, curvature: 0 }
    expect(findEdges(picture(48, [halfPlane(24, 24, 0)]), caliper, { ...REGION, threshold: 120 })).toEqual([])
    expect(findEdges(picture(48, [halfPlane(24, 400, 0)], 2), caliper, REGION)).toEqual([])
  })
})

describe('a camera gauge', () => {
  it('measures line, edge pair, circle, arc and ellipse where they are', () => {
    const bar = picture(80, [halfPlane(0, 50.3, 0), halfPlane(0, 30.1, 180)])
    const pair: CameraGauge = {
      ...lineGauge(0),
      kind: 'edge-pair',
      region: { ...REGION, length: 44, polarity: 'rising' },
    } as CameraGauge
    // All rows of an upright edge round alike where there is no noise.
    expect(Math.abs(valuesOf(bar, pair).distance! - 20.2)).toBeLessThan(0.02)

    const disc = picture(80, [circle(40.4, 39.7, 25.3)])
    const round = valuesOf(disc, circleGauge)
    expect(round.radius).toBeCloseTo(25.3, 2)
    expect(round['center-x']).toBeCloseTo(40.4, 2)
    expect(round['center-y']).toBeCloseTo(39.7, 2)
    const quarter = { ...circleGauge, kind: 'arc', startDeg: 20, sweepDeg: 130, calipers: 9 } as CameraGauge
    expect(Math.abs(valuesOf(disc, quarter).radius! - 25.3)).toBeLessThan(0.04)

    const oval = valuesOf(picture(120, [ellipse(60.2, 59.8, 45.5, 30.25, 33)]), {
      ...named,
      kind: 'ellipse',
      center: { x: 60, y: 60 },
      semiMajor: 45,
      semiMinor: 30,
      angleDeg: 31,
      calipers: 36,
      region: { ...REGION, width: 5 },
    })
    expect(oval['semi-major']).toBeCloseTo(45.5, 2)
    expect(oval['semi-minor']).toBeCloseTo(30.25, 2)
    expect(oval.angle).toBeCloseTo(33, 1)
  })

  it('moves with the part: a shift by whole pixels shifts every value exactly', () => {
    const image = picture(96, [circle(48.4, 47.7, 25.3)], 2)
    const [dx, dy] = [3, -2]
    const shifted: GreyImage = {
      ...image,
      data: image.data.map((_, i) => image.data[Math.max(0, Math.min(image.data.length - 1, i - dx - dy * 96))]!),
    }
    const here = valuesOf(image, { ...circleGauge, center: { x: 48, y: 48 } } as CameraGauge)
    const there = valuesOf(shifted, { ...circleGauge, center: { x: 48 + dx, y: 48 + dy } } as CameraGauge)
    expect(there.radius).toBeCloseTo(here.radius!, 8)
    expect(there['center-x']).toBeCloseTo(here['center-x']! + dx, 8)
    expect(there['center-y']).toBeCloseTo(here['center-y']! + dy, 8)
  })

  it('turns with the part, and does not care which side is bright', () => {
    fc.assert(
      fc.property(fc.integer({ min: -179, max: 180 }), (angle) => {
        const borders = [halfPlane(40, 40, angle)]
        const gauge = lineGauge(angle + 1)
        const bright = valuesOf(picture(80, borders), gauge).angle!
        const image = picture(80, borders)
        const dark = valuesOf({ ...image, data: image.data.map((grey) => 255 - grey) }, gauge).angle!
        expect(Math.abs(((bright - angle + 540) % 360) - 180)).toBeLessThan(0.03)
        // Not to the last digit: light that slopes, as the fit allows for it, would brighten the bright side more.
        expect(Math.abs(dark - bright)).toBeLessThan(0.003)
      }),
      { numRuns: 10, seed: 2 },
    )
  })

  it('is not moved by a chip out of the edge, and counts what it rejects', () => {
    const image = picture(80, [circle(40, 40, 25)], 2)
    for (let y = 34; y < 46; y++) for (let x = 58; x < 70; x++) image.data[y * 80 + x] = 60
    const chipped = measureImage(image, circleGauge).values[0]!
    expect(Math.abs(chipped.value - 25)).toBeLessThan(0.02)
    expect(chipped.rejected).toBeGreaterThan(0)
    expect(chipped.points + chipped.rejected).toBeLessThanOrEqual(24)
  })

  it('covers the truth with its uncertainty in about 95 of 100 exposures', () => {
    const scene = { width: 80, height: 80, psf: 1, outside: 60, inside: 160, borders: [circle(40.3, 39.8, 25.4)] }
    const ideal = renderIdeal(scene)
    const random = createRandom(11)
    let covered = 0
    for (let i = 0; i < 300; i++) {
      const { value, uncertainty } = measureImage(expose(ideal, 2, random), circleGauge).values[0]!
      if (Math.abs(value - 25.4) <= uncertainty) covered++
    }
    // 95.45 % of 300 is 286, standard deviation 3.6.
    expect(covered).toBeGreaterThan(272)
    expect(covered).toBeLessThan(299)
  })

  it('holds its uncertainty without noise too, where all rows of an edge along the pixels round alike', () => {
    const random = createRandom(5)
    let covered = 0
    for (let i = 0; i < 50; i++) {
      const angle = 45 * Math.floor(8 * random.uniform())
      const across = Math.abs(Math.sin(angle * RAD)) > 0.1 ? 'x' : 'y'
      const away = 0.9 * (random.uniform() - 0.5)
      const outside = 20 + 60 * random.uniform()
      const inside = outside + 40 + 120 * random.uniform()
      const at = { x: 36 + (across === 'x' ? away : 0), y: 36 + (across === 'y' ? away : 0) }
      const borders = [halfPlane(at.x, at.y, angle)]
      const image = expose(renderIdeal({ width: 72, height: 72, psf: 1, outside, inside, borders }), 0, random)
      const found = measureImage(image, lineGauge(angle + 0.4, 36, 24)).values.find(({ name }) => name === across)!
      // The nominal middle's foot on a line at 45° is half as far along each axis.
      const truth = 36 + away * (angle % 90 === 0 ? 1 : 0.5)
      if (Math.abs(found.value - truth) <= found.uncertainty) covered++
      expect(found.uncertainty).toBeLessThan(0.08)
    }
    // 95.45 % of 50 is 48, standard deviation 1.5.
    expect(covered).toBeGreaterThan(42)
  })

  it('stays in place and keeps its uncertainty where light falls off across the edge by a tenth', () => {
    const random = createRandom(6)
    const fall = 0.1 / REGION.length
    let [covered, sum] = [0, 0]
    for (let scene = 0; scene < 8; scene++) {
      const angle = 360 * random.uniform()
      const [nx, ny] = [-Math.sin(angle * RAD), Math.cos(angle * RAD)]
      const ideal = renderIdeal({
        width: 80,
        height: 80,
        psf: 1,
        outside: 60,
        inside: 160,
        borders: [halfPlane(39.5, 39.5, angle)],
        light: [fall * nx, fall * ny],
      })
      const across = Math.abs(nx) > Math.abs(ny) ? 'x' : 'y'
      for (let i = 0; i < 12; i++) {
        const { values } = measureImage(expose(ideal, 2, random), lineGauge(angle, 39.5))
        const { value, uncertainty } = values.find(({ name }) => name === across)!
        if (Math.abs(value - 39.5) <= uncertainty) covered++
        sum += (value - 39.5) / (across === 'x' ? nx : ny)
      }
    }
    expect(Math.abs(sum / 96)).toBeLessThan(0.003)
    // 95.45 % of 96 is 92, standard deviation 2.
    expect(covered).toBeGreaterThan(84)
  })

  it('says how much less a short arc knows', () => {
    const image = picture(80, [circle(40, 40, 25)], 2)
    const whole = measureImage(image, circleGauge).values[0]!
    const short = measureImage(image, {
      ...circleGauge,
      kind: 'arc',
      startDeg: 0,
      sweepDeg: 60,
      calipers: 8,
    } as CameraGauge).values[0]!
    expect(whole.caution).toBeUndefined()
    expect(short.caution).toMatch(/short arc: 60°/)
    expect(short.uncertainty).toBeGreaterThan(10 * whole.uncertainty)
  })

  it('answers thin data from the noise of the pixels, and says so', () => {
    const image = picture(80, [circle(40, 40, 25)], 2)
    const { caution, uncertainty } = measureImage(image, { ...circleGauge, calipers: 4 }).values[0]!
    expect(caution).toMatch(/thin data: 4 points/)
    expect(uncertainty).toBeGreaterThan(0.002)
  })

  it('refuses where there is no edge, with what it looked for', () => {
    expect(() => measureImage(picture(80, [circle(40, 40, 10)]), circleGauge)).toThrow(
      '0 of 24 calipers found an edge of at least 20 DN, any polarity; circle needs 3',
    )
  })
})

describe('a camera gauge that cannot be right', () => {
  const image = picture(80, [circle(40, 40, 25)])

  it('says how many calipers stand outside the picture', () => {
    const beside = { ...circleGauge, center: { x: 400, y: 40 } } as CameraGauge
    expect(() => measureImage(image, beside)).toThrow('24 stand outside the picture of 80 × 80 px')
  })

  it.each(['length', 'width'] as const)('is refused where its %s reaches beyond any picture', (side) => {
    const wide = { ...circleGauge, region: { ...circleGauge.region, [side]: 1e9 } } as CameraGauge
    expect(() => measureImage(image, wide)).toThrow(`/region/${side}: must be at most 113 px`)
  })
})
