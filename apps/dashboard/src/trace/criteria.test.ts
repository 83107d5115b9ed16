import { expect, it } from 'vitest'
import { CRITERIA, criteriaOf, isEmpty, NONE } from './criteria.ts'

it('takes from an address what criteria can be, and nothing else', () => {
  const search = {
    cell: 'c',
    lot: 'L1',
    serial: 931,
    above: '1.1',
    below: 'much',
    verdict: 'good',
    conformance: 'fail',
    at: 'x',
  }
  expect(criteriaOf(search)).toEqual({ lot: 'L1', serial: '931', above: 1.1, conformance: 'fail' })
})

it('knows when nothing is asked', () => {
  expect(isEmpty(criteriaOf({ cell: 'c', verdict: '' }))).toBe(true)
  expect(isEmpty({ ...NONE, above: 0 })).toBe(false)
})

it('offers every criterion once', () => {
  expect(new Set(CRITERIA).size).toBe(CRITERIA.length)
  const all = Object.fromEntries(
    CRITERIA.map((key) => [key, key === 'verdict' || key === 'conformance' ? 'pass' : '1']),
  )
  expect(Object.keys(criteriaOf(all)).sort()).toEqual([...CRITERIA].sort())
})
