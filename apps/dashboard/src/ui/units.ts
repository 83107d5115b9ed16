/** The units a person reads lengths and temperatures in. Display only: what is measured, stored and sent stays metric. */
import { number } from './format.ts'

export interface Units {
  readonly length: 'mm' | 'in'
  readonly temperature: '°C' | '°F'
}

export type Quantity = keyof Units
/** What one may choose from, that of the records first. */
export const UNITS: { readonly [Q in Quantity]: readonly Units[Q][] } = {
  length: ['mm', 'in'],
  temperature: ['°C', '°F'],
}
export const QUANTITIES = Object.keys(UNITS) as Quantity[]

interface Conversion {
  readonly unit: string
  readonly factor: number
  readonly offset: number
  /** Decimals beyond those of the metric value, so that its last digit is not lost. */
  readonly decimals: number
}

const per = (mm: number, unit: string, decimals: number): Conversion => ({ unit, factor: 1 / mm, offset: 0, decimals })

const INTO: Readonly<Record<Units[Quantity], Readonly<Record<string, Conversion>>>> = {
  mm: {},
  in: {
    mm: per(25.4, 'in', 2),
    µm: per(0.0254, 'µin', -1),
    'mm²': per(25.4 ** 2, 'in²', 3),
    'mm/s': per(25.4, 'in/s', 2),
    'µm/s': per(0.0254, 'µin/s', -1),
  },
  '°C': {},
  '°F': { '°C': { unit: '°F', factor: 1.8, offset: 32, decimals: 0 } },
}

/** How values of one unit are shown. */
export interface Shown {
  readonly unit: string
  readonly decimals: number
  /** A value on the scale: a reading, a limit. */
  readonly of: (value: number) => number
  /** How far two values are apart: a deviation, an uncertainty. */
  readonly difference: (value: number) => number
  /** From what is shown back to the unit of the record. */
  readonly back: (shown: number) => number
  /** The value in digits, without its unit. */
  readonly text: (value: number) => string
}

let chosen: Units = { length: 'mm', temperature: '°C' }

/** How what is recorded in `unit` with so many decimals is shown to the person at this screen. */
export function shownIn({ unit, decimals = 0 }: { unit: string; decimals?: number }, units = chosen): Shown {
  const conversion = INTO[units.length][unit] ?? INTO[units.temperature][unit] ?? per(1, unit, 0)
  const { factor, offset } = conversion
  const shownDecimals = Math.max(0, decimals + conversion.decimals)
  const of = (value: number) => value * factor + offset
  return {
    unit: conversion.unit,
    decimals: shownDecimals,
    of,
    difference: (value) => value * factor,
    back: (shown) => (shown - offset) / factor,
    text: (value) => number(of(value), shownDecimals),
  }
}

/** A temperature of a part or of a calibration, with its unit. */
export function temperatureText(celsius: number): string {
  const { text, unit } = shownIn({ unit: '°C', decimals: 1 })
  return `${text(celsius)} ${unit}`
}

const keyOf = (quantity: Quantity) => `celltwin.unit.${quantity}`

function remembered<Q extends Quantity>(quantity: Q): Units[Q] {
  const stored = localStorage.getItem(keyOf(quantity))
  return UNITS[quantity].find((unit) => unit === stored) ?? UNITS[quantity][0]!
}

export const rememberedUnits = (): Units => ({ length: remembered('length'), temperature: remembered('temperature') })

export function applyUnits(units: Units): void {
  chosen = units
}

export const currentUnits = (): Units => chosen

export function chooseUnit<Q extends Quantity>(quantity: Q, unit: Units[Q]): void {
  localStorage.setItem(keyOf(quantity), unit)
  applyUnits({ ...chosen, [quantity]: unit })
}
