/** The steps of Debug Mode: identity, then each group of the recipe that has something to look at, then the decision. */
import type { CellDefinition, Conformance, PassportCycle } from '@celltwin/contracts'
import { isImage, tellsOf } from '../evidence/kinds.ts'
import { groupRows, groupSummary, type Row, severity, worst } from '../part/results.ts'
import { clockPosition, number } from '../ui/format.ts'

export interface Step {
  readonly id: string
  readonly title: string
  readonly summary: string
  /** Undefined where there is nothing to judge. */
  readonly outcome: Conformance | undefined
  readonly rows: readonly Row[]
  /** Evidence that the results of this step rest on. */
  readonly evidence: PassportCycle['evidence']
  /** That owes its results. */
  readonly module?: string
  readonly kind: 'identity' | 'results' | 'decide'
}

export function stepsOf(cycle: PassportCycle, definition: CellDefinition): readonly Step[] {
  const groups = groupRows(definition, cycle.results, ({ group }) => group)
  return [
    identity(cycle),
    ...groups.map((group): Step => {
      const told = group.rows.flatMap(({ result }) => (result ? [result] : []))
      return {
        id: group.title,
        title: group.title,
        summary: groupSummary(group.rows),
        outcome: worst(told.map(({ conformance }) => conformance)) ?? 'not-inspected',
        rows: group.rows,
        evidence: evidenceOf(cycle, group.module, group.rows),
        module: group.module,
        kind: 'results',
      }
    }),
    { id: 'decide', title: 'Decide', summary: '', outcome: undefined, rows: [], evidence: [], kind: 'decide' },
  ]
}

function identity(cycle: PassportCycle): Step {
  const read = cycle.codeGrade ? `code grade ${cycle.codeGrade}` : 'serial without a code'
  return {
    id: 'identity',
    title: 'Identity',
    summary: cycle.provisional ? 'provisional serial' : read,
    outcome: cycle.provisional ? 'not-inspected' : 'pass',
    rows: [],
    evidence: cycle.evidence.filter(isImage),
    kind: 'identity',
  }
}

/** What the results name and what tells of them; all of the module's where that leaves nothing. */
function evidenceOf(cycle: PassportCycle, module: string, rows: readonly Row[]): PassportCycle['evidence'] {
  const named = new Set(rows.flatMap(({ result }) => result?.evidence ?? []))
  const own = cycle.evidence.filter((evidence) => evidence.module === module)
  const used = own.filter(
    ({ sha256, kind }) => named.has(sha256) && rows.some(({ characteristic }) => tellsOf(kind, characteristic.id)),
  )
  return used.length > 0 ? used : own
}

/** The first two reasons, and how many more there are. */
function reasonsOf({ reasons }: PassportCycle): string {
  const said = reasons.slice(0, 2).map(({ text }) => text.replace(/\.$/, ''))
  const more = reasons.length - said.length
  return [...said, ...(more > 0 ? [`${more} more`] : [])].join('; ') || 'Nothing was found'
}

export interface Reasoning {
  readonly outcome: Conformance | undefined
  /** What it is about: `Crimp count 5, limit 6`. */
  readonly about: string
  /** One sentence that a person understands. */
  readonly sentence: string
}

/** Why the step has the outcome it has: the explanation of its gravest result, with where it is. */
export function reasoningOf(step: Step, cycle: PassportCycle): Reasoning {
  if (step.kind === 'identity')
    return {
      outcome: step.outcome,
      about: cycle.codeGrade ? `2D code, grade ${cycle.codeGrade} (ISO/IEC 15415)` : 'Serial',
      sentence: cycle.provisional
        ? `The serial is ours, not the part’s: ${cycle.provisional}. Such a part is held, whatever else was found.`
        : `${cycle.codeGrade ? 'The code reads' : 'The part is'} ${cycle.serial}; cycle ${number(cycle.cycleNumber)}, part type ${cycle.partType}, made of ${cycle.materialLots.map(({ material, lot }) => `${material.replaceAll('-', ' ')} ${lot}`).join(', ') || 'unknown lots'}.`,
    }
  if (step.kind === 'decide')
    return {
      outcome: undefined,
      about: cycle.verdict ? `The machine says: ${cycle.verdict}` : 'Not judged',
      sentence: `${reasonsOf(cycle)}.${cycle.finding ? '' : ' What do you find?'}`,
    }
  const gravest = step.rows
    .flatMap(({ characteristic, result }) => (result ? [{ characteristic, result }] : []))
    .toSorted((a, b) => severity(b.result.conformance) - severity(a.result.conformance))[0]
  if (!gravest)
    return {
      outcome: 'not-inspected',
      about: step.title,
      sentence: `${step.rows[0]?.characteristic.module ?? 'The module'} gave no result for this part.`,
    }
  const { characteristic, result } = gravest
  const said = result.explanation || result.reason || ''
  const place = result.locations?.find(({ conforming }) => conforming === false)
  const where =
    place?.angleDeg === undefined || said.includes(`${number(place.angleDeg)}°`)
      ? ''
      : ` At ${number(place.angleDeg)}°, ${clockPosition(place.angleDeg)}.`
  return {
    outcome: result.conformance,
    about: characteristic.title,
    sentence: `${said}${where}`,
  }
}
