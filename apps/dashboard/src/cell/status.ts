/** What modules and stations have to say, as short text. Pure. */
import type { CellDefinition, CellTwin, CycleTwin, Station } from '@celltwin/contracts'
import { perTwin, waitingIn } from '../twin/per-twin.ts'
import { duration, number } from '../ui/format.ts'
import type { IconName } from '../ui/Icon.tsx'
import { heldParts, runningCycle, shownOf } from './scene/shown.ts'
import { spindleAt } from './scene/spindle-motion.ts'

export interface Saying {
  readonly icon?: IconName
  readonly text: string
}

/** How many results a module owes of each part. */
export const owedBy = (definition: CellDefinition, module: string): number =>
  definition.recipe.characteristics.filter((characteristic) => characteristic.module === module).length

/** When a module's results are due, ms: physical time divided by the speed, plus an allowance that is not. */
export function dueAt(definition: CellDefinition, cycle: CycleTwin, module: string, speed: number): number | undefined {
  const owes = definition.modules[module]
  if (!owes || !cycle.inserted) return undefined
  return Date.parse(cycle.inserted.at) + owes.dueMs / speed + owes.computeAllowanceMs
}

/** What a module still owes of a part, or what it delivered. */
export function moduleSays(
  definition: CellDefinition,
  cycle: CycleTwin | undefined,
  module: string,
  nowMs: number,
  speed: number,
): Saying {
  if (!cycle) return { icon: 'stale', text: 'no part' }
  const { captured, inspected, failed, missing, late } = cycle.modules[module] ?? {}
  if (inspected) {
    const owed = owedBy(definition, module)
    const bad = inspected.results.filter((result) => /fail$/.test(result.conformance)).length
    const unknown = inspected.results.filter((result) => result.conformance === 'not-inspected').length
    const count = `${inspected.results.length} of ${owed} results`
    if (late) return { icon: 'warn', text: `${count}, ${duration(late.lateMs)} late` }
    if (bad > 0) return { icon: 'reject', text: `${count}, ${bad} out` }
    if (unknown > 0) return { icon: 'ni', text: `${unknown} of ${owed} not inspected` }
    return { icon: 'pass', text: count }
  }
  if (failed) return { icon: 'ni', text: failed.reason }
  if (missing) return { icon: 'hold', text: 'missing' }
  const due = dueAt(definition, cycle, module, speed)
  if (due === undefined) return { icon: 'stale', text: 'waits for the part' }
  if (nowMs > due) return { icon: 'warn', text: `overdue by ${duration(nowMs - due)}` }
  return {
    icon: 'run',
    text: captured ? `computes, due in ${duration(due - nowMs)}` : `due in ${duration(due - nowMs)}`,
  }
}

/** What the verifier waits for, or its verdict. */
export function verifierSays(definition: CellDefinition, cycle: CycleTwin | undefined): Saying {
  if (!cycle) return { icon: 'stale', text: 'no part' }
  const { verdict } = cycle
  if (verdict) {
    const word = { pass: 'Pass', reject: 'Reject', hold: 'Hold' }[verdict.verdict]
    return { icon: verdict.verdict, text: `${word} after ${(verdict.judgedAfterMs / 1000).toFixed(1)} s` }
  }
  const open = Object.keys(definition.modules).filter((module) => !cycle.modules[module]?.inspected)
  const [first] = open
  if (first === undefined) return { icon: 'run', text: 'judges' }
  return { icon: 'stale', text: `waits for ${open.length === 1 ? first : `${open.length} modules`}` }
}

/** Speed of the rotor by the plan of the phase that runs, 1/min. */
export function plannedRpm(definition: CellDefinition, twin: CellTwin, nowMs: number, speed: number): number {
  const shown = shownOf(twin, definition.cycle, speed)
  if (!definition.cycle.phases.some((phase) => phase.id === shown.phase)) return 0
  const out = { spindle: 0, rpm: 0 }
  const progress = Math.min(1, Math.max(0, ((nowMs - shown.sinceMs) * speed) / shown.budgetMs))
  spindleAt(definition.cycle.phases, shown.phase, progress, out)
  return out.rpm
}

/** The handling lane in words: the phase, and the speed while it turns. */
export function handlingSays(definition: CellDefinition, twin: CellTwin, nowMs: number, speed: number): Saying {
  const { phase, destination } = shownOf(twin, definition.cycle, speed)
  const rpm = plannedRpm(definition, twin, nowMs, speed)
  if (rpm >= 1) return { text: `${number(Math.round(rpm / 10) * 10)} rpm` }
  if (phase === 'remove' || phase === 'transfer')
    return { text: destination ? `moves to ${destination}` : 'moves the part' }
  if (phase === 'slack') return { text: 'fetches the next part' }
  if (phase === 'idle') return { text: 'no part' }
  return { text: definition.cycle.phases.find((known) => known.id === phase)?.title ?? phase }
}

const inHold = perTwin((twin) => ({
  held: heldParts(twin).length,
  waiting: waitingIn(twin).filter((cycle) => cycle.arrived?.where === 'hold').length,
}))

/** One line under a station's name. */
export function stationSays(
  definition: CellDefinition,
  twin: CellTwin | undefined,
  station: Station,
  nowMs: number,
  speed: number,
): string {
  if (!twin) return 'nothing known yet'
  const cycle = runningCycle(twin)
  const { arrived } = twin.counters
  switch (station.kind) {
    case 'camera':
    case 'laser':
    case 'accelerometer':
      return station.module ? moduleSays(definition, cycle, station.module, nowMs, speed).text : ''
    case 'robot': {
      const shown = shownOf(twin, definition.cycle, speed)
      if (['remove', 'transfer', 'insert'].includes(shown.phase)) return `${shown.phase}s ${shown.cycle?.serial ?? ''}`
      return shown.phase === 'slack' && shown.fetching ? 'fetches the next part' : 'waits'
    }
    case 'spindle':
    case 'motor': {
      const rpm = plannedRpm(definition, twin, nowMs, speed)
      const serial = cycle && !cycle.arrived ? cycle.serial : undefined
      return rpm >= 1 ? `${number(Math.round(rpm / 10) * 10)} rpm` : serial ? `at rest, ${serial}` : 'empty'
    }
    case 'bench': {
      const shown = shownOf(twin, definition.cycle, speed)
      const phase = definition.cycle.phases.find((known) => known.id === shown.phase)
      return phase && shown.cycle ? `${phase.title}, ${shown.cycle.serial}` : 'empty'
    }
    case 'infeed':
      return twin.state?.value.state === 'suspended' ? twin.state.value.reason : 'feeds'
    case 'hold': {
      const { held, waiting } = inHold(twin)
      const room = station.capacity === undefined ? `${held}` : `${held} of ${station.capacity}`
      return waiting > 0 ? `${room} · ${waiting} wait for a person` : `${room} taken`
    }
    case 'bin':
      return `${number(arrived.reject)} confirmed`
    case 'chute':
      return `${number(arrived.accept)} confirmed`
    case 'andon':
      return twin.state?.value.state ?? 'unknown'
    default:
      return ''
  }
}

/** The running number at the end of a serial, as people call a part across the room; a name is said in full. */
export const shortSerial = (serial: string): string => /\d{4}$/.exec(serial)?.[0] ?? serial
