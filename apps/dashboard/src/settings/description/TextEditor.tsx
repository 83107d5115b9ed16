import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlacedFlaw } from './document.ts'

/** The file as text, with line numbers; `place` puts the cursor where a flaw is. */
export function TextEditor({
  text,
  flaws,
  place,
  disabled,
  onChange,
}: {
  text: string
  flaws: readonly PlacedFlaw[]
  place: { readonly line: number; readonly column: number } | undefined
  disabled: boolean
  onChange: (text: string) => void
}) {
  const { t } = useTranslation()
  const area = useRef<HTMLTextAreaElement>(null)
  const lines = text.split('\n').length
  const flawed = useMemo(() => new Set(flaws.map(({ line }) => line)), [flaws])

  useEffect(() => {
    const { current } = area
    if (!place || !current) return
    const before = current.value.split('\n').slice(0, place.line - 1)
    const at = before.reduce((sum, line) => sum + line.length + 1, 0) + place.column - 1
    current.focus({ preventScroll: true })
    current.setSelectionRange(at, at)
    const lineHeight = current.scrollHeight / Math.max(1, current.value.split('\n').length)
    current.parentElement?.scrollTo({ top: Math.max(0, (place.line - 6) * lineHeight) })
  }, [place])

  return (
    <div className="yaml">
      <pre aria-hidden="true">
        {Array.from({ length: lines }, (_, n) => (
          <span key={n} className={flawed.has(n + 1) ? 'reject' : undefined}>
            {n + 1}
          </span>
        ))}
      </pre>
      <textarea
        ref={area}
        aria-label={t('description.text')}
        value={text}
        rows={lines}
        spellCheck={false}
        wrap="off"
        readOnly={disabled}
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  )
}
