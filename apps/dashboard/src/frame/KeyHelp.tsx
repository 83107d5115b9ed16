import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/Dialog.tsx'
import { Keys, keyboard } from '../ui/keys.tsx'

/** All keys that act on the page at this moment. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog label={t('frame.allKeys')} onClose={onClose}>
      <div className="keyhelp">
        {keyboard.groups().map(({ title, bindings }) => (
          <section key={title}>
            <h2>{title}</h2>
            <dl>
              {bindings.map(({ keys, label }) => (
                <div key={keys}>
                  <dt>
                    <Keys of={keys} />
                  </dt>
                  <dd>{label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <form method="dialog">
        <button type="submit" className="btn">
          {t('frame.close')} <kbd>Esc</kbd>
        </button>
      </form>
    </Dialog>
  )
}
