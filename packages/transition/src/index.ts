export * from './runtime.ts'
export * from './variants.ts'
