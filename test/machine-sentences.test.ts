/** What the cell says of parts, of itself and in its alarms, in every language that the product speaks. */
import { readFileSync } from 'node:fs'
import type { CellDefinition, Fault, Series } from '@celltwin/contracts'
import { type DecodedEvidence, inspectorNamed, inspectPart, judge, type Model } from '@celltwin/inspection'
import { loadOnnxModel } from '@celltwin/inspection/onnx'
import { cellPhrases, phraseBook } from '@celltwin/locales'
import { readModelPackage } from '@celltwin/models'
import {
  cameraOf,
  makePart,
  type Part,
  renderFace,
  renderFaceProfile,
  renderGrooveProfile,
  renderRotorTrace,
  renderWaveform,
} from '@celltwin/world'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { nodesOf, type Source, type Syntax, sourcesIn, textsOf } from './support/syntax.ts'

const here = (path: string) => new URL(path, import.meta.url).pathname
const cell: CellDefinition = parse(readFileSync(here('../cells/pulley-cell-1.yaml'), 'utf8'))

async function sentencesOf(part: Part, models: Readonly<Record<string, Model>>): Promise<string[]> {
  const face = renderFace(part, cameraOf(cell.modules.visual!.parameters))
  const image = (kind: string, data: Uint8Array): DecodedEvidence => ({
    kind,
    sha256: '',
    image: { width: 1024, height: 1024, data },
  })
  const series = (series: Series): DecodedEvidence => ({ kind: series.kind, sha256: '', series })
  const evidence: Record<string, () => DecodedEvidence[]> = {
    visual: () => [
      image('image-bright', face.bright),
      image('image-dark-field', face.darkField),
      image('image-uv', face.uv),
    ],
    dimensional: () =>
      [renderFaceProfile, renderGrooveProfile].map((render) =>
        series(render(part, cell.modules.dimensional!.parameters)),
      ),
    vibration: () =>
      [renderWaveform, renderRotorTrace].map((render) => series(render(part, cell.modules.vibration!.parameters))),
  }
  const results = []
  for (const [moduleId, module] of Object.entries(cell.modules)) {
    const model = models[moduleId]
    const calibration = cell.calibrations!.find(({ gauge }) => gauge === module.gauge)
    const inspected = await inspectPart({
      moduleId,
      module,
      recipe: cell.recipe,
      evidence: evidence[moduleId]!(),
      now: () => 0,
      partTemperatureC: part.partTemperatureC,
      ambientTemperatureC: part.ambientTemperatureC,
      ...(model ? { model } : {}),
      ...(calibration ? { calibration } : {}),
    })
    results.push(...inspected.results)
  }
  const { reasons } = judge(results, cell.recipe)
  return [
    ...results.flatMap(({ explanation, reason }) => [explanation, ...(reason ? [reason] : [])]),
    ...reasons.map(({ text }) => text),
  ]
}

const { phrases } = JSON.parse(readFileSync(here('../packages/locales/pt-BR.json'), 'utf8'))
const tell = phraseBook({ ...phrases, ...cellPhrases(cell, 'pt-BR') }, ',')
/** Words that no Portuguese sentence has. */
const ENGLISH =
  /(?<!\p{L})(the|of|is|was|are|and|at|in|to|for|by|its?|which|while|any|with|without|stands?|lies|not|above|below|there|parts?|cell|robot|nest|rack)(?!\p{L})/iu

it('says in Portuguese whatever the inspections find', { timeout: 120_000 }, async () => {
  const models: Record<string, Model> = {}
  for (const [id, { inspector, parameters }] of Object.entries(cell.modules))
    if (inspectorNamed(inspector).checkModel)
      models[id] = await loadOnnxModel(await readModelPackage(here(`../packages/models/${parameters.model}`)))
  // Several things are wrong with each part: it is the sentences that count, and rendering takes its time.
  const together: Fault['kind'][][] = [
    ['missing-crimp', 'grease', 'hub-dent', 'face-flatness', 'heavy-spin', 'bearing-inner-race'],
    ['low-crimp', 'shifted-crimp', 'hub-grease', 'residue', 'groove-stretch', 'light-spin', 'bearing-ball'],
    ['high-crimp', 'dent', 'hub-residue', 'groove-odd-size', 'groove-angle', 'bearing-outer-race'],
    ['unfamiliar', 'locked-rotor', 'groove-depth', 'groove-wobble'],
    ['hot-part', 'groove-diameter', 'unbalance'],
    ['rough-bearing', 'groove-runout'],
    [],
  ]
  const left: string[] = []
  for (const kinds of together) {
    const faults = kinds.map((kind): Fault => ({ id: kind, kind, severity: 0.8, fromCycle: 1 }))
    for (const sentence of await sentencesOf(makePart({ seed: 5, defectRate: 0 }, 7, faults), models))
      if (ENGLISH.test(tell(sentence))) left.push(`${sentence} → ${tell(sentence)}`)
  }
  expect(left).toEqual([])
})

/** Stands for what differs from case to case. */
const VALUE = 'K7'
const nameOf = (node: unknown) => (node as { name?: string } | undefined)?.name ?? ''
const SAY_WHY = /^(reason|detail|why|how|missing|over)$/

/** Why the cell is in its state, why it refused, what its alarms tell: wherever a source writes such a sentence. */
function* whysIn({ program }: Source): Generator<string> {
  for (const node of nodesOf(program)) {
    const given = (node.arguments ?? []) as Syntax[]
    const called = node.callee as { name?: string; property?: unknown } | undefined
    if (/^(become|refuse|refused|CellStop|StepStopped|RobotFault)$/.test(called?.name ?? nameOf(called?.property)))
      yield* given.flatMap((text) => textsOf(text, VALUE))
    if (node.type === 'Property' && SAY_WHY.test(nameOf(node.key))) yield* textsOf(node.value, VALUE)
    if (node.type === 'VariableDeclarator' && SAY_WHY.test(nameOf(node.id))) yield* textsOf(node.init, VALUE)
    if (node.type === 'ReturnStatement') yield* textsOf(node.argument, VALUE)
  }
}

it('says in Portuguese why the cell stands, and what its alarms and their journal tell', () => {
  const sentences = [
    ...sourcesIn('apps/edge/src/roles/handling'),
    ...sourcesIn('packages/twin/src').filter(({ file }) => /\/(alarm|gauge)-?/.test(file)),
  ]
    .flatMap((source) => [...whysIn(source)])
    .filter((text) => /[a-z] [a-z]/.test(text.replaceAll(VALUE, '')))
  expect(sentences).toContain('emergency stop')
  expect(sentences).toContain('its time was over')
  const left = sentences.filter((sentence) => tell(sentence) === sentence || ENGLISH.test(tell(sentence)))
  expect(left.map((sentence) => `${sentence} → ${tell(sentence)}`)).toEqual([])
})

it.each([
  ['P1-CRIMPS passed crimp-count, crimp-position', 'P1-CRIMPS foi aprovada em: '],
  ['P1-GOOD failed crimp-count', 'P1-GOOD falhou em: '],
  ['waits for visual (loading), verifier (offline)', 'espera por visual'],
  ['Six stakings stand where four should.', 'Seis recravações onde deveria haver quatro.'],
  ['manual mode: turns to 90° 26K22-0J1-000090', 'modo manual: gira 26K22-0J1-000090 até 90°'],
])('leaves no code in %j', (sentence, begins) => {
  expect(tell(sentence)).toMatch(new RegExp(`^${begins}`))
  expect(tell(sentence)).not.toMatch(/crimp|loading|offline/)
})

it('has a Portuguese name for everything that the cell files name', () => {
  for (const file of ['pulley-cell-1', 'bearing-bench']) {
    const { recipe, stations, cycle, translations } = parse(
      readFileSync(here(`../cells/${file}.yaml`), 'utf8'),
    ) as CellDefinition
    const named = [
      ...recipe.characteristics.flatMap(({ title, group }) => [title, group]),
      ...[...stations, ...cycle.phases].map(({ title }) => title),
    ]
    expect(named.filter((title) => translations?.['pt-BR']?.[title] === undefined)).toEqual([])
  }
})
