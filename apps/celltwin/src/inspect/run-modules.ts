/** Evidence through the inspection that agents run, module by module. */
import { join } from 'node:path'
import type { CellDefinition, GaugeCalibration, Module, Recipe, Result } from '@celltwin/contracts'
import { type InspectRequest, type LoadModel, loadModule } from '@celltwin/inspection/load-module'
import { loadOnnxModel } from '@celltwin/inspection/onnx'
import { instructionSet, readModelPackage } from '@celltwin/models'

export type EvidenceFile = InspectRequest['evidence'][number]

/** All that an inspection rests on beside the evidence. */
export type Conditions = Omit<InspectRequest, 'evidence'>

export interface PartToInspect {
  readonly modules: readonly (readonly [id: string, module: Module])[]
  readonly recipe: Recipe
  readonly evidence: readonly EvidenceFile[]
  /** What else an agent knew as it inspected, by module. */
  readonly conditions: (moduleId: string) => Conditions
  readonly modelsFolder: string
  /** Opens the module's model; by its name in the folder where absent. */
  readonly openModel?: (moduleId: string) => LoadModel
}

export interface InspectedPart {
  readonly results: Result[]
  readonly steps: { readonly module: string; readonly step: string; readonly tookMs: number }[]
}

/** Of the module's gauge, as the cell file lists it: an agent measures with no other until somebody records one. */
export function listedCalibration(
  { calibrations = [] }: CellDefinition,
  { gauge }: Module,
): { readonly calibration?: GaugeCalibration } {
  const calibration = calibrations.find((each) => each.gauge === gauge)
  return calibration ? { calibration } : {}
}

const byName: LoadModel = async (folder, name) =>
  loadOnnxModel(await readModelPackage(join(folder, name)), { instructionSet: instructionSet() })

export async function inspectModules(part: PartToInspect): Promise<InspectedPart> {
  const { modules, recipe, evidence, conditions, modelsFolder, openModel = () => byName } = part
  const results: Result[] = []
  const steps: InspectedPart['steps'] = []
  for (const [moduleId, module] of modules) {
    const { inspect } = await loadModule({ moduleId, module, recipe, modelsFolder }, openModel(moduleId))
    const inspected = await inspect({
      // In the order in which the module takes them, as an agent hands them over.
      evidence: module.takes.flatMap((take) => evidence.filter(({ kind }) => kind === take.evidence)),
      ...conditions(moduleId),
    })
    results.push(...inspected.results)
    steps.push(...inspected.steps.map((step) => ({ module: moduleId, ...step })))
  }
  return { results, steps }
}
