/** What is seen of a picture, in shares of its frame: a place `p` of the whole is seen at `p · scale + offset`. Pure. */
export interface Zoom {
  readonly scale: number
  readonly x: number
  readonly y: number
}

export type Place = readonly [number, number]

export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 }
const LARGEST = 16

/** The frame stays full of picture. */
const kept = (scale: number, offset: number) => Math.min(0, Math.max(1 - scale, offset))

/** Larger or smaller by a factor; what is seen at `about` stays there as far as the frame allows. */
export function zoomed({ scale, x, y }: Zoom, factor: number, [ax, ay]: Place): Zoom {
  const next = Math.min(LARGEST, Math.max(1, scale * factor))
  const along = (a: number, offset: number) => kept(next, a - ((a - offset) / scale) * next)
  return { scale: next, x: along(ax, x), y: along(ay, y) }
}

export const shifted = ({ scale, x, y }: Zoom, [dx, dy]: Place): Zoom => ({
  scale,
  x: kept(scale, x + dx),
  y: kept(scale, y + dy),
})

/** Where a place of the screen lies in the picture, in its own pixels; the picture fills its box without distortion. */
export function pixelAt([clientX, clientY]: Place, box: DOMRect, [width, height]: Place): Place {
  const pixel = Math.min(box.width / width, box.height / height)
  const left = box.left + (box.width - width * pixel) / 2
  const top = box.top + (box.height - height * pixel) / 2
  return [(clientX - left) / pixel, (clientY - top) / pixel]
}

export const distance = ([ax, ay]: Place, [bx, by]: Place): number => Math.hypot(bx - ax, by - ay)
