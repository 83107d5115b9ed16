import { type CellDefinition, type CellTwin, rackOf } from '@celltwin/contracts'
import { trustIn } from '@celltwin/twin'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { dayTime } from '../ui/format.ts'
import { lookOfShown, State } from '../ui/State.tsx'
import { useTold } from '../ui/told.ts'
import { outOfRack } from './scene/shown.ts'

/** The places of the rack: what each part is, what it last showed, and which one is out. */
export function RackThere({ definition, twin }: { definition: CellDefinition; twin: CellTwin }) {
  const { t } = useTranslation()
  const told = useTold()
  const out = outOfRack(twin)
  const shown = trustIn(twin).parts
  return (
    <section>
      <h3>{t('cell.drawer.rack')}</h3>
      <p>
        <Link to="/settings/gauges">{t('cell.drawer.trust')}</Link>
      </p>
      <ul className="parts">
        {rackOf(definition).map(({ id, title }) => {
          const last = shown[id]
          return (
            <li key={id}>
              <span className={id === out ? 'id b' : 'id'}>{id}</span>
              <span className="why">{title === undefined ? t('gauges.masterPart') : told(title)}</span>
              {id === out ? (
                <State look={{ tone: 'none', icon: 'run', word: t('cell.drawer.out') }} size={12} />
              ) : (
                last && (
                  <span>
                    <State look={lookOfShown(last.outcome)} size={12} /> <span className="dim">{dayTime(last.at)}</span>
                  </span>
                )
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
