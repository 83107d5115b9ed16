/** The steps of Debug Mode: identity, then each group of the recipe that has something to look at, then the decision. */
import type { CellDefinition, PassportCycle } from '@celltwin/contracts'
import type { Tell } from '@celltwin/locales'
import i18next from 'i18next'
import { isImage, tellsOf } from '../evidence/kinds.ts'
import { byGravity, groupRows, groupSummary, lookOfRow, type Row } from '../part/results.ts'
import { clockPosition, number, words } from '../ui/format.ts'
import { type Look, lookOfConformance, lookOfJudged } from '../ui/State.tsx'

export interface Step {
  readonly id: string
  readonly title: string
  readonly summary: string
  /** Undefined where there is nothing to judge. */
  readonly look: Look | undefined
  readonly rows: readonly Row[]
  /** Evidence that the results of this step rest on. */
  readonly evidence: PassportCycle['evidence']
  /** That owes its results. */
  readonly module?: string
  readonly kind: 'identity' | 'results' | 'decide'
}

const NOT_INSPECTED = lookOfConformance('not-inspected')

export function stepsOf(cycle: PassportCycle, definition: CellDefinition): readonly Step[] {
  const groups = groupRows(definition, cycle, ({ group }) => group)
  return [
    identity(cycle),
    ...groups.map(
      (group): Step => ({
        id: group.title,
        title: group.title,
        summary: groupSummary(group.rows),
        look: lookOfRow(byGravity(group.rows)[0]!) ?? NOT_INSPECTED,
        rows: group.rows,
        evidence: evidenceOf(cycle, group.module, group.rows),
        module: group.module,
        kind: 'results',
      }),
    ),
    {
      id: 'decide',
      title: i18next.t('review.steps.decide'),
      summary: '',
      look: undefined,
      rows: [],
      evidence: [],
      kind: 'decide',
    },
  ]
}

function identity(cycle: PassportCycle): Step {
  const { t } = i18next
  const read = cycle.codeGrade ? t('review.steps.codeGrade', { grade: cycle.codeGrade }) : t('review.steps.noCode')
  return {
    id: 'identity',
    title: t('review.steps.identity'),
    summary: cycle.provisional ? t('review.steps.provisional') : read,
    look: cycle.provisional ? NOT_INSPECTED : lookOfConformance('pass'),
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
function reasonsOf({ reasons }: PassportCycle, tell: Tell): string {
  const said = reasons.slice(0, 2).map(({ text }) => tell(text).replace(/\.$/, ''))
  const more = reasons.length - said.length
  return (
    [...said, ...(more > 0 ? [i18next.t('review.why.more', { count: more })] : [])].join('; ') ||
    i18next.t('review.why.nothing')
  )
}

export interface Reasoning {
  readonly look: Look
  /** What it is about: `Crimp count 5, limit 6`. */
  readonly about: string
  /** One sentence that a person understands. */
  readonly sentence: string
}

/** Why the step has the outcome it has: the explanation of its gravest result, with where it is. */
export function reasoningOf(step: Step, cycle: PassportCycle, tell: Tell = (said) => said): Reasoning {
  const { t } = i18next
  if (step.kind === 'identity') return reasoningOfIdentity(step, cycle, tell)
  if (step.kind === 'decide')
    return {
      look: lookOfJudged(cycle),
      about: cycle.verdict
        ? t('review.why.machineSays', { verdict: tell(lookOfJudged(cycle).word).toLowerCase() })
        : t('review.why.notJudged'),
      sentence: `${reasonsOf(cycle, tell)}.${cycle.finding || cycle.challenge ? '' : ` ${t('review.why.whatDoYou')}`}`,
    }
  const gravest = byGravity(step.rows)[0]
  const look = gravest && lookOfRow(gravest)
  if (!gravest?.result || !look) {
    const module = gravest?.characteristic.module
    return {
      look: NOT_INSPECTED,
      about: tell(step.title),
      sentence: t('review.why.noResult', { module: module ? tell(words(module)) : t('review.why.module') }),
    }
  }
  const { characteristic, result } = gravest
  const said = result.explanation || result.reason || ''
  const place = result.locations?.find(({ conforming }) => conforming === false)
  const where =
    place?.angleDeg === undefined || said.includes(`${number(place.angleDeg)}°`)
      ? ''
      : ` ${t('review.why.at', { angle: number(place.angleDeg), clock: clockPosition(place.angleDeg) })}`
  return { look, about: tell(characteristic.title), sentence: `${tell(said)}${where}` }
}

function reasoningOfIdentity({ look }: Step, cycle: PassportCycle, tell: Tell): Reasoning {
  const { t } = i18next
  const lots = cycle.materialLots.map(({ material, lot }) => `${words(material).toLowerCase()} ${lot}`).join(', ')
  const known = {
    serial: cycle.serial,
    cycle: number(cycle.cycleNumber),
    type: cycle.partType,
    lots: lots || t('review.why.unknownLots'),
  }
  return {
    look: look ?? NOT_INSPECTED,
    about: cycle.codeGrade ? t('review.why.grade', { grade: cycle.codeGrade }) : t('review.why.serial'),
    sentence: cycle.provisional
      ? t('review.why.provisional', { why: tell(cycle.provisional) })
      : t(cycle.codeGrade ? 'review.why.reads' : 'review.why.isPart', known),
  }
}
