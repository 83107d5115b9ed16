import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { checker, ProfileRecord } from '@celltwin/contracts'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareFiles } from './compare-files.ts'
import { describeDevice } from './device.ts'
import { type ProfileOptions, type ProfileTools, profile } from './profile.ts'
import { notesOf, tableOf, writeReport } from './report.ts'

const ROOT = resolve(import.meta.dirname, '../../../..')
const options: ProfileOptions = {
  variants: ['base', 'fp32'],
  rounds: 12,
  warmUp: 2,
  threads: 1,
  backend: 'ort-cpu',
  meter: 'none',
  interval: 10,
}

let folder: string
let tools: ProfileTools
beforeAll(async () => {
  folder = mkdtempSync(join(ROOT, 'apps/celltwin/.profile-test-'))
  await build({
    entryPoints: [join(import.meta.dirname, 'runner.ts')],
    outfile: join(folder, 'runner.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['onnxruntime-node'],
    logLevel: 'error',
  })
  tools = { runner: new URL(`file://${join(folder, 'runner.js')}`), progress: () => {} }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a profile', () => {
  let record: ProfileRecord
  beforeAll(async () => {
    const trace = join(folder, 'trace.csv')
    writeFileSync(trace, 'at_ms,power_mw\n0,4000\n600000,4000\n')
    record = await profile('pulley-face', { ...options, meter: trace }, tools)
  })

  it('is a record as the contract says, with all phases in order and samples through them', () => {
    const checked = checker(ProfileRecord)(record)
    expect(checked.ok ? [] : checked.flaws).toEqual([])
    expect(record.runs.map(({ variant }) => variant)).toEqual(['base', 'fp32'])
    for (const { phases, samples } of record.runs) {
      expect(phases.map(({ phase }) => phase)).toEqual(['load', 'extract', 'warm-up', 'real-rounds'])
      expect(phases[0]?.startMs).toBe(0)
      for (const [i, { startMs }] of phases.entries()) if (i > 0) expect(startMs).toBe(phases[i - 1]?.endMs)
      expect(samples.atMs.length).toBeGreaterThan(5)
      expect(samples.atMs).toEqual([...samples.atMs].sort((a, b) => a - b))
      expect(Math.min(...samples.memoryMb)).toBeGreaterThan(0)
    }
  })

  it('samples while the model runs: the sampler is not in its process', () => {
    const { phases, samples } = record.runs[0]!
    const real = phases.at(-1)!
    const during = samples.atMs.filter((ms) => ms > real.startMs && ms < real.endMs)
    expect(during.length).toBeGreaterThan((real.endMs - real.startMs) / options.interval / 4)
  })

  it('has figures that agree with one another', () => {
    for (const { figures, phases } of record.runs) {
      expect(figures.totalMeanPowerMw).toBeCloseTo(4000, 3)
      expect(figures.fpsPerWattRealRounds).toBeCloseTo(figures.fps / 4, 6)
      expect(figures.joulesPerPartRealRounds! * figures.fps).toBeCloseTo(4, 6)
      expect(figures.joulesPerPartWholeRun! * options.rounds).toBeCloseTo(
        phases.reduce((sum, { energyJ }) => sum + energyJ!, 0),
        6,
      )
      expect(figures.latencyP95Ms).toBeGreaterThanOrEqual(figures.latencyP50Ms)
      expect(figures.memoryPercent).toBeGreaterThan(0)
      expect(figures.memoryPercent).toBeLessThanOrEqual(100)
    }
    expect(record.runs[0]?.figures.breakEvenPartsByTime).toBeUndefined()
    expect(record.runs[1]?.figures.breakEvenPartsByTime).toBeDefined()
  })

  it('says what really ran, and for whom there are no labels', () => {
    expect(record.runs.map(({ ran }) => ran.network)).toHaveLength(
      new Set(record.runs.map(({ ran }) => ran.network)).size,
    )
    expect(record.runs[0]?.ran).toMatchObject({ backend: 'ort-cpu', provider: 'cpu', precision: 'as exported' })
    expect(record.runs[1]?.ran).toMatchObject({ precision: 'fp32' })
    expect(record.runs[0]?.accuracy).toEqual({ unmeasured: 'made-up inputs: there are no labels' })
    expect(notesOf(record)).toContain('power: recorded, trace.csv, every 10 ms; not measured: anything of this run')
  })

  it('is written with its plots, and compares with its like', async () => {
    const out = join(folder, 'out')
    await writeReport(out, record)
    expect(readFileSync(join(out, 'power.png')).subarray(1, 4).toString()).toBe('PNG')
    expect(readFileSync(join(out, 'memory.svg'), 'utf8')).toContain('real rounds')
    const path = join(out, 'profile.json')
    expect(compareFiles(path, path)).toMatch(/A base +A fp32 +B base/)
    const other = join(out, 'other.json')
    writeFileSync(other, JSON.stringify({ ...record, window: { ...record.window, rounds: 13 } }))
    expect(() => compareFiles(path, other)).toThrow(/do not compare:\n {2}window, rounds: 12 against 13/)
    writeFileSync(other, '{}')
    expect(() => compareFiles(path, other)).toThrow(/other.json is no profile/)
  })
})

describe('a profile without a meter', () => {
  it('measures everything else, and tells accuracy on a labelled set', async () => {
    const set = join(folder, 'set')
    const values = Float32Array.from({ length: 4 * 15 * 64 }, (_, i) => Math.sin(i))
    mkdirSync(set)
    writeFileSync(join(set, 'set.f32'), new Uint8Array(values.buffer))
    writeFileSync(join(set, 'set.json'), JSON.stringify({ name: 'four waves', shape: [15, 64], labels: [0, 0, 0, 0] }))
    const record = await profile('bearing-network', { ...options, variants: ['base', 'fp32'], set }, tools)
    expect(record.meter).toEqual({ unmeasured: 'no meter was asked for' })
    expect(record.set).toMatchObject({ items: 4, source: 'four waves' })
    // One score for each item: the highest of one is always the first.
    for (const { accuracy } of record.runs) expect(accuracy).toEqual({ value: 1, correct: 4, of: 4 })
    expect(record.runs[1]?.figures).toMatchObject({ totalMeanPowerMw: null, breakEvenPartsByEnergy: null })
    expect(tableOf(record)).toMatch(/FPS\/W over the whole run +unmeasured +unmeasured/)
  })

  it('refuses to calibrate on the items on which it tells accuracy', async () => {
    const set = join(folder, 'set')
    await expect(profile('bearing-network', { ...options, variants: ['int8'], set }, tools)).rejects.toThrow(
      /int8 needs inputs to calibrate on/,
    )
  })

  it('fails where a variant cannot run, and says why', async () => {
    await expect(
      profile('bearing-network', { ...options, variants: ['fp32'], backend: 'ort-cuda' }, tools),
    ).rejects.toThrow(/ort-cuda cannot run bearing-network fp32/)
    await expect(profile('no-such-model', options, tools)).rejects.toThrow(
      /no-such-model is neither a model package nor an ONNX file/,
    )
  })
})

describe('the device', () => {
  it('is described from its own files', () => {
    const root = mkdtempSync(join(tmpdir(), 'device-'))
    const write = (path: string, text: string) => {
      mkdirSync(join(root, path, '..'), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    write('proc/device-tree/model', 'NVIDIA Jetson Nano Developer Kit\0')
    write('etc/nv_tegra_release', '# R32 (release), REVISION: 6.1, GCID: 27863751\n# KERNEL_VARIANT: oot\n')
    write('sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq', '1479000\n')
    const { name, details, cores, memoryMb } = describeDevice(root)
    expect(name).toBe('NVIDIA Jetson Nano Developer Kit')
    expect(details).toMatchObject({ l4t: '# R32 (release), REVISION: 6.1, GCID: 27863751', maxClockKhz: '1479000' })
    expect(cores).toBeGreaterThan(0)
    expect(memoryMb).toBeGreaterThan(0)
    rmSync(root, { recursive: true })
  })
})
