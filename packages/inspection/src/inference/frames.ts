/** Frames of the inference sidecar: two little-endian uint32 (bytes of header and payload), the header as JSON, the payload. */

export interface Frame {
  readonly header: { readonly kind: string } & Readonly<Record<string, unknown>>
  readonly payload: Uint8Array
}

const PREFIX_BYTES = 8
const MAX_HEADER = 2 ** 20
const MAX_PAYLOAD = 2 ** 30

/** Prefix and header; the payload is written after it, without a copy. */
export function frameHead(header: Frame['header'], payloadBytes: number): Buffer {
  const text = Buffer.from(JSON.stringify(header))
  const prefix = Buffer.alloc(PREFIX_BYTES)
  prefix.writeUInt32LE(text.length, 0)
  prefix.writeUInt32LE(payloadBytes, 4)
  return Buffer.concat([prefix, text])
}

/** Puts chunks of a stream together to frames. */
export function frameReader(onFrame: (frame: Frame) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = []
  let held = 0
  let wanted = PREFIX_BYTES
  return (chunk) => {
    chunks.push(chunk)
    held += chunk.length
    while (held >= wanted) {
      const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
      const headerBytes = all.readUInt32LE(0)
      const payloadBytes = all.readUInt32LE(4)
      if (headerBytes > MAX_HEADER || payloadBytes > MAX_PAYLOAD) throw new Error('the other side speaks no frames')
      const end = PREFIX_BYTES + headerBytes + payloadBytes
      chunks = [all]
      wanted = end
      if (held < end) return
      const payload = all.subarray(end - payloadBytes, end)
      onFrame({ header: JSON.parse(all.toString('utf8', PREFIX_BYTES, PREFIX_BYTES + headerBytes)), payload })
      chunks = [all.subarray(end)]
      held -= end
      wanted = PREFIX_BYTES
    }
  }
}
