export { instructionSet } from './instruction-set.ts'
export { ModelManifest, type ModelPackage, readModelPackage } from './model-package.ts'
export {
  ATTACHMENTS,
  publicKeyText,
  readTrustedKeys,
  SIGNATURE_FILE,
  signerOfModel,
  signModel,
  type TrustedKeys,
} from './signature.ts'
