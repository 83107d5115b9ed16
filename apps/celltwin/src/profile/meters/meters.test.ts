import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findMeter } from './find-meter.ts'
import { findIna3221 } from './ina3221.ts'
import { findRapl } from './rapl.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'meters-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const tree = (folder: string, files: Record<string, string | number>) => {
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${content}\n`)
  }
}

const nano = (rails: readonly (readonly [name: string, mw: number])[]) =>
  rails.forEach(([name, mw], i) => {
    tree('sys/bus/i2c/drivers/ina3221x/6-0040/iio:device0', {
      [`rail_name_${i}`]: name,
      [`in_power${i}_input`]: mw,
      [`in_voltage${i}_input`]: 4944,
      [`in_current${i}_input`]: Math.round(mw / 4.944),
    })
  })

describe('INA3221', () => {
  it('of JetPack 4 takes the input rail for the whole and adds nothing to it', () => {
    nano([
      ['POM_5V_IN', 2729],
      ['POM_5V_GPU', 158],
      ['POM_5V_CPU', 909],
    ])
    const meter = findIna3221(50, root)!
    expect(meter.read()).toEqual({ totalMw: 2729, railsMw: { POM_5V_IN: 2729, POM_5V_GPU: 158, POM_5V_CPU: 909 } })
    expect(meter.facts).toMatchObject({
      kind: 'ina3221',
      total: 'POM_5V_IN',
      rails: ['POM_5V_IN', 'POM_5V_GPU', 'POM_5V_CPU'],
      intervalMs: 50,
      quantumMw: 40,
      reads: 'instant',
    })
  })

  it('reads again each time', () => {
    nano([['POM_5V_IN', 2729]])
    const meter = findIna3221(50, root)!
    nano([['POM_5V_IN', 5206]])
    expect(meter.read()?.totalMw).toBe(5206)
  })

  it('on a carrier board with wrong labels tells no total', () => {
    nano([
      ['POM_5V_GPU', 8949],
      ['POM_5V_IN', 3227],
      ['POM_5V_CPU', 3148],
    ])
    expect(findIna3221(50, root)?.read()?.totalMw).toBeNull()
  })

  it('of JetPack 5 multiplies voltage and current, leaves out what is not connected and the sum', () => {
    tree('sys/bus/i2c/devices/1-0040/hwmon/hwmon3', {
      name: 'ina3221',
      in1_label: 'VDD_IN',
      in1_input: 5000,
      curr1_input: 900,
      shunt1_resistor: 5000,
      in2_label: 'VDD_CPU_GPU_CV',
      in2_input: 5000,
      curr2_input: 200,
      shunt2_resistor: 5000,
      in3_label: 'NC',
      in3_input: 0,
      curr3_input: 0,
      in7_label: 'Sum of shunt voltages',
      in7_input: 12,
    })
    tree('sys/bus/i2c/devices/0-0044/hwmon/hwmon1', { name: 'tmp102', temp1_input: 30_000 })
    const meter = findIna3221(100, root)!
    expect(meter.read()).toEqual({ totalMw: 4500, railsMw: { VDD_IN: 4500, VDD_CPU_GPU_CV: 1000 } })
    expect(meter.facts).toMatchObject({ total: 'VDD_IN', quantumMw: 40 })
  })
})

describe('RAPL', () => {
  const zone = (name: string, files: Record<string, string | number>) => tree(`sys/class/powercap/${name}`, files)
  const counters = (packageUj: number, coreUj: number) => {
    zone('intel-rapl:0', { name: 'package-0', energy_uj: packageUj, max_energy_range_uj: 262_143_999_938 })
    zone('intel-rapl:0:0', { name: 'core', energy_uj: coreUj, max_energy_range_uj: 262_143_999_938 })
    zone('intel-rapl-mmio:0', { name: 'package-0', energy_uj: packageUj, max_energy_range_uj: 262_143_999_938 })
  }

  it('tells the mean power since the reading before, cores within their package, over a wrap-around', async () => {
    counters(262_143_999_000, 1000)
    const meter = findRapl(100, root)!
    const before = performance.now()
    await pause(20)
    counters(499_062, 201_000)
    const reading = meter.read()!
    const elapsedMs = performance.now() - before
    expect(reading.totalMw).toBe(reading.railsMw['package-0'])
    expect(reading.totalMw! * elapsedMs).toBeGreaterThanOrEqual(500_000)
    expect(reading.totalMw).toBeLessThan(500_000 / 20 + 3000)
    expect(meter.facts).toMatchObject({ kind: 'rapl', total: 'package-0', reads: 'interval-mean' })
  })

  it.skipIf(process.getuid?.() === 0)('says so where only root may read', () => {
    counters(1, 1)
    chmodSync(join(root, 'sys/class/powercap/intel-rapl:0/energy_uj'), 0o000)
    expect(() => findRapl(100, root)).toThrow(/may be read by root alone/)
  })
})

describe('finding a meter', () => {
  const path = process.env.PATH
  afterEach(() => {
    process.env.PATH = path
  })

  it('says why power is unmeasured where there is none', () => {
    expect(findMeter('auto', 100, root)).toEqual({
      unmeasured: 'this device tells no power (no ina3221; no tegrastats; no rapl)',
    })
    expect(findMeter('none', 100, root)).toEqual({ unmeasured: 'no meter was asked for' })
  })

  it('prefers the one that covers the whole board', () => {
    nano([['POM_5V_IN', 2729]])
    tree('sys/class/powercap/intel-rapl:0', { name: 'package-0', energy_uj: 1, max_energy_range_uj: 9 })
    expect(findMeter('auto', 100, root)).toMatchObject({ facts: { kind: 'ina3221' } })
    expect(findMeter('rapl', 100, root)).toMatchObject({ facts: { kind: 'rapl' } })
  })

  it('refuses one asked for by name that is not there', () => {
    expect(() => findMeter('ina3221', 100, root)).toThrow(/no power meter of the kind ina3221/)
    expect(() => findMeter('guess', 100, root)).toThrow(/--meter must be auto, none/)
  })

  it('reads the lines of tegrastats, each once', async () => {
    const program = join(root, 'tegrastats')
    const line = 'RAM 1170/3956MB (lfb 496x4MB) POM_5V_IN 3129/3129 POM_5V_GPU 160/160 POM_5V_CPU 922/922'
    writeFileSync(program, `#!/bin/sh\necho "${line}"\nexec sleep 30\n`)
    chmodSync(program, 0o755)
    process.env.PATH = `${root}${delimiter}${path}`
    const meter = findMeter('tegrastats', 100, root)
    if (!('read' in meter)) throw new Error('no meter')
    try {
      let reading = meter.read()
      for (const until = Date.now() + 5000; reading === null && Date.now() < until; reading = meter.read())
        await pause(5)
      expect(reading?.totalMw).toBe(3129)
      expect(meter.read()).toBeNull()
    } finally {
      meter.close()
    }
  })

  it('plays a recorded trace and says that it is one', () => {
    const file = join(root, 'trace.csv')
    writeFileSync(file, 'at_ms,power_mw\n0,5000\n60000,5000\n')
    const meter = findMeter(file, 100, root)
    expect(meter).toMatchObject({ facts: { kind: 'recorded', total: 'trace.csv' } })
    if ('read' in meter) expect(meter.read()?.totalMw).toBe(5000)
  })

  it('names the file of a trace that is none', () => {
    const file = join(root, 'wrong.csv')
    expect(() => findMeter(file, 100, root)).toThrow(`there is no recorded trace ${file}`)
    writeFileSync(file, 'time,power\n0,1\n')
    expect(() => findMeter(file, 100, root)).toThrow(`${file}: a power trace needs the columns at_ms and power_mw`)
  })
})
