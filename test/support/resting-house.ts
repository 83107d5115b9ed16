/** Set-up of a project: one house for the pages that only show what happened, with parts to show and a cell at rest. */
import type { Genealogy } from '@celltwin/contracts'
import type { TestProject } from 'vitest/node'
import { PULLEY_CELL, startHouse } from './house.ts'
import { until } from './until.ts'

declare module 'vitest' {
  interface ProvidedContext {
    restingHouse: string
  }
}

export default async function startRestingHouse(project: TestProject): Promise<() => Promise<void>> {
  const house = await startHouse({ speed: 6, defects: 0.4 })
  try {
    await until(async () => {
      // On a busy machine parts are held for late evidence; they must not stop the cell.
      await house.decideHeld().catch(() => {})
      const verdicts = new Set((await house.parts()).map(({ verdict }) => verdict))
      const { containers } = await house.get<Genealogy>(`/api/cells/${PULLEY_CELL}/genealogy`)
      return verdicts.has('pass') && verdicts.has('reject') && containers.length > 0
    }, 150_000)
    await house.rest()
  } catch (error) {
    await house.stop()
    throw error
  }
  project.provide('restingHouse', house.url)
  return () => house.stop()
}
