export * from './assess.ts'
export * from './inspect.ts'
export * from './inspector.ts'
export * from './judge.ts'
