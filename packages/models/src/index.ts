export { instructionSet } from './instruction-set.ts'
export { ModelManifest, type ModelPackage, readModelPackage } from './model-package.ts'
export {
  ATTACHMENTS,
  publicKeyText,
  RELEASE_KEY_FILE,
  readTrustedKeys,
  SIGNATURE_FILE,
  signerOfModel,
  signModel,
  type TrustedKeys,
  withReleaseKey,
} from './signature.ts'
