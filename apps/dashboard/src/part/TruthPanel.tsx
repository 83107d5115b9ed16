import type { Passport, PassportCycle } from '@celltwin/contracts'
import { number, signed, words } from '../ui/format.ts'
import { Icon } from '../ui/Icon.tsx'
import { groupRows, valueText } from './results.ts'

/** Simulated parts alone: what the part really is, kept apart from the evidence until somebody asks. */
export function TruthPanel({ passport, cycle }: { passport: Passport; cycle: PassportCycle }) {
  const { truth } = cycle
  if (!truth) return null
  const rows = groupRows(passport.definition, cycle.results, () => 'all')
    .flatMap(({ rows }) => rows)
    .filter(({ characteristic }) => truth.values[characteristic.id] !== undefined)
  return (
    <details className="p truth">
      <summary>
        <Icon name="sim" />
        Compare with the simulated truth
      </summary>
      <p className="in">
        {truth.defects.length === 0
          ? 'This part was made without a defect.'
          : `Made with ${truth.defects.map(({ kind, severity }) => `${words(kind).toLowerCase()} (severity ${number(severity, 2)})`).join(', ')}.`}{' '}
        A perfect inspection would {truth.conforming ? 'pass' : 'not pass'} it.
      </p>
      <table>
        <thead>
          <tr>
            <th>Characteristic</th>
            <th className="r">Truth</th>
            <th className="r">Result</th>
            <th className="r">Error</th>
            <th className="r">U</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const { characteristic, result } = row
            const value = truth.values[characteristic.id]!
            const error = result?.value === null || result === undefined ? undefined : result.value - value
            const beyond = error !== undefined && result?.uncertainty != null && Math.abs(error) > result.uncertainty
            return (
              <tr key={characteristic.id}>
                <td>{characteristic.title}</td>
                <td className="r">{number(value, characteristic.decimals)}</td>
                <td className="r">{valueText(row)}</td>
                <td className={beyond ? 'r b' : 'r'}>
                  {beyond && <Icon name="warn" size={12} />}{' '}
                  {error === undefined ? '–' : signed(error, characteristic.decimals)}
                </td>
                <td className="r dim">
                  {result?.uncertainty == null ? '–' : number(result.uncertainty, characteristic.decimals)}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </details>
  )
}
