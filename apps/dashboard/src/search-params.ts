/** What the addresses of pages carry behind the question mark, and how it is read. */
import type { Criteria } from './trace/criteria.ts'

export interface PageSearch {
  cell?: string | undefined
  at?: string | undefined
}

export type PartsSearch = PageSearch & Criteria & { readonly hours?: number | undefined }

/** `since`, `until`, `low`, `high`: what was brushed. */
export interface AnalyticsSearch extends PageSearch {
  characteristic?: string | undefined
  /** The other axis of the scatter plot. */
  against?: string | undefined
  hours?: number | undefined
  from?: string | undefined
  to?: string | undefined
  since?: string | undefined
  until?: string | undefined
  low?: number | undefined
  high?: number | undefined
}

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** Keeps only what has a value, so that addresses stay short. */
export function filled<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}

export const finite = (value: unknown): number | undefined =>
  value !== undefined && value !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined
