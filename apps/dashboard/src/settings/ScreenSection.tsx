import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseTheme, currentTheme } from '../frame/theme.ts'
import { chooseLanguage } from '../i18n.ts'
import { useMe } from '../people/me.ts'
import { useOperator } from '../review/operator.ts'
import { Choice } from '../ui/Choice.tsx'
import { LanguageSelect } from '../ui/LanguageSelect.tsx'
import { Panel } from '../ui/Panel.tsx'
import { QUANTITIES } from '../ui/units.ts'
import { chooseTouch, currentTouch, TOUCHES } from './touch.ts'
import { UnitChoice } from './UnitChoice.tsx'

/** What is remembered on this device alone. */
export function ScreenSection() {
  const { t, i18n } = useTranslation()
  const [theme, setTheme] = useState(currentTheme)
  const [touch, setTouch] = useState(currentTouch)
  const [operator, setOperator] = useOperator()
  const demo = useMe().data?.mode === 'demo'
  return (
    <Panel title={t('settings.thisScreen')} aside={t('settings.remembered')}>
      <dl className="kv in">
        <dt>{t('settings.theme')}</dt>
        <dd>
          <Choice
            label={t('settings.theme')}
            choices={(['light', 'dark'] as const).map((value) => ({ value, title: t(`settings.themes.${value}`) }))}
            value={theme}
            onChoose={(value) => {
              chooseTheme(value)
              setTheme(value)
            }}
          />{' '}
          <kbd>\</kbd>
        </dd>
        <dt>{t('people.language')}</dt>
        <dd>
          <LanguageSelect
            aria-label={t('people.language')}
            value={i18n.language}
            onChange={(code) => void chooseLanguage(code)}
          />
        </dd>
        <dt>{t('settings.touch')}</dt>
        <dd>
          <Choice
            label={t('settings.touch')}
            choices={TOUCHES.map((value) => ({ value, title: t(`settings.touches.${value}`) }))}
            value={touch}
            onChoose={(value) => {
              chooseTouch(value)
              setTouch(value)
            }}
          />
        </dd>
        {QUANTITIES.map((quantity) => (
          <Fragment key={quantity}>
            <dt>{t(`settings.units.${quantity}`)}</dt>
            <dd>
              <UnitChoice of={quantity} />
            </dd>
          </Fragment>
        ))}
        {demo && (
          <>
            <dt>{t('settings.operator')}</dt>
            <dd>
              <input
                className="field"
                aria-label={t('settings.operatorWho')}
                placeholder={t('settings.operatorAsked')}
                maxLength={80}
                value={operator}
                onChange={(event) => setOperator(event.target.value)}
              />
            </dd>
          </>
        )}
        <dt>{t('settings.keys')}</dt>
        <dd>
          <kbd>?</kbd> {t('settings.keysAll')}
        </dd>
        <dt>API</dt>
        <dd>
          <a href="/docs">{t('settings.apiAt')}</a>
        </dd>
      </dl>
    </Panel>
  )
}
