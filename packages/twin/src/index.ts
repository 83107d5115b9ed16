export * from './alarm-annunciations.ts'
export * from './alarm-conditions.ts'
export * from './alarm-decisions.ts'
export * from './alarm-definitions.ts'
export * from './alarm-floods.ts'
export * from './alarm-rates.ts'
export * from './alarm-watch.ts'
export {
  alarmOf,
  alarmState,
  alarmsIn,
  alarmsInOrder,
  isCalling,
  LONGEST_SHELF_MS,
  type StatedAlarm,
  stateBelow,
} from './alarms.ts'
export { KEPT_CYCLES } from './cycles.ts'
export * from './decide-description.ts'
export * from './decide-recipe.ts'
export { isSettled, KEPT_REQUESTS } from './decisions.ts'
export * from './definition-change.ts'
export { descriptionOutstanding, desiredDescription } from './descriptions.ts'
export * from './evolve.ts'
export * from './expected.ts'
export * from './gauge-state.ts'
export { stillSuspect, suspicionOf, trustIn } from './gauge-trust.ts'
export * from './lateness.ts'
export { limitSamplesAt, type StatedSample, samplesKept } from './limit-samples.ts'
export {
  isRefused,
  KEPT_DISAGREEMENTS,
  modelBefore,
  modelSlot,
  outstandingModels,
  shadowCount,
} from './models.ts'
export * from './outstanding.ts'
export * from './recipe-change.ts'
export { desiredRecipes, newestRecipe, openProposal, recipeOutstanding } from './recipes.ts'
export * from './review.ts'
export * from './review-weight.ts'
export * from './selectors.ts'
export { SERVER } from './sources.ts'
export * from './staleness.ts'
export { breakpointsInForce, controlAt } from './stepping.ts'
