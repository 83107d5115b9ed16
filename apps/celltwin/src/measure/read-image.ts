/** Grey images from files: what sharp reads, and BMP, which many inspection cameras write. */
import type { GreyImage } from '@celltwin/inspection'
import { readBytes } from '../read-file.ts'

/** @throws Error naming the file and what is wrong with it. */
export async function readGreyImage(path: string): Promise<GreyImage> {
  const bytes = readBytes(path)
  if (bytes.toString('latin1', 0, 2) === 'BM') return decodeBmp(bytes, path)
  const { default: sharp } = await import('sharp')
  try {
    const { data, info } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, data: new Uint8Array(data) }
  } catch (error) {
    throw new Error(`${path} is not an image: ${(error as Error).message}`)
  }
}

const HEADER = 54

/** Uncompressed BMP of 8, 24 or 32 bits a pixel. */
export function decodeBmp(bytes: Buffer, path: string): GreyImage {
  if (bytes.length < HEADER) throw new Error(`${path} is not a BMP: it ends within its header`)
  const start = bytes.readUInt32LE(10)
  const width = bytes.readInt32LE(18)
  const signedHeight = bytes.readInt32LE(22)
  const bits = bytes.readUInt16LE(28)
  const height = Math.abs(signedHeight)
  if (bytes.readUInt32LE(30) !== 0 || ![8, 24, 32].includes(bits))
    throw new Error(`${path}: only uncompressed BMP of 8, 24 or 32 bits a pixel is read`)
  const stride = Math.ceil((width * bits) / 32) * 4
  if (width <= 0 || bytes.length < start + stride * height) throw new Error(`${path} is not a whole BMP`)
  const palette = 14 + bytes.readUInt32LE(14)
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    // A positive height means bottom row first.
    const row = start + (signedHeight > 0 ? height - 1 - y : y) * stride
    for (let x = 0; x < width; x++) {
      const pixel = bits === 8 ? palette + 4 * bytes[row + x]! : row + (x * bits) / 8
      data[y * width + x] = Math.round(0.114 * bytes[pixel]! + 0.587 * bytes[pixel + 1]! + 0.299 * bytes[pixel + 2]!)
    }
  }
  return { width, height, data }
}
