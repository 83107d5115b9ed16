import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../ui/Icon.tsx'
import type { Note } from '../debug-machine.ts'
import type { Place } from './zoom.ts'

/** Notes of the draft on this picture, and the words of the one being pinned. */
export function NoteBar({
  notes,
  before,
  place,
  onPin,
  onDrop,
}: {
  notes: readonly Note[]
  /** Notes that were signed earlier and have the first numbers. */
  before: number
  place: Place | undefined
  onPin: (place: Place, text: string) => void
  onDrop: (note: Note) => void
}) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  if (!place && notes.length === 0) return null
  return (
    <div className="p notebar">
      {notes.map((note, i) => (
        <span key={`${note.x} ${note.y} ${note.text}`} className="notetag">
          <b>{before + i + 1}</b> {note.text}
          <button
            type="button"
            className="btn sq"
            aria-label={t('review.picture.drop', { n: before + i + 1 })}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onDrop(note)}
          >
            <Icon name="no" size={12} />
          </button>
        </span>
      ))}
      {place && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (text.trim()) onPin(place, text.trim())
          }}
        >
          <input
            // Whoever has just pointed at a place goes on to write.
            ref={(field) => field?.focus()}
            className="field"
            aria-label={t('review.picture.noteText')}
            placeholder={t('review.picture.noteText')}
            maxLength={300}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <button type="submit" className="btn" disabled={text.trim() === ''}>
            {t('review.picture.pin')}
          </button>
        </form>
      )}
    </div>
  )
}
