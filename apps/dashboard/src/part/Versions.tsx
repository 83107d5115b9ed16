import type { Passport, PassportCycle } from '@celltwin/contracts'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { kindTitle } from '../evidence/kinds.ts'
import { bytes, duration, inSentence, number, shortHash, words } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'

/** What computed the results, on which bytes, and where in the journal it stands. */
export function Versions({ passport, cycle }: { passport: Passport; cycle: PassportCycle }) {
  const { t } = useTranslation()
  const algorithms = new Map(
    cycle.results.map(({ module, algorithm }) => [
      `${module} ${algorithm.name} ${algorithm.version}`,
      { module, ...algorithm },
    ]),
  )
  return (
    <Panel
      title={t('part.versions.title')}
      className="vers"
      aside={t('part.versions.pieces', { count: cycle.evidence.length, n: number(cycle.evidence.length) })}
    >
      <dl className="kv in">
        {[...algorithms.values()].map(({ module, name, version, model, backend }) => (
          <Pair key={`${module}${name}${version}`} name={inSentence(words(module))}>
            {name} {version}
            {model && (
              <>
                , {t('part.versions.model')} <span className="mono">{shortHash(model)}</span>
              </>
            )}
            {backend && <span className="dim">, {backend}</span>}
          </Pair>
        ))}
        {[...new Set(cycle.steps.map(({ module }) => module))].map((module) => (
          <Pair key={`steps-${module}`} name={t('part.versions.steps', { module: inSentence(words(module)) })}>
            {cycle.steps
              .filter((step) => step.module === module)
              .map(({ step, tookMs }) => `${step} ${duration(tookMs)}`)
              .join(' · ')}
          </Pair>
        ))}
        <Pair name={t('part.versions.recipe', { id: cycle.recipe.id, version: cycle.recipe.version })}>
          <span className="mono" title={cycle.recipe.hash}>
            {shortHash(cycle.recipe.hash)}
          </span>
        </Pair>
        {cycle.evidence.map(({ kind, sha256, bytes: size, stored }) => (
          <Pair key={sha256} name={inSentence(kindTitle(kind))}>
            {stored ? (
              <a className="mono" href={api.evidenceUrl(sha256)} title={sha256}>
                {shortHash(sha256)}
              </a>
            ) : (
              <span className="mono" title={sha256}>
                {shortHash(sha256)}
              </span>
            )}
            <span className="dim">
              {' '}
              {bytes(size)}
              {!stored && `, ${t('part.versions.onItsWay')}`}
            </span>
          </Pair>
        ))}
        <Pair name={t('part.versions.journal')}>
          {t('part.versions.position', { n: number(passport.journal.position) })} ·{' '}
          <span className="mono" title={passport.journal.hash}>
            {shortHash(passport.journal.hash)}
          </span>
        </Pair>
      </dl>
    </Panel>
  )
}

const Pair = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
)
