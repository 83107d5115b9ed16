import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { Problem } from '../ui/Condition.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { dayTime } from '../ui/format.ts'
import { PartState } from '../ui/State.tsx'
import { useTold } from '../ui/told.ts'

/** Finds parts of any cell by the beginning of their serial. */
export function SearchDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const told = useTold()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const serial = useDeferredValue(text.trim())
  const navigate = useNavigate()
  const found = useQuery({
    queryKey: ['search', serial],
    queryFn: () => api.parts({ serial: serial || undefined }, undefined, 12),
    placeholderData: (before) => before,
  })
  const items = found.data?.items ?? []
  const open = (index: number) => {
    const item = items[index]
    if (!item) return
    onClose()
    navigate({ to: '/parts/$serial', params: { serial: item.serial }, search: { cell: item.cell } })
  }
  const move = (by: number) => setChosen((row) => Math.max(0, Math.min(items.length - 1, row + by)))

  return (
    <Dialog label={t('frame.searchSerial')} onClose={onClose}>
      <input
        className="searchbox"
        type="text"
        placeholder={t('frame.beginning')}
        aria-label={t('frame.beginning')}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setChosen(0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') move(1)
          else if (event.key === 'ArrowUp') move(-1)
          else if (event.key === 'Enter') open(chosen)
          else return
          event.preventDefault()
        }}
      />
      {found.error && <Problem error={found.error} what={t('frame.searchFailed')} retry={() => found.refetch()} />}
      <ul className="hits">
        {items.map((item, row) => (
          <li key={item.cycleId}>
            <button type="button" tabIndex={-1} aria-current={row === chosen} onClick={() => open(row)}>
              <b className="mono">{item.serial}</b>
              <PartState part={item} />
              <span className="mid grow">{item.reason && told(item.reason)}</span>
              <span className="dim">{dayTime(item.insertedAt)}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.isSuccess && items.length === 0 && <p className="empty">{t('frame.noSerial')}</p>}
    </Dialog>
  )
}
