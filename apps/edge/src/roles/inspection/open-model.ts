import { join } from 'node:path'
import type { Model } from '@celltwin/inspection'
import { loadOnnxModel } from '@celltwin/inspection/onnx'
import { instructionSet, readModelPackage } from '@celltwin/models'

/** Reads a model package by name and makes it ready to run. */
export async function openModel(modelsFolder: string, name: string): Promise<Model> {
  return loadOnnxModel(await readModelPackage(join(modelsFolder, name)), { instructionSet: instructionSet() })
}
