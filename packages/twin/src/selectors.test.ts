import { expect, it } from 'vitest'
import { emptyTwin, evolve } from './evolve.ts'
import { cyclesInOrder } from './selectors.ts'
import { historyOf, journalOf, smallCell } from './testing.ts'

it('gives the cycles of every twin in their order, and sorts those of one twin once', () => {
  let twin = emptyTwin(smallCell.path.cell)
  for (const entry of journalOf(historyOf({ seed: 5, cycles: 20, troubleRate: 0.7 }))) {
    twin = evolve(twin, entry)
    const order = cyclesInOrder(twin)
    expect(order).toEqual(Object.values(twin.cycles).sort((a, b) => a.cycleNumber - b.cycleNumber))
    expect(cyclesInOrder(twin)).toBe(order)
  }
  expect(cyclesInOrder(twin).length).toBe(20)
})
