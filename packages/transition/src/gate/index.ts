export * from './gate.ts'
export * from './paired.ts'
