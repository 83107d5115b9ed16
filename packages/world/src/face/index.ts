export { FACE, onPlane, type Pose } from './geometry.ts'
export { type Camera, cameraOf, faceView, type Lens, type Placement } from './lens.ts'
export { type PatchShape, patchShape } from './patch-shape.ts'
export { type FaceImages, type FaceOptions, facePose, patchSeed, renderFace } from './render-face.ts'
