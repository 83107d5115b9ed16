import { DataTexture, LinearFilter, LinearMipmapLinearFilter, RepeatWrapping } from 'three'
import { random } from './random.ts'

function texture(
  width: number,
  height: number,
  shade: (x: number, y: number) => readonly [grey: number, alpha: number],
) {
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [grey, alpha] = shade(x, y)
      const o = (y * width + x) * 4
      data.fill(Math.round(255 * grey), o, o + 3)
      data[o + 3] = Math.round(255 * alpha)
    }
  }
  const result = new DataTexture(data, width, height)
  result.magFilter = LinearFilter
  result.needsUpdate = true
  return result
}

/** Marks of turning or brushing: noise drawn out over `streak` pixels. */
export function grain(
  width: number,
  height: number,
  low: number,
  seed: number,
  streak: number,
  anisotropy = 8,
): DataTexture {
  const next = random(seed)
  let v = 0
  const result = texture(width, height, (x) => {
    if (x === 0) v = next()
    if (x % streak === 0) v = v * 0.35 + next() * 0.65
    return [low + (1 - low) * v, 1]
  })
  result.wrapS = result.wrapT = RepeatWrapping
  result.minFilter = LinearMipmapLinearFilter
  result.generateMipmaps = true
  result.anisotropy = anisotropy
  return result
}

/** White, opaque in the middle and gone at the edge: floor and contact shade. */
export function fade(size = 128): DataTexture {
  return texture(size, size, (x, y) => {
    const r = Math.hypot(x - size / 2 + 0.5, y - size / 2 + 0.5) / (size / 2)
    const a = Math.max(0, 1 - r)
    return [1, a * a * (3 - 2 * a)]
  })
}
