/** Which role runs under a name of the cell file. */
import type { Role } from '../context.ts'
import type { PackageStore } from '../models/package-store.ts'
import { handling } from './handling/handling.ts'
import { inspection } from './inspection/inspection.ts'
import { verifier } from './verifier/verifier.ts'

export interface InspectionResources {
  readonly worker: URL
  /** What the agent came with. */
  readonly modelsFolder: string
  /** What it has fetched since. */
  readonly packages: PackageStore
}

/** Every name that is no role of each cell is one of its inspection modules. */
export function roleNamed(name: string, resources: InspectionResources): Role {
  if (name === 'handling') return handling
  if (name === 'verifier') return verifier
  return inspection(name, resources)
}
