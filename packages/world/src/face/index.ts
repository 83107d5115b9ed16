export { FACE, onImage, type Pose } from './geometry.ts'
export { type PatchShape, patchShape } from './patch-shape.ts'
export { type FaceImages, type FaceOptions, facePose, patchSeed, renderFace } from './render-face.ts'
