import { readFileSync } from 'node:fs'
import { type CellDefinition, type CellDescription, type CellTwin, descriptionOf } from '@celltwin/contracts'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { releaseDescription } from './decide-description.ts'
import { definitionChanges } from './definition-change.ts'
import { descriptionOutstanding, desiredDescription } from './descriptions.ts'
import { emptyTwin, evolve } from './evolve.ts'

const cell: CellDefinition = parse(readFileSync(new URL('../../../cells/pulley-cell-1.yaml', import.meta.url), 'utf8'))
const [D0, D1] = ['a'.repeat(64), 'b'.repeat(64)]
const HASH = 'c'.repeat(64)
const NOW = '2026-03-02T06:00:00.000Z'
const releaseIdOf = (n: number) => `01941f29-7c00-7000-8000-${String(n).padStart(12, '0')}`

let seq = 0
function after(twin: CellTwin, type: string, data: unknown, source = 'server'): CellTwin {
  seq += 1
  const event = {
    v: 1,
    id: releaseIdOf(900 + seq),
    type,
    source,
    epoch: 1,
    seq,
    occurredAt: NOW,
    simulated: true,
    data,
  }
  return evolve(twin, { position: twin.position + 1, recordedAt: NOW, event: event as never })
}
const described = after(emptyTwin('c'), 'cell-described', { hash: D0, definition: cell }, 'handling')
const slower = { ...descriptionOf(cell), cycle: { ...descriptionOf(cell).cycle, taktMs: 20_000 } }
const release = (twin: CellTwin, n: number, description: CellDescription = slower, base = D0) =>
  releaseDescription(
    twin,
    { releaseId: releaseIdOf(n), description, base, reason: 'demand fell', by: 'Ida' },
    () => HASH,
  )
function released(n: number, twin = described): CellTwin {
  const decided = release(twin, n)
  if ('refused' in decided) throw new Error(JSON.stringify(decided))
  return after(twin, decided.event.type, decided.event.data)
}
const answer = { releaseId: releaseIdOf(1), hash: HASH }

it('[TW53] is outstanding until the cell answers that very release, and stands after it', () => {
  const twin = released(1)
  expect([descriptionOutstanding(described), descriptionOutstanding(twin)]).toEqual([false, true])
  expect(desiredDescription(twin)).toEqual({ releaseId: releaseIdOf(1), description: slower, hash: HASH })
  const adopted = after(twin, 'cell-description-adopted', { ...answer, description: slower, from: D0 }, 'handling')
  expect(descriptionOutstanding(adopted)).toBe(false)
  expect(desiredDescription(adopted)?.releaseId).toBe(releaseIdOf(1))
  const refused = after(twin, 'cell-description-refused', { ...answer, reason: 'nest 4' }, 'handling')
  expect(refused.description?.answered?.value).toEqual({ releaseId: releaseIdOf(1), as: 'refused', reason: 'nest 4' })
  expect([descriptionOutstanding(refused), descriptionOutstanding(released(2, refused))]).toEqual([false, true])
})

it('[TW54] changes no definition by a release: what the cell tells is in force', () => {
  expect(released(1).definition).toEqual(described.definition)
})

it('refuses what is made of another definition, what breaks a rule, and what changes nothing', () => {
  expect(release(described, 1, slower, D1)).toMatchObject({ refused: 'outdated' })
  expect(release(emptyTwin('c'), 1)).toMatchObject({ refused: 'no-definition' })
  expect(release(described, 1, descriptionOf(cell))).toMatchObject({ refused: 'description-flawed' })
  const narrow = { ...slower, cycle: { ...slower.cycle, budgetMs: 1 } }
  expect(release(described, 1, narrow)).toMatchObject({
    refused: 'description-flawed',
    flaws: [{ field: '/cycle/budgetMs' }],
  })
})

it('says of each difference by which road it comes into the cell', () => {
  const is = structuredClone(cell)
  is.stations.find(({ id }) => id === 'camera')!.pose.x = 0.1
  is.cycle.phases[0]!.budgetMs = 1900
  is.cycle.phases[2]!.rpm = 100
  is.modules.visual!.dueMs += 1
  is.recipe.version = 99
  delete is.packing
  is.agents.spare = { roles: ['visual'] }
  expect(definitionChanges(cell, is).map(({ field, road }) => `${road} ${field}`)).toEqual([
    'description /stations/camera/pose/x',
    'recipe /recipe/version',
    'description /modules/visual/dueMs',
    'description /cycle/phases/insert/budgetMs',
    'file /cycle/phases/to-scan-speed/rpm',
    'description /packing',
    'file /agents/spare',
  ])
  const stations = (stations: CellDefinition['stations']) =>
    definitionChanges(cell, { ...cell, stations }).map(({ field }) => field)
  expect(stations(cell.stations.slice(1))).toEqual(['/stations/frame'])
  expect(stations([...cell.stations].reverse())).toEqual(['/stations'])
  expect(definitionChanges(cell, cell)).toEqual([])
})
