import '../part/part.css'
import { CharacteristicColumns, CharacteristicRow } from '../part/CharacteristicRow.tsx'
import { isAlarming, type Row } from '../part/results.ts'
import { Gutter } from './breakpoints/Gutter.tsx'

/** Values of the group with their limits, as in the passport; before each, what the cell stops at because of it. */
export const Values = ({ rows }: { rows: readonly Row[] }) => (
  <section className="p values">
    <table className="tbl">
      <CharacteristicColumns />
      <tbody>
        {rows.map((row) => (
          <CharacteristicRow
            key={row.characteristic.id}
            row={row}
            tinted={isAlarming(row)}
            gutter={<Gutter row={row} />}
          />
        ))}
      </tbody>
    </table>
  </section>
)
