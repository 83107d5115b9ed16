import type { Me, SecondSignatureRequest } from '@celltwin/contracts'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'

/** What a second person typed at this screen. */
export interface SecondSaid {
  readonly who: string
  readonly secret: string
}
export const NOBODY: SecondSaid = { who: '', secret: '' }

/** A name in a demo, badge and PIN at a panel, account and password at a desk; undefined while something is missing. */
export function secondOf(me: Me | undefined, { who, secret }: SecondSaid): SecondSignatureRequest | undefined {
  const name = who.trim()
  if (name === '') return undefined
  if (me?.mode === 'demo') return { name }
  if (secret === '') return undefined
  return me?.panel ? { badge: name, pin: secret } : { account: name, password: secret }
}

/** The second person signs at the same screen, under the same decision. */
export function SecondSigner({
  me,
  said,
  onSay,
}: {
  me: Me | undefined
  said: SecondSaid
  onSay: (said: SecondSaid) => void
}) {
  const { t } = useTranslation()
  const secretField = useRef<HTMLInputElement>(null)
  const demo = me?.mode === 'demo'
  const who = demo ? t('review.second.name') : me?.panel ? t('review.second.badge') : t('review.second.account')
  const secret = me?.panel ? t('review.second.pin') : t('review.second.password')
  return (
    <fieldset className="second-signer">
      <legend className="fl">{t('review.second.title')}</legend>
      <div className={demo ? '' : 'halves'}>
        <input
          className="field"
          aria-label={who}
          placeholder={who}
          autoComplete="off"
          value={said.who}
          onChange={({ target }) => onSay({ ...said, who: target.value })}
          // A scanner types the badge and Enter.
          onKeyDown={({ key }) => key === 'Enter' && secretField.current?.focus()}
        />
        {!demo && (
          <input
            ref={secretField}
            className="field"
            type="password"
            inputMode={me?.panel ? 'numeric' : undefined}
            aria-label={secret}
            placeholder={secret}
            autoComplete="off"
            value={said.secret}
            onChange={({ target }) => onSay({ ...said, secret: target.value })}
          />
        )}
      </div>
    </fieldset>
  )
}
