import type { CellDefinition, PassportCycle } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { reasoningOf, stepsOf } from './steps.ts'

const characteristic = (id: string, module: string, group: string) => ({
  id,
  module,
  group,
  title: id,
  kind: 'measure',
  unit: 'mm',
  decimals: 2,
  upper: 1,
})
const definition = {
  recipe: {
    characteristics: [
      characteristic('crimp-count', 'visual', 'Crimps'),
      characteristic('face-flatness', 'dimensional', 'Face'),
      characteristic('groove-depth', 'dimensional', 'Grooves'),
    ],
  },
} as unknown as CellDefinition

const result = (id: string, conformance: string, more: object = {}) => ({
  characteristic: id,
  value: 2,
  unit: 'mm',
  conformance,
  explanation: `${id} is ${conformance}.`,
  evidence: ['face', 'groove', 'image'],
  ...more,
})
const cycle = {
  serial: 'P1',
  codeGrade: 'A',
  provisional: null,
  reasons: [],
  materialLots: [],
  results: [
    result('crimp-count', 'fail', { locations: [{ angleDeg: 240, conforming: false }] }),
    result('groove-depth', 'pass'),
  ],
  evidence: [
    { kind: 'image-bright', mediaType: 'image/png', sha256: 'image', module: 'visual' },
    { kind: 'face-profile', mediaType: 'application/vnd.celltwin.series', sha256: 'face', module: 'dimensional' },
    { kind: 'groove-profile', mediaType: 'application/vnd.celltwin.series', sha256: 'groove', module: 'dimensional' },
  ],
} as unknown as PassportCycle

describe('the steps of Debug Mode', () => {
  const steps = stepsOf(cycle, definition)

  it('go from the identity through the groups of the recipe to the decision', () => {
    expect(steps.map(({ title, look }) => [title, look?.word])).toEqual([
      ['Identity', 'Pass'],
      ['Crimps', 'Fail'],
      ['Face', 'Not inspected'],
      ['Grooves', 'Pass'],
      ['Decide', undefined],
    ])
  })

  it('show the evidence that tells of what the step is about', () => {
    expect(steps[3]?.evidence.map(({ kind }) => kind)).toEqual(['groove-profile'])
  })

  it('tell of a known-bad part what it showed: its flaw is as expected, a sound value in its place is not', () => {
    const part = { ...cycle, challenge: 'C1' } as PassportCycle
    const set = (...fails: string[]) =>
      ({ ...definition, challenge: { parts: [{ id: 'C1', fails }] } }) as CellDefinition
    const told = (...fails: string[]) => stepsOf(part, set(...fails)).map(({ look }) => look?.word)
    expect(told('crimp-count')).toEqual(['Pass', 'As expected', 'Not inspected', 'Pass', undefined])
    expect(told('groove-depth')).toEqual(['Pass', 'Fail', 'Not inspected', 'Not as expected', undefined])
  })

  it('reason in a sentence that says where', () => {
    expect(reasoningOf(steps[1]!, cycle).sentence).toBe('crimp-count is fail. At 240°, 8 o\u2019clock.')
    expect(reasoningOf(steps[2]!, cycle).sentence).toContain('gave no result')
  })
})
