import type { Recipe, Result } from '@celltwin/contracts'
import { expect, it } from 'vitest'
import { disagreements, verdictOfModule } from './disagreements.ts'

const result = (characteristic: string, value: number | null, conformance: Result['conformance']): Result => ({
  ...{ characteristic, value, conformance, unit: 'mm', uncertainty: 0, limits: { upper: 1 }, explanation: '' },
  ...{ algorithm: { name: 'a', version: '1' }, evidence: [] },
})
const limited = (id: string, module: string): Recipe['characteristics'][number] => ({
  ...{ id, module, title: id, group: id, kind: 'measure', unit: 'mm', upper: 1, decimals: 2 },
})
const recipe: Recipe = {
  ...{ id: 'r', version: 1, partType: 'p' },
  decision: {
    ...{ acceptance: 'guarded', conditionalFail: 'reject', conditionalPass: 'pass', conditionalPassSpecial: 'hold' },
  },
  characteristics: [limited('dent', 'visual'), limited('grease', 'visual'), limited('noise', 'vibration')],
}

it('names what differs in conformance, and what only one of the two has answered', () => {
  const live = [result('dent', 0.2, 'pass'), result('grease', 0.5, 'pass')]
  expect(disagreements(live, [result('dent', 0.3, 'pass'), result('grease', 3, 'fail')])).toEqual([
    {
      live: { characteristic: 'grease', value: 0.5, conformance: 'pass' },
      shadow: { characteristic: 'grease', value: 3, conformance: 'fail' },
    },
  ])
  expect(disagreements(live, [result('grease', 0.5, 'pass')])).toMatchObject([
    { shadow: { characteristic: 'dent', value: null, conformance: 'not-inspected' } },
  ])
  expect(disagreements(live, live)).toEqual([])
})

it('judges the share of one module alone', () => {
  const results = [result('dent', 0.2, 'pass'), result('grease', 0.5, 'pass')]
  expect(verdictOfModule(results, recipe, 'visual')).toBe('pass')
  expect(verdictOfModule([result('dent', 2, 'fail'), results[1]!], recipe, 'visual')).toBe('reject')
  expect(verdictOfModule(results, recipe, 'vibration')).toBe('hold')
})
