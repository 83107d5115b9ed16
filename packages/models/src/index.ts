export { instructionSet } from './instruction-set.ts'
export { ModelManifest, type ModelPackage, readModelPackage } from './model-package.ts'
