import type { Passport, PassportCycle } from '@celltwin/contracts'
import { api } from '../api/api.ts'
import { kindTitle } from '../evidence/kinds.ts'
import { bytes, duration, number, shortHash } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'

/** What computed the results, on which bytes, and where in the journal it stands. */
export function Versions({ passport, cycle }: { passport: Passport; cycle: PassportCycle }) {
  const algorithms = new Map(
    cycle.results.map(({ module, algorithm }) => [
      `${module} ${algorithm.name} ${algorithm.version}`,
      { module, ...algorithm },
    ]),
  )
  return (
    <Panel title="Versions and hashes" className="vers" aside={`${number(cycle.evidence.length)} pieces of evidence`}>
      <dl className="kv in">
        {[...algorithms.values()].map(({ module, name, version, model, backend }) => (
          <Pair key={`${module}${name}${version}`} name={module}>
            {name} {version}
            {model && (
              <>
                , model <span className="mono">{shortHash(model)}</span>
              </>
            )}
            {backend && <span className="dim">, {backend}</span>}
          </Pair>
        ))}
        {[...new Set(cycle.steps.map(({ module }) => module))].map((module) => (
          <Pair key={`steps-${module}`} name={`${module}, steps`}>
            {cycle.steps
              .filter((step) => step.module === module)
              .map(({ step, tookMs }) => `${step} ${duration(tookMs)}`)
              .join(' · ')}
          </Pair>
        ))}
        <Pair name={`recipe ${cycle.recipe.id} v${cycle.recipe.version}`}>
          <span className="mono" title={cycle.recipe.hash}>
            {shortHash(cycle.recipe.hash)}
          </span>
        </Pair>
        {cycle.evidence.map(({ kind, sha256, bytes: size, stored }) => (
          <Pair key={sha256} name={kindTitle(kind).toLowerCase()}>
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
              {stored ? '' : ', on its way'}
            </span>
          </Pair>
        ))}
        <Pair name="journal">
          position {number(passport.journal.position)} ·{' '}
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
