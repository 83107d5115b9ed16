/** States as hue + shape + word. */
import type { Conformance, CycleTwin, PartSummary, RequestState, Verdict } from '@celltwin/contracts'
import { SHOWN_IN_WORDS } from '@celltwin/locales'
import { type Expected, type Found, shownBy } from '@celltwin/twin'
import { phrase } from './format.ts'
import { Icon, type IconName } from './Icon.tsx'

/** Class, mark and word of a state. */
export interface Look {
  readonly tone: '' | 'pass' | 'reject' | 'hold' | 'none' | 'sim'
  readonly icon: IconName
  readonly word: string
}

const VERDICTS: Readonly<Record<Verdict, Look>> = {
  pass: { tone: 'pass', icon: 'pass', word: 'Pass' },
  reject: { tone: 'reject', icon: 'reject', word: 'Reject' },
  hold: { tone: 'hold', icon: 'hold', word: 'Hold' },
}

/** What a part of the rack showed. Only what it should not have shown calls for somebody. */
const SHOWN: Readonly<Record<keyof typeof SHOWN_IN_WORDS, Look>> = {
  'as-expected': { tone: '', icon: 'flask', word: SHOWN_IN_WORDS['as-expected'] },
  failed: { tone: 'reject', icon: 'reject', word: SHOWN_IN_WORDS.failed },
  inconclusive: { tone: 'none', icon: 'ni', word: SHOWN_IN_WORDS.inconclusive },
  measured: { tone: '', icon: 'flask', word: SHOWN_IN_WORDS.measured },
}

const CONFORMANCES: Readonly<Record<Conformance, Look>> = {
  pass: { tone: 'pass', icon: 'pass', word: 'Pass' },
  'conditional-pass': { tone: 'pass', icon: 'cpass', word: 'Conditional' },
  'conditional-fail': { tone: 'reject', icon: 'cfail', word: 'Conditional fail' },
  fail: { tone: 'reject', icon: 'reject', word: 'Fail' },
  warning: { tone: 'hold', icon: 'warn', word: 'Warning' },
  'not-inspected': { tone: 'none', icon: 'ni', word: 'Not inspected' },
}

const REQUESTS: Readonly<Record<RequestState, Look>> = {
  made: { tone: '', icon: 'run', word: 'Requested' },
  waiting: { tone: 'hold', icon: 'hold', word: 'Waiting for release at the cell' },
  started: { tone: '', icon: 'play', word: 'Started by the cell' },
  done: { tone: '', icon: 'ok', word: 'Done' },
  refused: { tone: 'reject', icon: 'reject', word: 'Refused by the cell' },
  withdrawn: { tone: 'none', icon: 'no', word: 'Withdrawn' },
  expired: { tone: 'none', icon: 'stale', word: 'Expired' },
}

const IN_PROCESS: Look = { tone: '', icon: 'run', word: 'In process' }
const NOT_JUDGED: Look = { tone: 'hold', icon: 'hold', word: 'Not judged' }

/** Of production, and of nothing else: `lookOfJudged` knows parts of the rack too. */
export const lookOfVerdict = (verdict: Verdict | null | undefined): Look => (verdict ? VERDICTS[verdict] : IN_PROCESS)
export const lookOfShown = (shown: NonNullable<PartSummary['challenged']>): Look => SHOWN[shown]

interface Judged extends Pick<PartSummary, 'verdict' | 'challenged'> {
  readonly challenge?: PartSummary['challenge'] | undefined
}

/** Its verdict; of a part of the rack, where a verdict tests the cell and not the part, whether it showed what it must. */
export const lookOfJudged = ({ verdict, challenge, challenged }: Judged): Look =>
  verdict && challenge ? SHOWN[challenged ?? 'measured'] : lookOfVerdict(verdict)

export const lookOfCycle = ({ challenge, verdict }: Pick<CycleTwin, 'challenge' | 'verdict'>): Look =>
  lookOfJudged({
    challenge,
    verdict: verdict?.verdict ?? null,
    ...(verdict?.challenged && { challenged: verdict.challenged }),
  })

type Whereabouts = Pick<PartSummary, 'verdict' | 'whereabouts'>

/** It left the cell before anybody had judged it. */
export const leftUnjudged = ({ verdict, whereabouts }: Whereabouts): boolean =>
  verdict === null && whereabouts !== null && whereabouts !== 'in-process'

/** A part without a verdict is in process only as long as it is in the cell. */
export const lookOfPart = (part: Whereabouts & Judged): Look =>
  leftUnjudged(part) ? (part.challenge ? SHOWN.inconclusive : NOT_JUDGED) : lookOfJudged(part)
export const lookOfConformance = (conformance: Conformance): Look => CONFORMANCES[conformance]

/** Of one characteristic: of production whether it conforms, of a part of the rack whether it is what the part must show. */
export function lookOfResult(result: Found, expected: Expected | undefined): Look {
  const look = CONFORMANCES[result.conformance]
  if (expected === 'nothing') return { ...look, tone: 'none', icon: look.tone === 'pass' ? look.icon : 'flask' }
  const shown = shownBy(result, expected)
  return shown === undefined || shown === 'inconclusive' ? look : SHOWN[shown]
}
export const lookOfRequest = (state: RequestState): Look => REQUESTS[state]

export function State({ look, size, children }: { look: Look; size?: 12 | 16; children?: React.ReactNode }) {
  return (
    <span className={`st ${look.tone}`}>
      <Icon name={look.icon} {...(size ? { size } : {})} />
      {children ?? phrase(look.word)}
    </span>
  )
}

export const PartState = ({ part }: { part: PartSummary }) => <State look={lookOfPart(part)} />
export const RequestStateMark = ({ state }: { state: RequestState }) => <State look={lookOfRequest(state)} />
