/** The description that the cell stands under: the cell file's, until a released one is adopted between two parts. */
import {
  type CellDescription,
  type DesiredDescription,
  describedBy,
  describeFlaws,
  descriptionFlaws,
} from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import type { Hands } from './hands.ts'
import { capacityOf } from './nests.ts'
import type { CellRecord } from './record.ts'

export interface DescriptionLedger {
  /** Released, and adopted by and by; server or no server. */
  readonly wanted?: DesiredDescription
  /** In force as long as the cell file is the one that it was adopted under. */
  readonly adopted?: { readonly description: CellDescription; readonly hash: string; readonly file: string }
  /** The newest release that was answered: each is answered once. */
  readonly answered?: string
}

/** Remembers the newest release until it is answered. */
export function wantDescription(record: CellRecord, wanted: DesiredDescription): CellRecord {
  if (wanted.releaseId === record.description?.wanted?.releaseId) return record
  return { ...record, description: { ...record.description, wanted } }
}

/** Only between two parts, and never within a run of challenge parts. @returns whether the cell stands under another one now. */
export async function adoptDescription({ context, store }: Hands): Promise<boolean> {
  const { description: ledger, inProcess, move, mounted, challenge } = store.record
  const wanted = ledger?.wanted
  if (!wanted || inProcess || move || mounted || challenge?.run || wanted.releaseId === ledger.answered) return false
  const { releaseId, description, hash } = wanted
  const answered = (more: Partial<DescriptionLedger>) => (record: CellRecord) => ({
    ...record,
    description: { ...record.description, ...more, answered: releaseId },
  })
  const reason = misfit(context.cell, store.record, wanted)
  if (reason) {
    await store.tell('cell-description-refused', { releaseId, hash, reason }, answered({}))
    return false
  }
  await store.tell(
    'cell-description-adopted',
    { releaseId, description, hash, from: context.cellHash },
    answered({ adopted: { description, hash, file: context.fileHash } }),
  )
  return true
}

function misfit(
  cell: Hands['context']['cell'],
  { places }: CellRecord,
  { description, hash }: DesiredDescription,
): string | undefined {
  if (hashOf(description) !== hash) return 'it is not what was released'
  const flaws = descriptionFlaws(cell, description)
  if (flaws.length > 0) return describeFlaws(flaws)
  const nests = capacityOf(describedBy(cell, description), 'hold')
  const taken = places.nests.findLastIndex((part) => part !== null)
  return nests !== undefined && taken >= nests ? `nest ${taken + 1} of the hold fixture has a part in it` : undefined
}
