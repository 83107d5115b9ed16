export * from './cycle-budget.ts'
export * from './percentile.ts'
export * from './proportion.ts'
export * from './shift/index.ts'
