import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { canonicalJson } from './canonical.ts'
import type { CellDefinition } from './cell.ts'
import { checkCellDefinition, checkCellFile } from './cell-check.ts'
import { MEASURED_IN } from './measured-in.ts'

const reference = parse(readFileSync(new URL('../../../cells/pulley-cell-1.yaml', import.meta.url), 'utf8'))

/** Flaws of the reference cell after a change. */
function flawsAfter(change: (cell: CellDefinition) => void): string[] {
  const cell = structuredClone(reference)
  change(cell)
  const checked = checkCellDefinition(cell)
  return checked.ok ? [] : checked.flaws.map(({ field, rule }) => `${field}: ${rule}`)
}

describe('the check of a cell', () => {
  it('finds nothing in the reference cell', () => {
    expect(flawsAfter(() => {})).toEqual([])
  })

  it.each<[string, (cell: CellDefinition) => void, RegExp]>([
    [
      'a characteristic of no module',
      (c) => {
        c.recipe.characteristics[0]!.module = 'xray'
      },
      /^\/recipe\/characteristics\/0\/module: must be one of visual, dimensional, vibration$/,
    ],
    [
      'a limit in another unit than is measured',
      (c) => {
        c.recipe.characteristics.find(({ id }) => id === 'face-flatness')!.unit = 'µm'
      },
      /^\/recipe\/characteristics\/\d+\/unit: must be "mm", in which face-flatness is measured$/,
    ],
    [
      'two stations of one name',
      (c) => {
        c.stations[1]!.id = 'frame'
      },
      /^\/stations\/1\/id: frame is already taken$/,
    ],
    [
      'evidence taken in no phase',
      (c) => {
        c.modules.visual!.takes[1]!.phase = 'lunch'
      },
      /^\/modules\/visual\/takes\/1\/phase: must be one of insert,/,
    ],
    [
      'a backend that there is not',
      (c) => {
        c.modules.visual!.inference = { backend: 'gpu' as never }
      },
      /^\/modules\/visual\/inference\/backend: must be one of ort-cpu, ort-cuda, tensorrt, recorded$/,
    ],
    [
      'a setting of another backend',
      (c) => {
        c.modules.visual!.inference = { backend: 'ort-cuda', socket: '/run/x.sock' }
      },
      /^\/modules\/visual\/inference\/socket: belongs to tensorrt, not to ort-cuda$/,
    ],
    [
      'recorded answers that lie nowhere',
      (c) => {
        c.modules.vibration!.inference = { backend: 'recorded' }
      },
      /^\/modules\/vibration\/inference\/recordings: must name the folder of the recorded answers$/,
    ],
    [
      'a backend of a module without a model',
      (c) => {
        c.modules.dimensional!.inference = { backend: 'ort-cpu' }
      },
      /^\/modules\/dimensional\/inference: is for a module with a model \(parameters\.model\)$/,
    ],
    [
      'a station of no module',
      (c) => {
        c.stations[4]!.module = 'xray'
      },
      /^\/stations\/4\/module: must be one of/,
    ],
    [
      'a lower limit above the upper',
      (c) => {
        c.recipe.characteristics[0]!.lower = 7
      },
      /^\/recipe\/characteristics\/0\/lower: must not be above upper \(6\)$/,
    ],
    [
      'a nominal beyond its limits',
      (c) => {
        c.recipe.characteristics[1]!.nominal = 4
      },
      /^\/recipe\/characteristics\/1\/nominal: must lie within/,
    ],
    [
      'a warning limit beyond the limit',
      (c) => {
        c.recipe.characteristics.find(({ id }) => id === 'running-torque')!.warnUpper = 0.4
      },
      /\/warnUpper: must lie within lower and upper$/,
    ],
    [
      'guard bands that leave no room',
      (c) => {
        c.recipe.characteristics.find(({ id }) => id === 'running-torque')!.guardBand = 0.2
      },
      /\/guardBand: must leave room between lower and upper$/,
    ],
    [
      'phases longer than the cycle',
      (c) => {
        c.cycle.budgetMs = 9000
      },
      /^\/cycle\/budgetMs: must be at least the sum of the phases \(11800\)$/,
    ],
    [
      'a role that nobody runs',
      (c) => {
        c.agents.vision!.roles = ['visual']
      },
      /^\/agents: no agent runs dimensional$/,
    ],
    [
      'a role run twice',
      (c) => void c.agents.vision!.roles.push('verifier'),
      /^\/agents\/verifier\/roles\/0: verifier is run by vision already$/,
    ],
    [
      'an unknown role',
      (c) => void c.agents.vision!.roles.push('xray'),
      /^\/agents\/vision\/roles\/2: must be one of handling, verifier, visual/,
    ],
    [
      'a replay of nothing',
      (c) => {
        c.devices.kind = 'replay'
      },
      /^\/devices\/folder: must name the folder to replay$/,
    ],
  ])('names %s', (_what, change, flaw) => {
    const flaws = flawsAfter(change)
    expect(flaws).toHaveLength(1)
    expect(flaws[0]).toMatch(flaw)
  })
})

describe('canonical JSON', () => {
  it('does not depend on the order of keys, and leaves out what is undefined', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}')
    expect(canonicalJson({ x: 1, y: 2 })).toBe(canonicalJson({ y: 2, x: 1 }))
  })
})

describe('the check of a cell file', () => {
  it('names fields that nobody reads, however deep, and leaves parameters alone', () => {
    const cell = structuredClone(reference)
    cell.colour = 'blue'
    cell.recipe.characteristics[3].warnuper = 1
    cell.modules.visual.computeAllowance = 500
    cell.modules.visual.parameters.anything = 1
    const checked = checkCellFile(cell)
    const fields = checked.ok ? [] : checked.flaws.map(({ field, rule }) => `${field} ${rule}`)
    expect(fields.sort()).toEqual([
      '/colour is no field of a cell file',
      '/modules/visual/computeAllowance is no field of a cell file',
      '/recipe/characteristics/3/warnuper is no field of a cell file',
    ])
  })

  it.each(['pulley-cell-1', 'bearing-bench'])('passes %s, of whose characteristics it knows the units', (name) => {
    const cell = parse(readFileSync(new URL(`../../../cells/${name}.yaml`, import.meta.url), 'utf8')) as CellDefinition
    expect(checkCellFile(cell).ok).toBe(true)
    expect(cell.recipe.characteristics.filter(({ id }) => !MEASURED_IN.has(id))).toEqual([])
  })
})
