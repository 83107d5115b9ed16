import '../part/part.css'
import { CharacteristicColumns, CharacteristicRow } from '../part/CharacteristicRow.tsx'
import { type Row, severity } from '../part/results.ts'

/** Values of the group with their limits, as in the passport. */
export const Values = ({ rows }: { rows: readonly Row[] }) => (
  <section className="p values">
    <table className="tbl">
      <CharacteristicColumns />
      <tbody>
        {rows.map((row) => (
          <CharacteristicRow
            key={row.characteristic.id}
            row={row}
            tinted={row.result !== undefined && severity(row.result.conformance) >= 3}
          />
        ))}
      </tbody>
    </table>
  </section>
)
