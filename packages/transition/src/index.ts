export * from './gate/index.ts'
export { opsetOf, readModel } from './onnx/model.ts'
export * from './runtime.ts'
export * from './variants.ts'
