import '../part/part.css'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CharacteristicColumns, CharacteristicRow } from '../part/CharacteristicRow.tsx'
import { type Row, severity } from '../part/results.ts'
import { useMay } from '../people/me.ts'
import { useKeys } from '../ui/keys.tsx'
import { useTold } from '../ui/told.ts'
import { BreakpointDialog } from './breakpoints/BreakpointDialog.tsx'
import { Gutter } from './breakpoints/Gutter.tsx'
import { useBreakpoints } from './breakpoints/use-breakpoints.ts'

const gravity = ({ result }: Row) => (result ? severity(result.conformance) : -1)

/** Values of the group with their limits, as in the passport; before each, what the cell stops at because of it. */
export function Values({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation()
  const told = useTold()
  const may = useMay('setBreakpoints')
  const breakpoints = useBreakpoints()
  const [focused, setFocused] = useState<string>()
  const [opened, setOpened] = useState<Row>()
  // Until somebody goes to another row, the gravest is meant.
  const meant =
    rows.find(({ characteristic }) => characteristic.id === focused) ??
    rows.toSorted((a, b) => gravity(b) - gravity(a))[0]
  const on = ({ characteristic }: Row) => breakpoints.filter(({ looksAt }) => looksAt.includes(characteristic.id))
  useKeys(
    t('review.breakpoints.title'),
    may && meant ? [{ keys: 'F9', label: t('review.breakpoints.key'), run: () => setOpened(meant) }] : [],
  )
  return (
    <section className="p values">
      <table className="tbl">
        <CharacteristicColumns />
        <tbody>
          {rows.map((row) => (
            <CharacteristicRow
              key={row.characteristic.id}
              row={row}
              tinted={gravity(row) >= 3}
              gutter={
                <Gutter
                  title={told(row.characteristic.title)}
                  breakpoints={on(row)}
                  tabbed={row === meant}
                  onFocus={() => setFocused(row.characteristic.id)}
                  onOpen={() => setOpened(row)}
                />
              }
            />
          ))}
        </tbody>
      </table>
      {opened && <BreakpointDialog row={opened} already={on(opened)} onClose={() => setOpened(undefined)} />}
    </section>
  )
}
