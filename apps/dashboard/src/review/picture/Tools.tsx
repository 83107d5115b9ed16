import { useTranslation } from 'react-i18next'
import type { Tool } from './use-picture.ts'

interface Props {
  readonly overlay: boolean
  readonly onOverlay: () => void
  readonly heat: { readonly on: boolean; readonly turn: () => void } | undefined
  readonly tool: Tool | undefined
  readonly onTool: (tool: Tool) => void
  readonly mayNote: boolean
  readonly onZoom: (steps: number) => void
}

/** What can be done with the picture, each with its key: in the corners, where a round part hides nothing and nothing of it is hidden. */
export function Tools({ overlay, onOverlay, heat, tool, onTool, mayNote, onZoom }: Props) {
  const { t } = useTranslation()
  const layers = [
    { key: 'O', label: t('review.picture.overlay'), on: overlay, run: onOverlay },
    ...(heat ? [{ key: 'H', label: t('review.picture.heat'), on: heat.on, run: heat.turn }] : []),
  ]
  const pointers = [
    { key: 'M', label: t('review.picture.measure'), on: tool === 'measure', run: () => onTool('measure') },
    ...(mayNote ? [{ key: 'N', label: t('review.picture.note'), on: tool === 'note', run: () => onTool('note') }] : []),
  ]
  return (
    <>
      <Switches of={layers} />
      <Switches of={pointers} low />
      <div className="tools right low halves">
        {(
          [
            ['+', t('review.picture.larger'), 1],
            ['−', t('review.picture.smaller'), -1],
          ] as const
        ).map(([sign, label, steps]) => (
          <button
            key={sign}
            type="button"
            className="btn"
            aria-label={label}
            title={label}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onZoom(steps)}
          >
            {sign}
          </button>
        ))}
      </div>
    </>
  )
}

interface Switch {
  readonly key: string
  readonly label: string
  readonly on: boolean
  readonly run: () => void
}

function Switches({ of, low = false }: { of: readonly Switch[]; low?: boolean }) {
  return (
    <div className={low ? 'tools low' : 'tools'}>
      {of.map(({ key, label, on, run }) => (
        <button
          key={key}
          type="button"
          className={on ? 'btn on' : 'btn'}
          aria-pressed={on}
          // The focus stays where it is: Enter goes on to the next step.
          onMouseDown={(event) => event.preventDefault()}
          onClick={run}
        >
          {label} <kbd>{key}</kbd>
        </button>
      ))}
    </div>
  )
}
