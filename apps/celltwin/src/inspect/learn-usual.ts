/** `celltwin usual`: the band of a characteristic that the last sound parts of a cell kept to, to warn by. */
import type { PartPage, Passport } from '@celltwin/contracts'
import { usualBand } from '@celltwin/quality'
import { ask } from '../server/ask.ts'

export interface UsualOptions {
  readonly server: string
  readonly cell: string
  readonly parts: number
}

const PAGE = 100

/** Parts that the machine passed and no person found nonconforming. @throws Error where there are too few. */
export async function learnUsual(characteristic: string, { server, cell, parts }: UsualOptions) {
  const found: { serial: string; value: number; unit: string; at: string; partType: string }[] = []
  let cursor: string | null = ''
  while (cursor !== null && found.length < parts) {
    const page: PartPage = await ask(
      server,
      `/api/parts?cell=${cell}&verdict=pass&limit=${PAGE}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    for (const { serial, cycleId, finding } of page.items) {
      if (finding === 'nonconforming' || found.length === parts) continue
      const { cycles } = await ask<Passport>(server, `/api/parts/${encodeURIComponent(serial)}`)
      const cycle = cycles.find((one) => one.cycleId === cycleId)
      const result = cycle?.results.find((one) => one.characteristic === characteristic)
      // Of one part type: another has a band of its own.
      if (!cycle || typeof result?.value !== 'number' || cycle.partType !== (found[0]?.partType ?? cycle.partType))
        continue
      found.push({ serial, value: result.value, unit: result.unit, at: cycle.insertedAt, partType: cycle.partType })
    }
    cursor = page.nextCursor
  }
  const band = usualBand(found.map(({ value }) => value))
  const [newest, oldest] = [found[0]!, found.at(-1)!]
  return {
    characteristic,
    partType: newest.partType,
    unit: newest.unit,
    ...band,
    reference: `${band.parts} sound parts, ${oldest.serial} to ${newest.serial}, ${oldest.at.slice(0, 10)} to ${newest.at.slice(0, 10)}; 999 of 1000 within`,
  }
}
