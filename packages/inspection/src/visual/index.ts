export { PULLEY_FACE_CHARACTERISTICS, pulleyFaceInspector } from './pulley-face.ts'
