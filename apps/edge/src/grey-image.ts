/** PNG, packed lightly: it is written once and read few times. */
export async function encodeGrey(pixels: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 2 })
    .toBuffer()
}
