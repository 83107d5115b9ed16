import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { calibrateFiles } from './calibrate.ts'
import { measure } from './measure.ts'
import { decodeBmp, readGreyImage } from './read-image.ts'

const EXAMPLES = resolve(fileURLToPath(import.meta.url), '../../../../../examples/gauges')
const folder = mkdtempSync(join(tmpdir(), 'celltwin-measure-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const example = (name: string) => join(EXAMPLES, name)

function write(name: string, content: unknown): string {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

/** Gauge, what it measures, and what the example was made with. */
const MADE_WITH: readonly [gauge: string, file: string, name: string, value: number][] = [
  ['bar-width.json', 'bar.png', 'distance', 40.5],
  ['bar-edge.json', 'bar.png', 'angle', 12],
  ['disc.json', 'disc.png', 'radius', 55.4],
  ['disc-arc.json', 'disc.png', 'radius', 55.4],
  ['oval.json', 'oval.png', 'semi-major', 70.5],
  ['crimp-height.json', 'step.csv', 'height', 1.2],
  ['face-runout.json', 'face.csv', 'run-out', 0.0679],
  ['face-flatness.json', 'face.csv', 'flatness-least-squares', 0.0268],
  ['groove.json', 'groove.csv', 'angle', 40],
]

describe('celltwin measure', () => {
  it.each(MADE_WITH)('with %s on %s finds what the example was made with', async (gauge, file, name, made) => {
    const { values } = await measure(example(file), example(gauge))
    const found = values.find((value) => value.name === name)!
    // Three standard uncertainties: nine examples must all hold.
    expect(Math.abs(found.value - made)).toBeLessThan(1.5 * found.uncertainty)
    expect(found.points).toBeGreaterThan(8)
  })

  it('names file, field and rule of a gauge that is wrong', async () => {
    const gauge = write('bad.json', { ...JSON.parse(readFileSync(example('disc.json'), 'utf8')), radius: 0 })
    await expect(measure(example('disc.png'), gauge)).rejects.toThrow(
      /bad\.json is not a valid gauge:\n {2}\/radius: must be > 0/,
    )
  })

  it('does not measure an image with a gauge for profiles, nor without a file', async () => {
    await expect(measure(example('disc.png'), example('face-runout.json'))).rejects.toThrow(
      '/kind: a run-out gauge measures profiles',
    )
    await expect(measure(example('step.csv'), example('disc.json'))).rejects.toThrow(
      '/kind: a circle gauge measures images',
    )
    await expect(measure('nowhere.png', example('disc.json'))).rejects.toThrow('there is no file nowhere.png')
    await expect(measure(folder, example('disc.json'))).rejects.toThrow(`${folder} is a folder`)
    await expect(measure(example('disc.png'), folder)).rejects.toThrow(`${folder} is a folder; a gauge file is wanted`)
  })

  it('says what it looked for where nothing is to be seen', async () => {
    await expect(measure(example('bar.png'), example('disc-arc.json'))).rejects.toThrow(/calipers found an edge/)
  })

  it('answers in mm with a calibration, and cautions when that has expired', async () => {
    const tilt = { rotation: [0, 0, 0], translationMm: [0, 0, 500] }
    const calibration = {
      schema: 'celltwin/calibration/v1',
      target: { kind: 'chess', pitchMm: 10, pitchUncertaintyMm: 0.01 },
      image: { width: 160, height: 160 },
      camera: { focalPx: 1000, centerX: 80, centerY: 80, k1: 0, k2: 0 },
      cameraUncertainty: {},
      plane: tilt,
      covarianceFactor: Array(66).fill(0),
      mmPerPixel: 0.5,
      rmsPx: 0.1,
      views: [],
      takenAt: '2026-01-01T00:00:00Z',
      validDays: 30,
    }
    write('calibration.json', calibration)
    const gauge = write('disc-mm.json', {
      ...JSON.parse(readFileSync(example('disc.json'), 'utf8')),
      calibration: 'calibration.json',
      planeHeightMm: 10,
    })
    const at = async (day: string) => (await measure(example('disc.png'), gauge, new Date(day))).values[1]!
    const fresh = await at('2026-01-20T00:00:00Z')
    // 110.8 px on a plane 490 mm away: 0.49 mm a pixel.
    expect(fresh.value).toBeCloseTo(110.8 * 0.49, 1)
    expect(fresh).toMatchObject({ name: 'diameter', unit: 'mm' })
    // The pitch is known to 0.1 % (k = 2).
    expect(fresh.uncertainty).toBeGreaterThan(0.001 * fresh.value)
    expect(fresh.caution).toBeUndefined()
    expect((await at('2026-03-01T00:00:00Z')).caution).toBe('calibration is 59 days old, valid for 30')

    const { covarianceFactor: _, ...before } = calibration
    write('calibration.json', before)
    const bounded = await at('2026-01-20T00:00:00Z')
    expect(bounded.uncertainty).toBeGreaterThan(fresh.uncertainty)
    expect(bounded.caution).toContain('keeps no covariance')
  })
})

it('reads BMP from the bottom up as from the top down', () => {
  const bmp = (height: number, rows: readonly number[][]) => {
    const bytes = Buffer.alloc(54 + 1024 + 8)
    bytes.write('BM')
    bytes.writeUInt32LE(54 + 1024, 10)
    bytes.writeUInt32LE(40, 14)
    bytes.writeInt32LE(2, 18)
    bytes.writeInt32LE(height, 22)
    bytes.writeUInt16LE(8, 28)
    for (let grey = 0; grey < 256; grey++) bytes.fill(grey, 54 + 4 * grey, 57 + 4 * grey)
    for (const [y, row] of rows.entries()) bytes.set(row, 54 + 1024 + 4 * y)
    return decodeBmp(bytes, 'test.bmp')
  }
  const upright = { width: 2, height: 2, data: Uint8Array.from([10, 20, 30, 40]) }
  expect(
    bmp(2, [
      [30, 40],
      [10, 20],
    ]),
  ).toEqual(upright)
  expect(
    bmp(-2, [
      [10, 20],
      [30, 40],
    ]),
  ).toEqual(upright)
  expect(() => decodeBmp(Buffer.from('BM'), 'short.bmp')).toThrow('short.bmp')
})

const data = process.env.CELLTWIN_DATA ? join(process.env.CELLTWIN_DATA, 'metrology/sick') : undefined
if (!data) console.log('measure on photographs: skipped: no data (set CELLTWIN_DATA)')

describe.skipIf(!data)('on photographs of an industrial camera', () => {
  it('measures coins on the plane of a calibrated checkerboard', async () => {
    const calibration = await calibrateFiles(
      [
        ...[1, 3, 5, 7, 9].map((i) => join(data!, `MultiShotCalibration2D/camera/${i}.bmp`)),
        join(data!, 'CalibratedBlobDiameters/pose.bmp'),
      ],
      { target: 'chess', pitch: 15.09, pitchUncertainty: 0.005, takenAt: '2026-01-01T00:00:00Z', validDays: 1e6 },
    )
    expect(calibration.rmsPx).toBeLessThan(0.8)
    write('sick.json', calibration)
    // Nominal diameter and thickness of 50, 10 and 10 cent; where they lie, px.
    for (const [nominal, thickness, x, y, radius] of [
      [24.25, 2.38, 288, 612, 62],
      [19.75, 1.93, 500, 386, 49],
      [19.75, 1.93, 756, 582, 49],
    ] as const) {
      const gauge = write('coin.json', {
        schema: 'celltwin/gauge/v1',
        name: 'coin',
        kind: 'circle',
        center: { x, y },
        radius,
        calipers: 48,
        region: { length: 24, width: 4, sigma: 1.2, threshold: 30, polarity: 'rising' },
        calibration: 'sick.json',
        planeHeightMm: thickness,
      })
      const { value } = (await measure(join(data!, 'CalibratedBlobDiameters/coins.bmp'), gauge)).values[1]!
      expect(Math.abs(value - nominal)).toBeLessThan(0.25)
    }
  })

  it('measures one back-lit bore alike wherever the part lies', async () => {
    const diameters: number[] = []
    for (const [file, x, y] of [
      ['Teach', 311.6, 307],
      ['2', 327.6, 292.5],
      ['3', 311.5, 282],
    ] as const) {
      const gauge = write('bore.json', {
        schema: 'celltwin/gauge/v1',
        name: 'bore',
        kind: 'circle',
        center: { x, y },
        radius: 22,
        calipers: 32,
        region: { length: 16, width: 4, sigma: 1, threshold: 50, polarity: 'falling' },
      })
      const image = join(data!, `LocateAndMeasure/${file}.bmp`)
      expect((await readGreyImage(image)).width).toBe(640)
      diameters.push((await measure(image, gauge)).values[1]!.value)
    }
    expect(Math.max(...diameters) - Math.min(...diameters)).toBeLessThan(0.05)
  })
})
