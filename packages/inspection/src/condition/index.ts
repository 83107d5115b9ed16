export * from './holds.ts'
export { namedBy } from './named-by.ts'
export * from './parse.ts'
