/** The journal's hash chain: whoever knows the head can tell whether anything before it was changed. */
import { hash } from 'node:crypto'
import type { Instant } from '@celltwin/contracts'

/** Hash before the first entry. */
export const GENESIS = Buffer.alloc(32)

const POSITION_BYTES = 8
const INSTANT_BYTES = 24

/** sha256(previous hash ‖ position, 8 bytes big-endian ‖ recordedAt as text ‖ payload as received) */
export function chainHash(previous: Uint8Array, position: number, recordedAt: Instant, payload: Uint8Array): Buffer {
  const link = Buffer.allocUnsafe(previous.length + POSITION_BYTES + INSTANT_BYTES + payload.length)
  link.set(previous, 0)
  link.writeBigUInt64BE(BigInt(position), previous.length)
  link.write(recordedAt, previous.length + POSITION_BYTES, 'latin1')
  link.set(payload, previous.length + POSITION_BYTES + INSTANT_BYTES)
  return hash('sha256', link, 'buffer')
}
