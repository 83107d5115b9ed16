import type { CellDefinition, CellTwin } from '@celltwin/contracts'
import { Component, lazy, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCell } from '../../twin/hooks.ts'
import { useKeys } from '../../ui/keys.tsx'
import { usePainted } from '../../ui/use-painted.ts'
import type { Looks } from '../looks.ts'
import { useDefects } from '../use-defects.ts'
import { Labels } from './Labels.tsx'
import { createLeaders } from './leaders.ts'
import { useSize } from './use-size.ts'
import { useTheme } from './use-theme.ts'
import { webGl } from './webgl.ts'

const SceneCanvas = lazy(async () => ({ default: (await import('../scene/SceneCanvas.tsx')).SceneCanvas }))

type ViewName = 'cell' | 'spindle' | 'sorting' | 'bench' | 'rig' | 'above'
const VIEWS: Readonly<Record<CellDefinition['kind'], readonly ViewName[]>> = {
  'rotor-cell': ['cell', 'spindle', 'sorting'],
  bench: ['bench', 'rig', 'above'],
}

interface Props {
  readonly definition: CellDefinition
  readonly twin: CellTwin | undefined
  readonly looks: Looks
  readonly chosen: string | undefined
  readonly onChoose: (stationId: string) => void
}

/** The cell in 3D with its labels. Every number on it is also elsewhere on the page. */
export function Viewport({ definition, twin, looks, chosen, onChoose }: Props) {
  const { t } = useTranslation()
  const box = useRef<HTMLElement>(null)
  const size = useSize(box)
  const theme = useTheme()
  const lost = useCell((state) => state.link.state !== 'live' && state.at === undefined)
  const leaders = useMemo(createLeaders, [])
  const [view, setView] = useState({ index: 0 })
  const [covers, setCovers] = useState(true)
  const defects = useDefects(twin)
  const can = webGl()
  const painted = usePainted()
  const views = VIEWS[definition.kind]
  const covered = definition.kind === 'rotor-cell'
  const toggle = () => setCovers((shown) => !shown)

  useEffect(() => leaders.resize(size.width, size.height), [leaders, size])
  useKeys(t('frame.cell'), [
    ...views.map((name, i) => ({
      ...{
        keys: String(i + 1),
        label: t('cell.camera', { view: t(`cell.view.${name}`) }),
        run: () => setView({ index: i }),
      },
    })),
    ...(covered ? [{ keys: 'c', label: t('cell.covers'), run: toggle }] : []),
  ])

  return (
    <section
      className={`vp ${view.index > 0 ? 'close' : ''} ${lost ? 'lost' : ''}`}
      ref={box}
      aria-label={t('cell.picture')}
    >
      {can === 'none' ? (
        <NoPicture />
      ) : (
        <Guard fallback={<NoPicture />}>
          <Suspense fallback={null}>
            {painted && (
              <SceneCanvas
                definition={definition}
                quality={can === 'hardware' ? 'full' : 'reduced'}
                view={view}
                covers={covers}
                theme={theme}
                leaders={leaders}
                defects={defects}
                onPick={onChoose}
              />
            )}
          </Suspense>
        </Guard>
      )}
      {size.height > 0 && <Labels {...{ definition, twin, looks, size, leaders, chosen, onChoose }} />}
      {can !== 'none' && (
        <div className="seg cams">
          {views.map((name, i) => (
            <button
              type="button"
              key={name}
              className={i === view.index ? 'btn on' : 'btn'}
              aria-pressed={i === view.index}
              onClick={() => setView({ index: i })}
            >
              {t(`cell.view.${name}`)} <kbd>{i + 1}</kbd>
            </button>
          ))}
          {covered && (
            <button type="button" className={covers ? 'btn' : 'btn off'} aria-pressed={covers} onClick={toggle}>
              {t('cell.covers')} <kbd>C</kbd>
            </button>
          )}
        </div>
      )}
    </section>
  )
}

/** Says so where nothing can be drawn; the labels and all numbers stay. */
function NoPicture() {
  const { t } = useTranslation()
  return (
    <div className="nopicture" role="note">
      <svg viewBox="0 0 320 200" aria-hidden="true">
        <path d="M60 150l130 24 80-62-130-20zM60 150V60M190 174V78M270 112V30M140 92V16M140 16L270 30M60 60l80-44M190 78l80-48M60 60l130 18" />
        <circle cx="120" cy="118" r="14" />
        <path d="M106 118v18a14 14 0 0 0 28 0v-18M176 130v-40l26-24 20 22" />
      </svg>
      <p>
        <b>{t('cell.noPicture')}</b> {t('cell.noWebGl')}
      </p>
    </div>
  )
}

/** A scene that cannot be drawn must not take the page with it. */
class Guard extends Component<{ fallback: ReactNode; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    return this.state.broken ? this.props.fallback : this.props.children
  }
}
