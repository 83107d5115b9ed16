import { useTranslation } from 'react-i18next'
import { kindTitle } from '../evidence/kinds.ts'
import { words } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import type { Missing } from './missing.ts'

/** Results that the verdict does without: a part is held for them though all that is known of it may be good. */
export function MissingEvidence({ missing: { module, characteristics, evidence, cameLate } }: { missing: Missing }) {
  const { t } = useTranslation()
  const count = characteristics
  return (
    <li>
      <Icon name="ni" />
      <b>{words(module)}</b>
      <span>{t('parts.peek.owed', { count })}</span>
      <p>
        {cameLate
          ? t('parts.peek.cameLate')
          : evidence.length > 0
            ? t('parts.peek.noEvidence', { evidence: evidence.map(kindTitle).join(', ') })
            : t('parts.peek.noResult')}
      </p>
    </li>
  )
}
