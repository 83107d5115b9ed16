import type { EvidenceRef } from '@celltwin/contracts'
import type { Mark } from '@celltwin/inspection/pictures'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { clockPosition, number } from '../ui/format.ts'

/** How much of the picture around a mark is worth seeing, in its pixels. */
export const reachOf = ({ at: [x, y], outline }: Pick<Mark, 'at' | 'outline'>, width: number): number =>
  Math.max(width * 0.055, ...outline.map(([px, py]) => Math.hypot(px - x, py - y) * 1.5))

/** One place of the image, enlarged and turned upright, so that two of them can be compared: at the same `reach`. */
export function Closeup({
  image,
  mark,
  title,
  reach: asked,
  children,
}: {
  image: EvidenceRef
  mark: Pick<Mark, 'at' | 'outline' | 'fails' | 'angleDeg'>
  title: string
  reach?: number | undefined
  /** Instead of how it is turned. */
  children?: ReactNode
}) {
  const { t } = useTranslation()
  const [size, setSize] = useState<readonly [number, number]>()
  const [x, y] = mark.at
  const reach = asked ?? (size ? reachOf(mark, size[0]) : 60)
  const [cx, cy] = size ? [size[0] / 2, size[1] / 2] : [x, y]
  // The way from the part's middle points up, as it would at 12 o'clock.
  const turn = mark.angleDeg === undefined ? 0 : (Math.atan2(x - cx, cy - y) * 180) / Math.PI
  return (
    <figure className="closeup">
      <svg viewBox={`${x - reach * 1.5} ${y - reach} ${reach * 3} ${reach * 2}`} role="img" aria-label={title}>
        <g transform={size ? `rotate(${-turn} ${x} ${y})` : undefined}>
          <image
            href={api.evidenceUrl(image.sha256)}
            {...(size ? { width: size[0], height: size[1] } : {})}
            ref={(element) => {
              if (!element || size) return
              const probe = new Image()
              probe.onload = () => setSize([probe.naturalWidth, probe.naturalHeight])
              probe.src = api.evidenceUrl(image.sha256)
            }}
          />
          <g className={mark.fails ? 'mk fails thin' : 'mk thin'}>
            <polygon points={mark.outline.map((p) => p.join(',')).join(' ')} strokeWidth={reach * 0.025} />
          </g>
        </g>
      </svg>
      <figcaption>
        <b>{title}</b>
        {mark.angleDeg !== undefined && (
          <span>
            {number(mark.angleDeg)}°, {clockPosition(mark.angleDeg)}
          </span>
        )}
        {children ?? <span>{turn === 0 ? t('evidence.enlarged') : t('evidence.upright')}</span>}
      </figcaption>
    </figure>
  )
}
