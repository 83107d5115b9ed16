import type { CellDefinition } from '@celltwin/contracts'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLooks } from '../../cell/use-looks.ts'
import { Viewport } from '../../cell/viewport/Viewport.tsx'
import { useCell, useNow } from '../../twin/hooks.ts'
import '../../cell/viewport/viewport.css'

/** Typing goes on before the picture is built anew. */
const SETTLED_MS = 350

/** The running cell as it would stand under the draft: the scene of the Cell page, told another description. */
export function Preview({
  draft,
  chosen,
  onChoose,
}: {
  draft: CellDefinition
  chosen: string | undefined
  onChoose: (id: string) => void
}) {
  const { t } = useTranslation()
  const now = useNow(1000)
  const shown = useCell(({ twin, link, at, telemetry, delays, presence }) => ({
    ...{ twin, link, at, telemetry, delays, presence },
  }))
  const drawn = useSettled(JSON.stringify({ kind: draft.kind, stations: draft.stations, cycle: draft.cycle }))
  // Built anew only for what is drawn of it.
  const definition = useMemo(() => ({ ...draft, ...(JSON.parse(drawn) as Partial<CellDefinition>) }), [drawn])
  const looks = useLooks(definition, shown, now)
  return (
    <section className="p preview" aria-label={t('description.preview')}>
      <Viewport definition={definition} twin={shown.twin} looks={looks} chosen={chosen} onChoose={onChoose} />
    </section>
  )
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
