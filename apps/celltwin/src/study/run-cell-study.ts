/** `celltwin study run`: the cell inspects its master parts again and again; the studies that the server made of it. */
import { setTimeout as wait } from 'node:timers/promises'
import type {
  CellDefinition,
  CellTwin,
  StudiedCharacteristic,
  StudyRun,
  StudyRunOutcome,
  StudyShortfall,
  StudySummary,
} from '@celltwin/contracts'
import { ask, cellPath } from '../server/ask.ts'

export interface CellStudyOptions {
  readonly server: string
  readonly cell: string
  readonly parts?: string[]
  readonly trials?: number
  readonly by?: string
}

const LOOK_AGAIN_MS = 2_000
/** The server waits so long for results that are late, and a little. */
const STUDIES_COME_WITHIN_MS = 90_000
const TRIALS = { type1: 50, type3: 2 } as const

/**
 * Prints each characteristic with its verdict; then what the run gave no study of, or fewer readings, and why.
 *
 * @returns exit code: 0 all capable, 2 some conditionally, 1 some not.
 * @throws Error where the cell refuses the run, or ends it before it is complete.
 */
export async function runCellStudy(kind: StudyRun['kind'], options: CellStudyOptions): Promise<number> {
  const { server, cell, by } = options
  const path = cellPath(cell)
  const { masters = [] } = await ask<CellDefinition>(server, `${path}/definition`)
  const ids = masters.map(({ id }) => id)
  const parts = options.parts ?? (kind === 'type1' ? ids.slice(0, 1) : ids)
  const body = { kind, parts, trials: options.trials ?? TRIALS[kind], ...(by === undefined ? {} : { by }) }
  const { requestId } = await ask<{ requestId: string }>(server, `${path}/studies/run`, 'POST', body)
  await untilComplete(server, path, requestId, parts.length * body.trials)
  const studies = await madeOf(server, path, requestId)
  const { shortfalls } = await ask<StudyRunOutcome>(server, `${path}/studies/run`)
  const width = Math.max(...[...studies, ...shortfalls].map(({ title }) => title.length))
  for (const { title, verdict } of studies) console.log(`${title.padEnd(width)}  ${verdict}`)
  for (const short of shortfalls) console.log(`${short.title.padEnd(width)}  ${printedShortfall(short)}`)
  const has = (one: StudySummary['verdict']) => studies.some(({ verdict }) => verdict === one)
  return has('not-capable') ? 1 : has('conditional') ? 2 : 0
}

function printedShortfall({ readings, of, lost, noStudy }: StudyShortfall): string {
  const reasons = lost.map(({ count, reason }) => `${count} × ${reason ?? 'no result came'}`)
  return [
    `${noStudy === null ? 'fewer readings' : 'no study'}: ${readings} of ${of}`,
    ...reasons,
    ...(noStudy === null ? [] : [noStudy]),
  ].join('; ')
}

async function untilComplete(server: string, path: string, requestId: string, readings: number): Promise<void> {
  for (let told = ''; ; await wait(LOOK_AGAIN_MS)) {
    const { requests, trust } = await ask<CellTwin>(server, `${path}/twin`)
    const answer = requests[requestId]?.cell?.value
    if (answer?.state === 'refused') throw new Error(`refused by the cell: ${answer.reason}`)
    const of = <T extends { runId: string }>(register: { value: T } | undefined) =>
      register?.value.runId === requestId ? register.value : undefined
    const taken = of(trust?.studyReading)?.reading ?? 0
    const end = of(trust?.studyEnded)
    if (end?.as === 'complete') return
    if (end) throw new Error(`ended after ${taken} of ${readings} readings: ${end.reason}`)
    const waiting = answer?.waitingFor?.length ? `waits for ${answer.waitingFor.join(', ')}` : 'waits for the cell'
    const now = of(trust?.study) ? `${taken} of ${readings} readings` : waiting
    if (now !== told) console.error(now)
    told = now
  }
}

async function madeOf(server: string, path: string, runId: string): Promise<(StudySummary & { title: string })[]> {
  const until = Date.now() + STUDIES_COME_WITHIN_MS
  for (;;) {
    const listed = await ask<StudiedCharacteristic[]>(server, `${path}/studies`)
    const made = listed.flatMap(({ title, studies }) =>
      studies.filter((study) => study.runId === runId).map((study) => ({ ...study, title })),
    )
    if (made.length > 0) return made
    if (Date.now() > until) throw new Error('the server made no study of this run: nothing was measured whole')
    await wait(LOOK_AGAIN_MS)
  }
}
