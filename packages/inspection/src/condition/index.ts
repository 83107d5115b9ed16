export * from './holds.ts'
export * from './parse.ts'
