/** Lines from the labels to what they name. Written by the frame loop straight into the page, without rendering it. */

export interface LeaderEnd {
  readonly side: 'left' | 'right'
  readonly x: number
  readonly y: number
  readonly path: SVGPathElement
}

export interface Leaders {
  /** Where the line begins, px in the viewport. */
  set(id: string, end: LeaderEnd | undefined): void
  ids(): Iterable<string>
  point(id: string, x: number, y: number): void
  hide(id: string): void
  /** The size of the viewport, px: what lies outside has no line. */
  resize(width: number, height: number): void
}

const MARGIN = 6
const OUTSIDE = -1

export function createLeaders(): Leaders {
  const ends = new Map<string, LeaderEnd & { atX: number; atY: number }>()
  let width = 0
  let height = 0
  const show = ({ path }: LeaderEnd, visible: boolean) => {
    path.style.visibility = visible ? 'visible' : 'hidden'
  }
  return {
    set(id, end) {
      if (end) ends.set(id, { ...end, atX: Number.NaN, atY: Number.NaN })
      else ends.delete(id)
    },
    ids: () => ends.keys(),
    point(id, x, y) {
      const end = ends.get(id)
      if (!end) return
      // A line neither leaves the picture nor runs back under the labels.
      const free = end.side === 'left' ? x > end.x + MARGIN && x < width - MARGIN : x < end.x - MARGIN && x > MARGIN
      const inside = free && y > MARGIN && y < height - MARGIN
      const atX = inside ? Math.round(x * 10) / 10 : OUTSIDE
      const atY = inside ? Math.round(y * 10) / 10 : OUTSIDE
      if (atX === end.atX && atY === end.atY) return
      if ((end.atX === OUTSIDE) === inside || Number.isNaN(end.atX)) show(end, inside)
      end.atX = atX
      end.atY = atY
      if (!inside) return
      end.path.setAttribute('d', `M${end.x} ${end.y}L${atX} ${atY}`)
    },
    hide(id) {
      const end = ends.get(id)
      if (end) show(end, false)
    },
    resize(w, h) {
      width = w
      height = h
    },
  }
}
