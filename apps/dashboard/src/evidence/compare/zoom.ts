/** One look at two pictures: how much is seen, and where. In shares of the picture, so that sizes do not matter. Pure. */
export interface Zoom {
  /** 1 shows all of it. */
  readonly scale: number
  /** Middle of what is seen. */
  readonly x: number
  readonly y: number
}

export const WHOLE: Zoom = { scale: 1, x: 0.5, y: 0.5 }
const MOST = 16

/** What is seen never leaves the picture. */
function within({ scale, x, y }: Zoom): Zoom {
  const half = 0.5 / scale
  const clamp = (at: number) => Math.min(1 - half, Math.max(half, at))
  return { scale, x: clamp(x), y: clamp(y) }
}

/** Closer or further by a factor; the point at (px, py) of the pane stays under the pointer. */
export function zoomed({ scale, x, y }: Zoom, factor: number, px = 0.5, py = 0.5): Zoom {
  const to = Math.min(MOST, Math.max(1, scale * factor))
  const still = 1 / scale - 1 / to
  return within({ scale: to, x: x + (px - 0.5) * still, y: y + (py - 0.5) * still })
}

/** Dragged by a share of the pane. */
export const dragged = (zoom: Zoom, dx: number, dy: number): Zoom =>
  within({ ...zoom, x: zoom.x - dx / zoom.scale, y: zoom.y - dy / zoom.scale })

/** As CSS of an element that fills the pane. */
export const transformOf = ({ scale, x, y }: Zoom): string =>
  `scale(${scale}) translate(${((0.5 - x) * 100).toFixed(3)}%, ${((0.5 - y) * 100).toFixed(3)}%)`
