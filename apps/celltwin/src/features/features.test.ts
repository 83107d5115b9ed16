import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeSeries } from '@celltwin/contracts'
import { afterAll, describe, expect, it } from 'vitest'
import { featuresOf } from './features.ts'

const folder = mkdtempSync(join(tmpdir(), 'celltwin-features-'))
afterAll(() => rmSync(folder, { recursive: true }))

const samples = Float32Array.from({ length: 4096 }, (_, i) => Math.sin((2 * Math.PI * 100 * i) / 4096))
const file = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const raw = file('a.f32', new Uint8Array(samples.buffer))
const given = { rate: 4096, scale: 1 }

function wav(format: number, bits: number, body: Buffer, channels: number): Buffer {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + body.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(format, 20)
  head.writeUInt16LE(channels, 22)
  head.writeUInt32LE(4096, 24)
  head.writeUInt16LE(bits, 34)
  head.write('data', 36)
  head.writeUInt32LE(body.length, 40)
  return Buffer.concat([head, body])
}

describe('celltwin features', () => {
  it('reads the same waveform from every kind of file', () => {
    const stereo = Buffer.alloc(4 * samples.length)
    for (const [i, x] of samples.entries()) stereo.writeInt16LE(Math.round(10_000 * x), 4 * i)
    const series = encodeSeries({
      kind: 'waveform',
      meta: { sampleRateHz: 4096 },
      columns: [{ name: 'acceleration', unit: 'm/s²', data: samples }],
    })
    const files = {
      'a.csv': `time,acceleration\n${[...samples].map((x, i) => `${i},${x}`).join('\n')}\n`,
      'float.wav': wav(3, 32, Buffer.from(samples.buffer), 1),
      'a.series': series,
    }
    expect(featuresOf(raw, given).acceleration.rms).toBeCloseTo(Math.SQRT1_2, 6)
    for (const [name, content] of Object.entries(files)) {
      const found = featuresOf(file(name, content), name === 'a.csv' ? given : { scale: 1 })
      expect(found.acceleration.rms).toBeCloseTo(Math.SQRT1_2, 6)
      expect(found.sampleRateHz).toBe(4096)
    }
    const counted = featuresOf(file('counts.wav', wav(1, 16, stereo, 2)), { scale: 1e-4 })
    expect(counted.acceleration.rms).toBeCloseTo(Math.SQRT1_2, 3)
  })

  it('reads decimal commas and eight bits', () => {
    const comma = [...samples].map((x, i) => `${i};${x}`.replaceAll('.', ',')).join('\r\n')
    expect(featuresOf(file('comma.csv', comma), given).acceleration.rms).toBeCloseTo(Math.SQRT1_2, 6)
    const bytes = Buffer.from(samples.map((x) => 128 + Math.round(100 * x)))
    const { acceleration } = featuresOf(file('eight.wav', wav(1, 8, bytes, 1)), { scale: 0.01 })
    expect(acceleration.rms).toBeCloseTo(Math.SQRT1_2, 2)
    expect(acceleration.mean).toBeCloseTo(0, 6)
  })

  it('does not take another rate than the file says', () => {
    const path = file('said.wav', wav(3, 32, Buffer.from(samples.buffer), 1))
    expect(featuresOf(path, given).sampleRateHz).toBe(4096)
    expect(() => featuresOf(path, { ...given, rate: 1000 })).toThrow(
      /^--rate: must be 4096 or left out, as .*said\.wav says; it is 1000/,
    )
  })

  it('lists no order that the recording cannot show', () => {
    const { orderTracking } = featuresOf(raw, { ...given, shaftHz: 600 }) as { orderTracking: object }
    expect(orderTracking).toHaveProperty('accelerationRmsByOrder.length', 3)
  })

  it('gives velocity in mm/s whatever the unit of the samples', () => {
    // A sine of 1 m/s² at 100 Hz moves at 1 / (2π·100) m/s.
    expect(featuresOf(raw, given).velocityRmsMmPerS).toBeCloseTo((1000 * Math.SQRT1_2) / (200 * Math.PI), 4)
    const inG = featuresOf(raw, { ...given, unit: 'g' })
    expect(inG.velocityRmsMmPerS).toBeCloseTo((9806.65 * Math.SQRT1_2) / (200 * Math.PI), 3)
    expect(inG.acceleration.rms).toBeCloseTo(Math.SQRT1_2, 6)
  })

  it('lists spectra only where asked', () => {
    expect(featuresOf(raw, given).psd).not.toHaveProperty('density')
    expect(featuresOf(raw, { ...given, psd: true }).psd.density).toHaveLength(513)
  })

  it('follows the ring that turns', () => {
    const lines = (turning: 'inner' | 'outer') =>
      featuresOf(raw, { ...given, shaftHz: 30, bearing: '6205', turning }).bearing!.lines
    // Published for this bearing at 29.95 turns a second: outer race 107.4, inner race 162.2, ball 141.2 Hz.
    const hz = Object.fromEntries(lines('inner').map(({ element, expectedHz }) => [element, expectedHz / (30 / 29.95)]))
    expect(hz['outer race']).toBeCloseTo(107.4, 1)
    expect(hz['inner race']).toBeCloseTo(162.2, 1)
    expect(hz.ball).toBeCloseTo(141.2, 1)
    expect(lines('inner').find(({ role }) => role === 'turning race')!.element).toBe('inner race')
    expect(lines('outer').find(({ role }) => role === 'turning race')!.element).toBe('outer race')
  })

  it.each([
    [{ scale: 1 }, /^--rate: must be given/],
    [{ rate: 20, scale: 1 }, /^--rate: must be greater than 20 Hz, it is 20/],
    [{ ...given, shaftHz: 3 }, /^--shaft-hz: the recording must hold at least 4 turns, at 3 Hz it holds 3\.0/],
    [{ ...given, shaftHz: 400, bearing: '6205' }, /^--shaft-hz: 400 Hz puts a line at \d+ Hz; 4096 samples a second/],
    [{ ...given, unit: 'ips' }, /^--unit: must be g or m\/s2, it is "ips"/],
    [{ ...given, bearing: '6205' }, /^--shaft-hz: must be given with --bearing/],
    [{ ...given, bearing: '1', shaftHz: 30 }, /^--bearing: bearing "1" is not in the table: /],
    [{ ...given, turning: 'outer' as const }, /^--bearing: must be given with --turning/],
  ])('refuses %o by naming the option and its rule', (options, message) => {
    expect(() => featuresOf(raw, options)).toThrow(message)
  })

  it.each([
    ['short.f32', new Uint8Array(400), /short\.f32: samples: must be at least 1024, there are 100/],
    ['odd.f32', new Uint8Array(4097), /odd\.f32: length: must be a multiple of 4 bytes/],
    ['a.mp3', 'x', /a\.mp3: file type: must be \.wav/],
    ['word.csv', '1\n2\nthree\n', /word\.csv: line 3: must end in a number, it ends in "three"/],
    ['lost.csv', '0.1,1\n0.2,\n0.3,1\n', /lost\.csv: line 2: must end in a number, it ends in ""/],
    ['comma.csv', '1,25\n0,052\n', /comma\.csv: line 2: "0,052" looks like a decimal comma/],
    ['still.f32', new Uint8Array(8192), /still\.f32: samples: must differ, all are 0/],
    ['short.wav', wav(1, 16, Buffer.alloc(8), 1).subarray(0, 30), /short\.wav: fmt chunk: must have 16 bytes/],
    ['none.wav', wav(1, 16, Buffer.alloc(8), 0), /none\.wav: channels: must be at least 1/],
    ['law.wav', wav(7, 8, Buffer.alloc(8), 1), /law\.wav: format: must be PCM 8/],
    [
      'gap.f32',
      new Uint8Array(Float32Array.from({ length: 2000 }, (_, i) => (i === 7 ? NaN : i)).buffer),
      /sample 8: must/,
    ],
  ])('refuses %s by naming file, field and rule', (name, content, message) => {
    expect(() => featuresOf(file(name, content), given)).toThrow(message)
  })
})
