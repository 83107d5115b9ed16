/** Simulated parts of known state through a module of the cell: which of several models judges which of them right. */
import { createHash } from 'node:crypto'
import type { CellDefinition, Module, PartDefect } from '@celltwin/contracts'
import { judge, type Model } from '@celltwin/inspection'
import { loadModule } from '@celltwin/inspection/load-module'
import { makePart, type Part, randomFor } from '@celltwin/world'
import { listedCalibration } from '../inspect/run-modules.ts'
import { simulatedEvidence } from '../inspect/simulated-evidence.ts'
import type { SimulatedParts } from './manifest.ts'

/** @throws Error where the cell has no module of that inspector. */
export function moduleOf({ modules }: CellDefinition, inspector: string): readonly [id: string, module: Module] {
  const found = Object.entries(modules).find(([, module]) => module.inspector === inspector)
  if (found) return found
  throw new Error(`the cell has no module whose inspector is ${inspector}; --cell names another cell file`)
}

function* partsOf({ seed, parts, defects, leastSeverity }: SimulatedParts): Generator<{ part: Part; sound: boolean }> {
  for (let number = 1; number <= parts; number++) {
    const sound = number % 2 === 1
    const random = randomFor(seed, number, 'frozen set')
    const kind = defects[(number >> 1) % defects.length] as PartDefect
    const fault = { id: 'frozen', kind, severity: random.between(leastSeverity, 1), fromCycle: 1 }
    yield { part: makePart({ seed, defectRate: 0 }, number, sound ? [] : [fault]), sound }
  }
}

/** Each part's evidence goes through every model. @returns by model which parts it judged right, and the set's sha256. */
export async function judgeParts(
  set: SimulatedParts,
  definition: CellDefinition,
  models: readonly Model[],
  say: (text: string) => void,
): Promise<{ readonly right: readonly boolean[][]; readonly digest: string }> {
  const [moduleId, module] = moduleOf(definition, set.inspector)
  const characteristics = definition.recipe.characteristics.filter((each) => each.module === moduleId)
  const recipe = { ...definition.recipe, characteristics }
  const request = { moduleId, module, recipe, modelsFolder: '' }
  const calibration = listedCalibration(definition, module)
  const loaded = await Promise.all(models.map((model) => loadModule(request, async () => model)))
  const right = models.map((): boolean[] => [])
  const hash = createHash('sha256')
  for (const { part, sound } of partsOf(set)) {
    const evidence = await simulatedEvidence(part, module)
    hash.update(JSON.stringify([sound, evidence.map(({ sha256 }) => sha256)]))
    const { partTemperatureC, ambientTemperatureC } = part
    for (const [k, { inspect }] of loaded.entries()) {
      const { results } = await inspect({ evidence, partTemperatureC, ambientTemperatureC, ...calibration })
      right[k]!.push((judge(results, recipe).verdict === 'pass') === sound)
    }
    if (part.cycleNumber % 50 === 0)
      say(`${part.cycleNumber} of ${set.parts} parts, ${differing(right)} judged differently`)
  }
  return { right, digest: hash.digest('hex') }
}

/** Parts on which not every model is right, or not every one wrong. */
const differing = ([base, ...others]: readonly (readonly boolean[])[]) =>
  base?.filter((right, k) => others.some((other) => other[k] !== right)).length ?? 0

/** What the model is given where such parts are inspected: inputs to calibrate on. */
export async function inputsOf(set: SimulatedParts, definition: CellDefinition, model: Model) {
  const inputs: Parameters<Model['run']>[0][] = []
  const heard: Model = {
    ...model,
    run: (input) => {
      inputs.push({ data: input.data.slice(), dims: input.dims })
      return model.run(input)
    },
  }
  await judgeParts(set, definition, [heard], () => {})
  return inputs
}
