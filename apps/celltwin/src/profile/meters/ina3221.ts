/** INA3221 power monitors of Jetson boards: by the driver of JetPack 4, by hwmon from JetPack 5 on. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type PowerReading, totalOf, totalRailOf } from '@celltwin/transition/profile'
import type { FindMeter, Meter } from './meter.ts'

const JETPACK_4 = 'sys/bus/i2c/drivers/ina3221x'
const I2C_DEVICES = 'sys/bus/i2c/devices'
/** Of the Nano's shunts; the driver of JetPack 4 does not tell them. */
const JETPACK_4_STEP_MA = 8
/** One step of the converter across the shunt. */
const STEP_UV = 40
/** What goes beyond three channels is a sum of them. */
const CHANNELS = [1, 2, 3]
const UNCONNECTED = 'NC'

interface Rail {
  readonly name: string
  readonly quantumMw: number | null
  read(): number
}

export const findIna3221: FindMeter = (intervalMs, root) => {
  const rails = [...jetPack4Rails(root), ...hwmonRails(root)]
  return rails.length === 0 ? undefined : meterOf(rails, intervalMs)
}

function meterOf(rails: readonly Rail[], intervalMs: number): Meter {
  const names = rails.map(({ name }) => name)
  const total = totalRailOf(names)
  return {
    facts: {
      kind: 'ina3221',
      total: total ?? `none of ${names.join(', ')}`,
      rails: names,
      notMeasured: total ? 'losses of the power supply' : 'the whole: no rail of this board carries everything',
      intervalMs,
      quantumMw: rails.find(({ name }) => name === total)?.quantumMw ?? null,
      reads: 'instant',
    },
    read(): PowerReading {
      const railsMw = Object.fromEntries(rails.map((rail) => [rail.name, rail.read()]))
      return { railsMw, totalMw: totalOf(railsMw) }
    },
    close() {},
  }
}

function jetPack4Rails(root: string): Rail[] {
  const folders = foldersIn(join(root, JETPACK_4)).flatMap((device) =>
    foldersIn(device).filter((folder) => /^iio[:_]device\d*$/.test(basename(folder))),
  )
  return folders.flatMap((folder) =>
    readdirSync(folder).flatMap((file) => {
      const channel = /^rail_name_(\d+)$/.exec(file)?.[1]
      if (channel === undefined) return []
      const name = read(join(folder, file))
      const voltageMv = numberIn(join(folder, `in_voltage${channel}_input`))
      if (name === UNCONNECTED) return []
      return [
        {
          name,
          quantumMw: Math.round((JETPACK_4_STEP_MA * voltageMv) / 1000),
          read: () => numberIn(join(folder, `in_power${channel}_input`)),
        },
      ]
    }),
  )
}

function hwmonRails(root: string): Rail[] {
  const folders = foldersIn(join(root, I2C_DEVICES)).flatMap((device) => foldersIn(join(device, 'hwmon')))
  return folders
    .filter((folder) => existsSync(join(folder, 'name')) && read(join(folder, 'name')) === 'ina3221')
    .flatMap((folder) =>
      CHANNELS.flatMap((channel) => {
        const label = join(folder, `in${channel}_label`)
        if (!existsSync(label)) return []
        const name = read(label)
        if (name === UNCONNECTED) return []
        const voltageMv = () => numberIn(join(folder, `in${channel}_input`))
        const shunt = join(folder, `shunt${channel}_resistor`)
        const stepMa = existsSync(shunt) ? (STEP_UV * 1000) / numberIn(shunt) : null
        return [
          {
            name,
            quantumMw: stepMa === null ? null : Math.round((stepMa * voltageMv()) / 1000),
            read: () => (voltageMv() * numberIn(join(folder, `curr${channel}_input`))) / 1000,
          },
        ]
      }),
    )
}

const foldersIn = (path: string): string[] =>
  existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : []
const read = (path: string): string => readFileSync(path, 'utf8').trim()

function numberIn(path: string): number {
  const value = Number(read(path))
  if (!Number.isFinite(value)) throw new Error(`${path} holds no number`)
  return value
}
