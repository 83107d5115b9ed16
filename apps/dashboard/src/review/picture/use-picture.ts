import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef, useState } from 'react'
import { type Place, pixelAt, shifted, WHOLE, zoomed } from './zoom.ts'

export type Tool = 'measure' | 'note'

const ZOOM_STEP = 1.5
/** Of the frame, with an arrow key; a tenth of it with Shift. */
const KEY_STEP = 0.02
const ARROWS: Readonly<Record<string, Place>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
const MIDDLE: Place = [0.5, 0.5]

/** Zooming, moving and pointing at places of the picture in a stage, by pointer and by keyboard alike. */
export function usePicture(onPlace: (tool: Tool, place: Place) => void) {
  const stage = useRef<HTMLDivElement>(null)
  const [zoom, setZoom] = useState(WHOLE)
  const [tool, setTool] = useState<Tool>()
  const [cross, setCross] = useState<Place>(MIDDLE)
  /** Last place of the pointer over the picture: what a person zooms about. */
  const pointer = useRef<Place>(MIDDLE)

  const shareOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Place => {
    const box = stage.current!.getBoundingClientRect()
    return [(clientX - box.left) / box.width, (clientY - box.top) / box.height]
  }
  const place = ([x, y]: Place) => {
    const svg = stage.current?.querySelector<SVGSVGElement>('.view > svg')
    if (!svg || !tool) return
    const box = stage.current!.getBoundingClientRect()
    const { width, height } = svg.viewBox.baseVal
    const seen: Place = [box.left + x * box.width, box.top + y * box.height]
    onPlace(tool, pixelAt(seen, svg.getBoundingClientRect(), [width, height]))
  }

  return {
    stage,
    zoom,
    tool,
    cross,
    zoomBy: (steps: number) => setZoom((now) => zoomed(now, ZOOM_STEP ** steps, tool ? cross : pointer.current)),
    choose: (next: Tool) => setTool((now) => (now === next ? undefined : next)),
    /** For what lies over the whole picture. */
    aim: {
      onPointerMove: (event: PointerEvent) => {
        pointer.current = shareOf(event)
        if (tool) return setCross(pointer.current)
        if (event.buttons !== 1) return
        const box = stage.current!.getBoundingClientRect()
        setZoom((now) => shifted(now, [event.movementX / box.width, event.movementY / box.height]))
      },
      // A click by keyboard has no place of its own: it is where the cross is.
      onClick: (event: MouseEvent) => place(event.detail > 0 ? shareOf(event) : cross),
      onKeyDown: (event: KeyboardEvent) => {
        const way = ARROWS[event.key]
        if (!way) return
        event.preventDefault()
        const step = event.shiftKey ? KEY_STEP / 10 : KEY_STEP
        const [dx, dy] = [way[0] * step, way[1] * step]
        if (tool) setCross(([x, y]) => [Math.min(1, Math.max(0, x + dx)), Math.min(1, Math.max(0, y + dy))])
        else setZoom((now) => shifted(now, [-dx, -dy]))
      },
    },
  }
}
