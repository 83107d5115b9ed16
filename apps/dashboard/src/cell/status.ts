/** What modules and stations have to say, as short text in the language of the screen. */
import { type CellDefinition, type CellTwin, type CycleTwin, rackOf, type Station } from '@celltwin/contracts'
import i18next from 'i18next'
import { perTwin, waitingIn } from '../twin/per-twin.ts'
import { duration, number, phrase, words } from '../ui/format.ts'
import type { IconName } from '../ui/Icon.tsx'
import { tellNow } from '../ui/phrase-book.ts'
import { lookOfCycle } from '../ui/State.tsx'
import { heldParts, outOfRack, runningCycle, shownOf } from './scene/shown.ts'
import { spindleAt } from './scene/spindle-motion.ts'

const { t } = i18next

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

/** Production must, and a known-good challenge part; of what else comes from the rack, some is out by design. */
const mustPass = ({ challenge }: CellDefinition, cycle: CycleTwin): boolean =>
  cycle.challenge === undefined ||
  challenge?.parts.some(({ id, fails }) => id === cycle.challenge && fails.length === 0) === true

/** What a module still owes of a part, or what it delivered. */
export function moduleSays(
  definition: CellDefinition,
  cycle: CycleTwin | undefined,
  module: string,
  nowMs: number,
  speed: number,
): Saying {
  if (!cycle) return { icon: 'stale', text: t('cell.says.noPart') }
  const { captured, inspected, failed, missing, late } = cycle.modules[module] ?? {}
  if (inspected) {
    const owed = owedBy(definition, module)
    const bad = inspected.results.filter((result) => /fail$/.test(result.conformance)).length
    const unknown = inspected.results.filter((result) => result.conformance === 'not-inspected').length
    const count = t('cell.says.results', { count: owed, done: inspected.results.length })
    if (late) return { icon: 'warn', text: t('cell.says.late', { count, time: duration(late.lateMs) }) }
    if (bad > 0) {
      const icon = mustPass(definition, cycle) ? 'reject' : 'flask'
      return { icon, text: t('cell.says.out', { results: count, count: bad }) }
    }
    if (unknown > 0) return { icon: 'ni', text: t('cell.says.notInspected', { count: unknown, of: owed }) }
    return { icon: 'pass', text: count }
  }
  if (failed) return { icon: 'ni', text: tellNow(failed.reason) }
  if (missing) return { icon: 'hold', text: t('cell.says.missing') }
  const due = dueAt(definition, cycle, module, speed)
  if (due === undefined) return { icon: 'stale', text: t('cell.says.waitsForPart') }
  if (nowMs > due) return { icon: 'warn', text: t('cell.says.overdue', { time: duration(nowMs - due) }) }
  return {
    icon: 'run',
    text: t(captured ? 'cell.says.computes' : 'cell.says.due', { time: duration(due - nowMs) }),
  }
}

/** What the verifier waits for, or its verdict. */
export function verifierSays(definition: CellDefinition, cycle: CycleTwin | undefined): Saying {
  if (!cycle) return { icon: 'stale', text: t('cell.says.noPart') }
  const { verdict } = cycle
  if (verdict) {
    const { icon, word } = lookOfCycle(cycle)
    const said = phrase(word)
    if (cycle.challenge) return { icon, text: said }
    return { icon, text: t('cell.says.after', { verdict: said, time: duration(verdict.judgedAfterMs) }) }
  }
  const open = Object.keys(definition.modules).filter((module) => !cycle.modules[module]?.inspected)
  const [first] = open
  if (first === undefined) return { icon: 'run', text: t('cell.says.judges') }
  return {
    icon: 'stale',
    text:
      open.length === 1
        ? t('cell.says.waitsFor', { module: phrase(first) })
        : t('cell.says.waitsForModules', { count: open.length }),
  }
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
  const { phase, destination, fromRack } = shownOf(twin, definition.cycle, speed)
  const rpm = plannedRpm(definition, twin, nowMs, speed)
  if (rpm >= 1) return { text: rpmText(rpm) }
  if (phase === 'remove' || phase === 'transfer') {
    const place = fromRack ? t('gauges.rack') : destination && phrase(destination)
    return { text: place ? t('cell.says.movesTo', { place }) : t('cell.says.moves') }
  }
  if (phase === 'slack') return { text: t('cell.says.fetches') }
  if (phase === 'idle') return { text: t('cell.says.noPart') }
  return { text: phaseTitle(definition, phase) }
}

const rpmText = (rpm: number): string => `${number(Math.round(rpm / 10) * 10)} ${t('cell.says.rpm')}`

const phaseTitle = ({ cycle }: CellDefinition, phase: string): string => {
  const known = cycle.phases.find(({ id }) => id === phase)
  return known ? tellNow(known.title) : words(phase)
}

const inHold = perTwin((twin) => ({
  held: heldParts(twin).length,
  waiting: waitingIn(twin).filter((cycle) => cycle.arrived?.where === 'hold').length,
}))

const OF_A_MODULE: readonly Station['kind'][] = ['camera', 'laser', 'accelerometer']

/** `stationSays` of one instant: what a module has to say is worked out once, however many stations are its own. */
export function sayingsOf(
  definition: CellDefinition,
  twin: CellTwin | undefined,
  nowMs: number,
  speed: number,
): (station: Station) => string {
  const known = new Map<string, string>()
  return (station) => {
    const module = OF_A_MODULE.includes(station.kind) ? station.module : undefined
    const text = (module && known.get(module)) ?? stationSays(definition, twin, station, nowMs, speed)
    if (module) known.set(module, text)
    return text
  }
}

/** One line under a station's name. */
export function stationSays(
  definition: CellDefinition,
  twin: CellTwin | undefined,
  station: Station,
  nowMs: number,
  speed: number,
): string {
  if (!twin) return t('cell.says.nothing')
  const cycle = runningCycle(twin)
  const { arrived } = twin.counters
  switch (station.kind) {
    case 'camera':
    case 'laser':
    case 'accelerometer':
      return station.module ? moduleSays(definition, cycle, station.module, nowMs, speed).text : ''
    case 'robot': {
      const shown = shownOf(twin, definition.cycle, speed)
      if (['remove', 'transfer', 'insert'].includes(shown.phase))
        return t('cell.says.doing', { phase: phaseTitle(definition, shown.phase), serial: shown.cycle?.serial ?? '' })
      return t(shown.phase === 'slack' && shown.fetching ? 'cell.says.fetches' : 'cell.says.waits')
    }
    case 'spindle':
    case 'motor': {
      const rpm = plannedRpm(definition, twin, nowMs, speed)
      const serial = cycle && !cycle.arrived ? cycle.serial : undefined
      if (rpm >= 1) return rpmText(rpm)
      return serial ? t('cell.says.atRest', { serial }) : t('cell.says.empty')
    }
    case 'bench': {
      const shown = shownOf(twin, definition.cycle, speed)
      const known = definition.cycle.phases.some(({ id }) => id === shown.phase)
      if (!known || !shown.cycle) return t('cell.says.empty')
      return t('cell.says.doing', { phase: phaseTitle(definition, shown.phase), serial: shown.cycle.serial })
    }
    case 'infeed':
      return twin.state?.value.state === 'suspended' ? tellNow(twin.state.value.reason) : t('cell.says.feeds')
    case 'hold': {
      const { held, waiting } = inHold(twin)
      const { capacity } = station
      const room = capacity === undefined ? number(held) : t('cell.says.room', { held, of: capacity })
      return waiting > 0 ? `${room} · ${t('cell.says.waiting', { count: waiting })}` : t('cell.says.taken', { room })
    }
    case 'bin':
      return t('cell.says.confirmed', { count: arrived.reject })
    case 'chute':
      return t('cell.says.confirmed', { count: arrived.accept })
    case 'rack': {
      const out = outOfRack(twin)
      return out === undefined
        ? t('cell.says.racked', { count: rackOf(definition).length })
        : t('cell.says.isOut', { serial: out })
    }
    case 'andon':
      return twin.state ? words(twin.state.value.state) : t('overview.state.unknown')
    default:
      return ''
  }
}

/** The running number at the end of a serial, as people call a part across the room; a name is said in full. */
export const shortSerial = (serial: string): string => /\d{4}$/.exec(serial)?.[0] ?? serial
