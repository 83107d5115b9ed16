/** Lines from the labels to what they name. Written by the frame loop straight into the page, without rendering it. */

export interface LeaderEnd {
  readonly side: 'left' | 'right'
  readonly x: number
  readonly y: number
  readonly path: SVGPathElement
  readonly dot: SVGCircleElement
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

export function createLeaders(): Leaders {
  const ends = new Map<string, LeaderEnd & { seen: string }>()
  let width = 0
  let height = 0
  const show = (end: { path: SVGPathElement; dot: SVGCircleElement }, visible: boolean) => {
    end.path.style.visibility = end.dot.style.visibility = visible ? 'visible' : 'hidden'
  }
  return {
    set(id, end) {
      if (end) ends.set(id, { ...end, seen: '' })
      else ends.delete(id)
    },
    ids: () => ends.keys(),
    point(id, x, y) {
      const end = ends.get(id)
      if (!end) return
      // A line neither leaves the picture nor runs back under the labels.
      const free = end.side === 'left' ? x > end.x + MARGIN && x < width - MARGIN : x < end.x - MARGIN && x > MARGIN
      const inside = free && y > MARGIN && y < height - MARGIN
      const seen = inside ? `${x.toFixed(1)} ${y.toFixed(1)}` : 'outside'
      if (seen === end.seen) return
      end.seen = seen
      show(end, inside)
      if (!inside) return
      end.path.setAttribute('d', `M${end.x} ${end.y}L${seen}`)
      end.dot.setAttribute('cx', x.toFixed(1))
      end.dot.setAttribute('cy', y.toFixed(1))
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
