import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseTegrastats } from './tegrastats.ts'

const NANO =
  'RAM 2015/3964MB (lfb 98x4MB) SWAP 29/1982MB (cached 3MB) CPU [6%@102,5%@102,4%@102,3%@102] EMC_FREQ 0% GR3D_FREQ 0% PLL@28C CPU@31.5C PMIC@100C GPU@30.5C AO@36C thermal@31.25C POM_5V_IN 1388/1388 POM_5V_GPU 122/122 POM_5V_CPU 163/163'
const NANO_AS_ROOT =
  'RAM 1245/3964MB (lfb 147x4MB) SWAP 4/1982MB (cached 0MB) IRAM 0/252kB(lfb 252kB) CPU [0%@204,2%@204,0%@204,1%@204] EMC_FREQ 0%@204 GR3D_FREQ 0%@76 APE 25 PLL@25.5C CPU@29C PMIC@50C GPU@27.5C AO@34.5C thermal@28.25C POM_5V_IN 1003/919 POM_5V_GPU 0/0 POM_5V_CPU 166/145'
const WRONG_LABELS =
  'RAM 2020/3964MB (lfb 19x4MB) SWAP 43/1982MB (cached 1MB) CPU [100%@1479,100%@1479,100%@1479,100%@1479] EMC_FREQ 0% GR3D_FREQ 99% PLL@41.5C CPU@48C PMIC@100C GPU@63C AO@54.5C thermal@48.25C POM_5V_GPU 8949/8742 POM_5V_IN 3227/3086 POM_5V_CPU 3148/3134'
const TX2 =
  'RAM 1345/7829MB (lfb 1290x4MB) SWAP 0/512MB (cached 0MB) CPU [2%@345,off,off,off,off,off] EMC_FREQ 13%@40 GR3D_FREQ 0%@114 APE 150 BCPU@35C MCPU@35C GPU@41C PLL@35C AO@35.5C Tboard@35C Tdiode@36C PMIC@100C thermal@35.5C VDD_IN 2003/2658 VDD_CPU 320/518 VDD_GPU 400/735 VDD_SOC 400/415 VDD_WIFI 0/0 VDD_DDR 240/348'
const ORIN =
  '07-25-2026 09:08:28 RAM 20642/62817MB (lfb 1x2MB) CPU [23%@2201] EMC_FREQ 3%@3199 GR3D_FREQ 12%@[1300,1300] NVENC0 off APE 174 cpu@52.968C/52.968C VDD_GPU_SOC 5139mW/5139mW/5139mW VDD_CPU_CV 3268mW/3268mW/3268mW VIN_SYS_5V0 5500mW/5500mW/5500mW'

describe('tegrastats', () => {
  it('is read by the names of its rails, the present value and not the mean', () => {
    expect(parseTegrastats(NANO)).toEqual({
      memoryUsedMb: 2015,
      memoryTotalMb: 3964,
      railsMw: { POM_5V_IN: 1388, POM_5V_GPU: 122, POM_5V_CPU: 163 },
      totalMw: 1388,
    })
    expect(parseTegrastats(NANO_AS_ROOT)).toMatchObject({
      railsMw: { POM_5V_IN: 1003, POM_5V_GPU: 0, POM_5V_CPU: 166 },
      totalMw: 1003,
    })
  })

  it('never adds the total rail to its parts', () => {
    expect(parseTegrastats(TX2)?.totalMw).toBe(2003)
  })

  it('says no total where a part exceeds its whole: the labels of that board are wrong', () => {
    expect(parseTegrastats(WRONG_LABELS)).toMatchObject({ railsMw: { POM_5V_GPU: 8949 }, totalMw: null })
  })

  it('reads units, three values and a date, and knows no total where no rail is one', () => {
    expect(parseTegrastats(ORIN)).toEqual({
      memoryUsedMb: 20642,
      memoryTotalMb: 62817,
      railsMw: { VDD_GPU_SOC: 5139, VDD_CPU_CV: 3268, VIN_SYS_5V0: 5500 },
      totalMw: null,
    })
  })

  it('is told apart from other lines', () => {
    expect(parseTegrastats('Segmentation fault')).toBeUndefined()
  })
})

describe('the log of a ResNet run on a Jetson Nano', () => {
  const folder = process.env.CELLTWIN_DATA && join(process.env.CELLTWIN_DATA, 'edge_power/dev/jetson_nano_resnet')
  const there = folder !== undefined && existsSync(folder)
  if (!there) console.log('skipped: no data (CELLTWIN_DATA)')

  it.skipIf(!there)("gives its author's own table", () => {
    const read = (name: string) => readFileSync(join(folder!, name), 'utf8').trim().split('\n')
    const samples = read('tegrastats.txt').map((line) => parseTegrastats(line)!)
    const [head, values] = read('evaluation_resnet.csv').map((line) => line.split(','))
    const table = Object.fromEntries(head!.map((name, i) => [name.trim(), Number(values![i])]))
    expect(samples).toHaveLength(114)
    for (const rail of ['POM_5V_IN', 'POM_5V_GPU', 'POM_5V_CPU']) {
      const mw = samples.map(({ railsMw }) => railsMw[rail]!)
      expect(Math.max(...mw)).toBe(table[`${rail} max (mW)`])
      expect(Math.round(mw.reduce((sum, each) => sum + each, 0) / mw.length)).toBe(table[`${rail} avg (mW)`])
    }
    expect(table['POM_5V_IN max (mW)']).toBe(5206)
    expect(table['POM_5V_IN avg (mW)']).toBe(4437)
    expect(samples.every(({ totalMw, railsMw }) => totalMw === railsMw.POM_5V_IN)).toBe(true)
  })
})
