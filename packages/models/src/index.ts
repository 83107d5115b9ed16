export { ModelManifest, type ModelPackage, readModelPackage } from './model-package.ts'
