import { useTranslation } from 'react-i18next'
import { Problem } from '../ui/Condition.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Panel } from '../ui/Panel.tsx'
import { DraftForm, type DraftProps } from './DraftForm.tsx'
import { SecondSigner } from './SecondSigner.tsx'
import { SignedReview } from './SignedReview.tsx'
import type { Signing } from './use-signing.ts'

/** What the person decides: a draft until every step was seen, then an event that overwrites nothing. */
export function DecisionPanel({ signing, ...draft }: DraftProps & { readonly signing: Signing }) {
  const { t } = useTranslation()
  const { inForce, error, busy, undo, needsToUndo, second } = signing
  const last = draft.state.step === draft.state.steps - 1
  return (
    <Panel
      title={t('review.decision.title')}
      className="dc"
      aside={t(inForce ? 'review.decision.signed' : 'review.decision.draft')}
    >
      <div className="in">
        {inForce ? (
          <SignedReview inForce={inForce} defects={draft.defects} onUndo={undo} needs={needsToUndo} busy={busy} />
        ) : (
          <DraftForm {...draft} />
        )}
        {inForce && error !== null && <Problem error={error} what={t('review.decision.undoFailed')} />}
        {!inForce && (
          // What is signed with stays in sight, whatever scrolls above it.
          <div className="foot">
            {error !== null && <Problem error={error} what={t('review.decision.failed')} />}
            {last && second && <SecondSigner {...second} />}
            <Sign signing={signing} steps={draft.state.steps} last={last} />
          </div>
        )}
      </div>
    </Panel>
  )
}

function Sign({ signing: { wanted, busy, sign }, steps, last }: { signing: Signing; steps: number; last: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      <button
        type="button"
        className="btn touch prime"
        disabled={wanted.length > 0 || busy}
        onMouseDown={(event) => event.preventDefault()}
        // A click by keyboard has no detail: Enter never signs.
        onClick={(event) => event.detail > 0 && sign()}
      >
        {wanted.length > 0 && <Icon name="lock" />}
        {busy
          ? t('review.decision.signing')
          : wanted.length === 0 || last
            ? t('review.decision.sign')
            : t('review.decision.signAt', { step: steps })}
      </button>
      <p>
        {wanted.length > 0 ? (
          t('review.decision.missing', { what: wanted.join(', ') })
        ) : (
          <>
            <kbd>Ctrl</kbd> <kbd>Enter</kbd> {t('review.decision.how')}
          </>
        )}
      </p>
    </>
  )
}
