export * from './faults.ts'
export * from './make-part.ts'
export { serialOf } from './origin.ts'
export * from './part.ts'
