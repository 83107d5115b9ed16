import type { Result } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { compareResults, worstAgreement } from './compare-results.ts'

const result: Result = {
  characteristic: 'face-flatness',
  value: 0.0213,
  unit: 'mm',
  uncertainty: 0.006,
  conformance: 'pass',
  limits: { upper: 0.05 },
  explanation: 'Flat to 0.021 mm.',
  algorithm: { name: 'pulley-profiles', version: '1.0.0', model: 'a'.repeat(64), backend: 'ort 1/cpu/x64 avx2' },
  gauge: 'LJ-01',
  evidence: ['b'.repeat(64)],
}
const agreementOf = (more: Partial<Result>) => compareResults([result], [{ ...result, ...more }])[0]!

describe('an inspection done again', () => {
  it('is identical only to the last bit', () => {
    expect(agreementOf({})).toMatchObject({ agreement: 'identical', differences: [] })
    const { evidence, ...rest } = result
    expect(compareResults([result], [{ evidence, ...rest }])[0]!.agreement).toBe('identical')
    const value = 0.0213 + 2 ** -57
    expect(value).not.toBe(result.value)
    expect(agreementOf({ value })).toEqual({
      characteristic: 'face-flatness',
      agreement: 'within tolerance',
      differences: [{ field: 'value', before: 0.0213, again: value }],
    })
  })

  it('is within tolerance where another engine moved it by less than a tenth of its uncertainty', () => {
    const algorithm = { ...result.algorithm, backend: 'ort 1/cpu/arm64 asimd' }
    expect(agreementOf({ algorithm, explanation: 'Flat to 0.022 mm.', value: 0.0218 }).agreement).toBe(
      'within tolerance',
    )
    expect(agreementOf({ value: 0.022 }).agreement).toBe('different')
    expect(agreementOf({ uncertainty: 0.007 }).agreement).toBe('different')
    const sure: Result = { ...result, value: 2, uncertainty: 0 }
    const again = (value: number) => compareResults([sure], [{ ...sure, value }])[0]!.agreement
    expect([again(2 + 1e-6), again(2 + 1e-5)]).toEqual(['within tolerance', 'different'])
  })

  it('is different under another conformance, model or limit, without a value, or where the result is missing', () => {
    const others: Partial<Result>[] = [
      { conformance: 'conditional-pass' },
      { algorithm: { ...result.algorithm, model: 'c'.repeat(64) } },
      { limits: { upper: 0.06 } },
      { value: null },
      { evidence: ['d'.repeat(64)] },
    ]
    for (const other of others) expect(agreementOf(other).agreement).toBe('different')
    expect(compareResults([result], [])[0]!.agreement).toBe('different')
    expect(worstAgreement([agreementOf({}), agreementOf({ value: null })])).toBe('different')
    expect(worstAgreement([])).toBe('identical')
  })
})
