import { readFileSync } from 'node:fs'
import type { CellDefinition } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { missingOf } from './missing.ts'

const file = new URL('../../../../cells/pulley-cell-1.yaml', import.meta.url)
const definition: CellDefinition = parse(readFileSync(file, 'utf8'))
const { characteristics } = definition.recipe
const ofVisual = characteristics.filter(({ module }) => module === 'visual').length

const taken = Object.entries(definition.modules).flatMap(([module, { takes }]) =>
  takes.map(({ evidence }) => ({ module, kind: evidence })),
)
const results = characteristics.map(({ id }) => ({ characteristic: id, conformance: 'pass' as const }))
const unknown = characteristics
  .filter(({ module }) => module === 'visual')
  .map(({ id }) => ({ characteristic: id, conformance: 'not-inspected' as const }))

describe('what a verdict does without', () => {
  it('is nothing where the verdict knew every result, and nothing while results may still come', () => {
    expect(missingOf({ verdict: 'pass', reasons: [], results, evidence: taken }, definition)).toEqual([])
    expect(missingOf({ verdict: null, reasons: [], results: [], evidence: [] }, definition)).toEqual([])
  })

  it('names the module without results, and the evidence that was never taken', () => {
    const evidence = taken.filter(({ kind }) => kind !== 'image-uv')
    const others = results.filter(({ characteristic }) => !unknown.some((one) => one.characteristic === characteristic))
    expect(missingOf({ verdict: 'hold', reasons: unknown, results: others, evidence }, definition)).toEqual([
      { module: 'visual', characteristics: ofVisual, evidence: ['image-uv'], cameLate: false },
    ])
  })

  it('tells results that came after the verdict from those that it rests on', () => {
    expect(missingOf({ verdict: 'hold', reasons: unknown, results, evidence: taken }, definition)).toEqual([
      { module: 'visual', characteristics: ofVisual, evidence: [], cameLate: true },
    ])
  })

  it('leaves to the result itself why a characteristic could not be inspected', () => {
    const told = results.map(
      (one) => unknown.find(({ characteristic }) => characteristic === one.characteristic) ?? one,
    )
    expect(missingOf({ verdict: 'hold', reasons: unknown, results: told, evidence: taken }, definition)).toEqual([])
  })
})
