/** The page of a shift and its paper are read side by side: they say the same, digit by digit. */
import { buffer } from 'node:stream/consumers'
import type { ShareOf, ShiftReport } from '@celltwin/contracts'
import { escapesText, overrunsTexts, restatementText } from '@celltwin/locales'
import portuguese from '@celltwin/locales/pt-BR.json' with { type: 'json' }
import { afterAll, expect, it } from 'vitest'
import { minutesOf, percentOf, secondsOf } from '../apps/dashboard/src/shift/words.ts'
import { formats } from '../apps/dashboard/src/ui/format.ts'
import { bookOf } from '../apps/dashboard/src/ui/phrase-book.ts'
import { i18next } from '../apps/dashboard/test-language.ts'
import { shiftPdf } from '../apps/server/src/shifts/pdf.ts'
import { pdfText } from './support/pdf-text.ts'

const share = (count: number, of: number): ShareOf => ({
  ...{ count, of },
  interval: { share: count / of, lower: (0.8 * count) / of, upper: (1.2 * count) / of },
})

/** A shift in São Paulo, with every kind of figure that is written. */
const report: ShiftReport = {
  ...{ id: '2026-11-19-early', title: 'Early', cell: 'cell-1', cellTitle: 'Cell 1', timeZone: 'America/Sao_Paulo' },
  ...{ from: '2026-11-19T09:00:00.000Z', to: '2026-11-19T17:00:00.000Z', until: '2026-11-19T17:00:00.000Z' },
  ...{ simulated: false, replayed: false, state: 'signed', speed: 1, budgetMs: 14_500, taktMs: 16_900 },
  ...{ position: 40_112, digest: 'd'.repeat(64), handCounts: [], comments: [], blockers: [] },
  ...{ previous: null, next: null, issued: null },
  signature: { at: '2026-11-19T17:20:00.000Z', by: 'Ada', digest: 'd'.repeat(64) },
  figures: {
    production: {
      ...{ inserted: 12_345, judged: 12_340, good: 12_001, rejected: 300, held: 39, unjudged: 5 },
      ...{ target: 13_000, due: 12_500 },
    },
    quality: {
      ...{ product: share(300, 12_340), own: share(61, 12_340), falseRejects: share(20, 12_340) },
      ...{ notInspected: share(5, 12_340), reinspected: share(36, 12_340) },
    },
    ...{ losses: [], spans: [], planned: [], counts: [{ place: 'accept', sent: 12_001, seen: 11_998 }] },
    stops: [{ key: 'held', title: '', of: 'held', count: 3, timeMs: 1_234_567 }],
    time: {
      ...{ scheduledMs: 28_800_000, plannedStopMs: 0, availableMs: 28_800_000, executeMs: 27_000_000 },
      ...{ lostMs: 1_800_000, availability: null, performance: null, quality: null, oee: null },
    },
    cycleTime: {
      ...{ measured: 3, p5Ms: 14_100, p50Ms: 15_240, p95Ms: 16_000, overBudget: 2, overMs: 2_345_678 },
      overruns: [{ phase: 'decide', title: 'Decide', cycles: 9, overMs: 75_500 }],
      ...{ bins: [], histogram: { stepMs: 500, bins: [] } },
    },
  },
  escapes: {
    ...{ from: '2026-10-20T02:00:00.000Z', to: '2026-11-19T17:00:00.000Z', passed: 81_234 },
    estimate: {
      ...{ share: 0.0025, lower: 0.0007, upper: 0.0091, atMost: 0.0078 },
      ...{ passed: 81_234, unmeasured: 0, looked: 12_400, found: 31 },
    },
  },
  restatements: [
    {
      ...{
        shift: '2026-11-19-early',
        title: 'Early',
        from: '2026-11-19T09:00:00.000Z',
        to: '2026-11-19T17:00:00.000Z',
      },
      ...{ position: 40_112, digest: 'd'.repeat(64), speed: 1, figures: {}, at: '2026-11-19T17:01:00.000Z' },
      id: '019a9e3c-0000-7000-8000-000000000001',
      changes: [
        { figure: 'rejected', was: 12_301, is: 12_300 },
        { figure: 'lostMs', was: 1_200_000, is: 1_800_000 },
      ],
      lateEvents: [{ source: 'vibration', count: 3 }],
    },
  ],
}

afterAll(() => i18next.changeLanguage('en'))

it.each(['en', 'pt-BR'])(
  'the page of a shift and its paper write the same figures, days and sentences in %s',
  async (code) => {
    await i18next.addResourceBundle('pt-BR', 'translation', portuguese).changeLanguage(code)
    const { t } = i18next
    const screen = formats(report.timeZone)
    const { figures, escapes, restatements, signature } = report
    const { production, quality, cycleTime, time } = figures
    const shown = [
      screen.number(production.good),
      percentOf(1 - quality.product.interval!.share),
      percentOf(quality.own.interval!.upper),
      minutesOf(time.lostMs),
      secondsOf(cycleTime.p50Ms!),
      screen.signed(-3),
      t('shift.window', {
        ...{ day: screen.fullDay(report.from), from: screen.shortTime(report.from), to: screen.shortTime(report.to) },
      }),
      t('shift.state.signed', { by: 'Ada', at: screen.dateTime(signature!.at) }),
      t('secondReview.reported', { day: screen.fullDay(escapes.from) }),
      ...overrunsTexts(t, bookOf(code, undefined), cycleTime, screen).flatMap((text) => text ?? []),
      escapesText(t, escapes, screen),
      restatementText(t, restatements[0]!, screen),
    ]
    // Lines break where the paper ends.
    const solid = (text: string) => text.replace(/\s/g, '')
    const paper = solid(pdfText(await buffer(shiftPdf(report, code, undefined))))
    for (const text of shown) expect(paper).toContain(solid(text))
  },
)
