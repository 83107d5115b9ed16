/** One folder per agent: an lmdb environment for what must survive a kill, and the evidence files beside it. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, open } from 'lmdb'
import { v7 as uuidv7 } from 'uuid'
import type { Memory } from './context.ts'

/** Where a stream stood when last written; events may lie beyond `lastSeq`. `closed` streams take no more events. */
export interface StreamRecord {
  readonly upTo: number
  readonly lastSeq: number
  readonly closed: boolean
}

export interface QueuedEvidence {
  readonly kind: string
  readonly mediaType: string
  readonly bytes: number
}

export interface RoleMemory extends Memory {
  /** Part of the transaction now being written. */
  putWithin(key: string, value: unknown): void
}

export interface Store {
  /** Made with the store: two stores never share it. */
  readonly outboxId: string
  /** Events as published, by [source, epoch, seq]. */
  readonly events: Database<Buffer, [string, number, number]>
  /** Streams by [source, epoch]. */
  readonly streams: Database<StreamRecord, [string, number]>
  /** Journal that acknowledged last, by source. */
  readonly journals: Database<string, string>
  /** Evidence to upload, by sha256. */
  readonly uploads: Database<QueuedEvidence, string>
  readonly evidenceFolder: string
  memoryOf(source: string): RoleMemory
  close(): Promise<void>
}

export function openStore(folder: string): Store {
  const evidenceFolder = join(folder, 'evidence')
  mkdirSync(evidenceFolder, { recursive: true })
  const root = open({ path: join(folder, 'store'), maxDbs: 8, encoding: 'json' })
  const meta = root.openDB<string, string>({ name: 'meta', encoding: 'json' })
  const memory = root.openDB<unknown, [string, string]>({ name: 'memory', encoding: 'json' })
  const outboxId = meta.get('outboxId') ?? uuidv7()
  meta.putSync('outboxId', outboxId)

  return {
    outboxId,
    events: root.openDB({ name: 'events', encoding: 'binary' }),
    streams: root.openDB({ name: 'streams', encoding: 'json' }),
    journals: root.openDB({ name: 'journals', encoding: 'json' }),
    uploads: root.openDB({ name: 'uploads', encoding: 'json' }),
    evidenceFolder,
    memoryOf: (source) => ({
      get: <T>(key: string) => memory.get([source, key]) as T | undefined,
      async put(key, value) {
        await memory.put([source, key], value)
        // `put` resolves when committed, which is before the disk has it.
        await memory.flushed
      },
      putWithin(key, value) {
        // What it fails with, the transaction fails with.
        memory.put([source, key], value).catch(() => {})
      },
      async remove(key) {
        await memory.remove([source, key])
        await memory.flushed
      },
    }),
    close: () => root.close(),
  }
}

type EventKey = [source: string, epoch: number, seq: number]
export interface EventRange {
  readonly start: EventKey
  readonly end: EventKey
  readonly reverse?: true
}

/** The events of one stream, newest first. */
export const newestFirst = (source: string, epoch: number): EventRange => {
  return { start: [source, epoch, Infinity], end: [source, epoch, 0], reverse: true }
}
