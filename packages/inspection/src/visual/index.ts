export { PULLEY_FACE_CHARACTERISTICS, pulleyFaceInspector } from './pulley-face.ts'
export { SURFACE_CHARACTERISTIC, surfaceInspector } from './surface.ts'
