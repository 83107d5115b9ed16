/** Grey images from and to their files. The library is loaded where there is a first image, and keeps nothing. */
import type { GreyImage } from '@celltwin/inspection'

async function library() {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp
}

/** @throws Error where the bytes are no image. */
export async function decodeGrey(bytes: Uint8Array): Promise<GreyImage> {
  const sharp = await library()
  const { data, info } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

/** PNG, packed lightly: it is written once and read few times. */
export async function encodeGrey(pixels: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const sharp = await library()
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 2 })
    .toBuffer()
}
