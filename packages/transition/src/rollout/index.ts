export * from './promotion.ts'
export * from './rollout.ts'
