import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../ui/Choice.tsx'
import { chooseUnit, currentUnits, type Quantity, UNITS } from '../ui/units.ts'

/** The unit in which this screen shows a quantity. */
export function UnitChoice({ of }: { of: Quantity }) {
  const { t } = useTranslation()
  const [unit, setUnit] = useState(currentUnits()[of])
  return (
    <Choice
      label={t(`settings.units.${of}`)}
      choices={UNITS[of].map((value) => ({ value, title: t(`settings.units.names.${value}`) }))}
      value={unit}
      onChoose={(value) => {
        chooseUnit(of, value)
        setUnit(value)
      }}
    />
  )
}
