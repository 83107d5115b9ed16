/** The alarms of the cell at the instant shown, and what a person does with them. */
import type { AlarmState } from '@celltwin/contracts'
import type { AlarmWords } from '@celltwin/locales'
import {
  alarmDefinition,
  alarmsInOrder,
  isCalling,
  partsOfAlarm,
  type StatedAlarm,
  sourceOfAlarm,
} from '@celltwin/twin'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useChosenCell } from '../frame/cells.ts'
import { useOperator } from '../review/operator.ts'
import { serverNowMs } from '../twin/clock.ts'
import { useCell, useNow } from '../twin/hooks.ts'
import { type AlarmAction, alarmApi } from './api.ts'
import { alarmWords } from './words.ts'

export interface AlarmView extends StatedAlarm {
  readonly id: string
  readonly words: AlarmWords
  readonly priority: 'high' | 'medium' | 'low'
  readonly source: string
  /** When the time to respond is over. */
  readonly dueMs: number | undefined
  readonly timeToRespondMs: number
}

/** In the order in which a person should see to them. */
export function useAlarms(): readonly AlarmView[] {
  const { t } = useTranslation()
  const now = useNow(1000)
  const twin = useCell((state) => state.twin)
  return useMemo(() => {
    if (!twin) return []
    return alarmsInOrder(twin, now).map((stated): AlarmView => {
      const { alarm } = stated
      const { kind } = partsOfAlarm(alarm.id)
      const definition = alarmDefinition(twin, kind)
      const timeToRespondMs = (definition?.timeToRespondMin ?? 0) * 60_000
      return {
        ...stated,
        id: alarm.id,
        words: alarmWords(t, twin, alarm.id, alarm.raised),
        priority: alarm.raised?.priority ?? definition?.priority ?? 'low',
        source: sourceOfAlarm(twin, alarm.id),
        dueMs: alarm.raised && Date.parse(alarm.raised.at) + timeToRespondMs,
        timeToRespondMs,
      }
    })
  }, [twin, now, t])
}

/** Those that call for somebody now, the most urgent first. */
export const calling = (alarms: readonly AlarmView[]): readonly AlarmView[] =>
  alarms.filter(({ state }) => isCalling(state))

export function useAct() {
  const cell = useChosenCell()
  const queries = useQueryClient()
  const [by] = useOperator()
  return useMutation({
    mutationFn: ({ action, ...body }: { action: AlarmAction; alarm: string } & Record<string, string>) =>
      alarmApi.act(cell!, action, { ...body, ...(by ? { by } : {}) }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['alarm-journal'] }),
  })
}

export const RATED_MS = 8 * 3_600_000

/** How alarms came in the last eight hours before the instant shown. */
export function useRates() {
  const cell = useChosenCell()
  const at = useCell((state) => state.at)
  return useQuery({
    queryKey: ['alarm-rates', cell, at],
    queryFn: () => {
      const toMs = at === undefined ? serverNowMs() : Date.parse(at)
      return alarmApi.rates(cell!, new Date(toMs - RATED_MS).toISOString(), new Date(toMs).toISOString())
    },
    enabled: cell !== undefined,
    refetchInterval: at === undefined ? 15_000 : false,
    placeholderData: (before) => before,
  })
}

/** Where a replay of what happened then begins. */
export const justBefore = (at: string): string => new Date(Date.parse(at) - 1000).toISOString()

/** May be acknowledged. */
export const isWaiting = (state: AlarmState, acknowledged: boolean): boolean => !acknowledged && state !== 'normal'
