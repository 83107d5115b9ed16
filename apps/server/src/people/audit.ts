/**
 * Who changed what about people. Append-only: the database's own rules refuse to change or delete a row.
 *
 * A table and not the journal: the journal is of one cell, its entries are hashed for ever and travel to every browser.
 */
import type { AuditEntry } from '@celltwin/contracts'
import type { Database } from '../database/database.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { type Person, signerOf } from './person.ts'

export type Fact =
  | 'set-up-done'
  | 'person-created'
  | 'person-changed'
  | 'password-reset'
  | 'password-chosen'
  | 'pin-chosen'
  | 'sessions-ended'
  | 'signed-in'
  | 'signed-out'
  | 'panel-registered'
  | 'panel-removed'
  | 'signed-second'
  | 'model-registered'
  | 'notification-rule-added'
  | 'notification-rule-changed'
  | 'notification-rule-removed'

type Row = { readonly audit: { create(args: { data: Prisma.AuditUncheckedCreateInput }): Promise<unknown> } }

/** Written in the same transaction as what it tells of. */
export async function note(
  prisma: Row,
  by: { readonly person?: Person; readonly said?: string },
  what: Fact,
  about: string | null,
  details: Prisma.InputJsonObject = {},
): Promise<void> {
  await prisma.audit.create({
    data: { by: signerOf(by, by.said ?? 'server'), byId: by.person?.id ?? null, what, about, details },
  })
}

/** Newest first; `before` is the id of the last one seen, `about` how its fact begins. */
export async function readAudit(
  { prisma }: Database,
  before: number | undefined,
  limit: number,
  about?: 'notification-rule',
): Promise<AuditEntry[]> {
  const rows = await prisma.audit.findMany({
    where: {
      ...(before === undefined ? {} : { id: { lt: before } }),
      ...(about === undefined ? {} : { what: { startsWith: about } }),
    },
    orderBy: { id: 'desc' },
    take: limit,
  })
  return rows.map(({ byId: _, at, ...row }) => ({ ...row, at: at.toISOString() }))
}
