/** Delivery: who is there, what did not arrive, and what never will. */
import Type from 'typebox'
import { Instant, MOST_INTEGER, Sha256, Source } from './ids.ts'

/** Cursors move by them: what no cursor can hold would stop a stream. */
const Epoch = Type.Integer({ minimum: 1, maximum: MOST_INTEGER })
const place = (minimum: number) => Type.Integer({ minimum, maximum: Number.MAX_SAFE_INTEGER - 1 })

export const DELIVERY_EVENTS = {
  'epoch-closed': Type.Object({ epoch: Epoch, lastSeq: place(0) }),
  'events-lost': Type.Object({
    epoch: Epoch,
    from: place(1),
    to: place(1),
    reason: Type.String(),
  }),
  'evidence-lost': Type.Object({ sha256: Sha256, reason: Type.String() }),
  'presence-changed': Type.Object({
    of: Source,
    online: Type.Boolean(),
    readiness: Type.Optional(Type.String()),
    progress: Type.Optional(Type.Number()),
    versions: Type.Optional(Type.Record(Type.String(), Type.String())),
    epoch: Type.Optional(Type.Integer()),
    /** When the agent said so, by its own clock. */
    at: Type.Optional(Instant),
  }),
  'gap-detected': Type.Object({ of: Source, epoch: Type.Integer(), from: Type.Integer(), to: Type.Integer() }),
  'gap-filled': Type.Object({ of: Source, epoch: Type.Integer(), from: Type.Integer(), to: Type.Integer() }),
} as const
