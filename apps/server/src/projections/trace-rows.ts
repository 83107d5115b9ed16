/** What parts have in common, where they were packed, and what was recalled: entries → rows. Pure. */
import type { CellEvent, EventOf } from '@celltwin/contracts'

interface Link {
  readonly cycle_id: string
  readonly kind: string
  readonly name: string
}

export class TraceRows {
  /** By kind: the material. */
  readonly madeFrom = new Map<string, Link>()
  readonly madeWith = new Map<string, Link>()
  readonly packed = new Map<string, object>()
  readonly containers = new Map<string, { container: string } & Record<string, unknown>>()
  readonly recalls = new Map<string, object>()
  readonly recallParts = new Map<string, object>()
  readonly blocks = new Map<string, object>()
  readonly confirmations = new Map<string, object>()
  readonly recallEnds: object[] = []
}

export function projectTrace(rows: TraceRows, position: number, event: CellEvent): void {
  const { type, data, occurredAt: at } = event
  switch (type) {
    case 'part-inserted': {
      const { cycleId, recipe, fixture, tool, challenge, materialLots } = data
      if (challenge !== undefined) return
      for (const { material, lot } of materialLots) link(rows.madeFrom, cycleId, material, lot)
      link(rows.madeWith, cycleId, 'recipe', `${recipe.id} v${recipe.version}`)
      link(rows.madeWith, cycleId, 'fixture', fixture)
      link(rows.madeWith, cycleId, 'tool', tool)
      return
    }
    case 'part-inspected':
      inspectedWith(rows, event)
      return
    case 'part-packed': {
      const { cycleId: cycle_id, container, position: place, positions } = data
      rows.packed.set(cycle_id, { cycle_id, container, position: place, positions, at, known: position })
      containerOf(rows, container)
      return
    }
    case 'container-closed':
      Object.assign(containerOf(rows, data.container), { closed_at: at, label: data.label })
      return
    case 'container-shipped':
      Object.assign(containerOf(rows, data.container), {
        ...{ shipment: data.shipment, shipped_at: at, customer: data.customer },
      })
      return
    case 'recall-opened': {
      const { recallId: recall_id, criteria, reason, by, position: searched } = data
      rows.recalls.set(recall_id, { recall_id, at, criteria, reason, by, searched })
      return
    }
    case 'recall-parts-found':
      for (const { cycleId: cycle_id } of data.parts) {
        const key = `${data.recallId}/${cycle_id}`
        if (!rows.recallParts.has(key))
          rows.recallParts.set(key, { recall_id: data.recallId, cycle_id, late: data.late })
      }
      return
    case 'container-blocked': {
      const { recallId: recall_id, container, late } = data
      const key = `${recall_id}/${container}`
      if (!rows.blocks.has(key)) rows.blocks.set(key, { recall_id, container, late, at })
      return
    }
    case 'container-block-confirmed': {
      const { recallId: recall_id, container, by, place, remark } = data
      const key = `${recall_id}/${container}`
      if (!rows.confirmations.has(key)) rows.confirmations.set(key, { recall_id, container, at, by, place, remark })
      return
    }
    case 'recall-closed':
      rows.recallEnds.push({ recall_id: data.recallId, at, by: data.by, conclusion: data.conclusion })
      return
    default:
      return
  }
}

function inspectedWith(rows: TraceRows, { data }: EventOf<'part-inspected'>): void {
  if (data.challenge !== undefined) return
  for (const { gauge, calibration, algorithm } of data.results) {
    link(rows.madeWith, data.cycleId, 'gauge', gauge)
    link(rows.madeWith, data.cycleId, 'calibration', calibration)
    link(rows.madeWith, data.cycleId, 'model', algorithm.model)
    link(rows.madeWith, data.cycleId, 'algorithm', `${algorithm.name} ${algorithm.version}`)
  }
}

function link(links: Map<string, Link>, cycle_id: string, kind: string, name: string | undefined): void {
  if (name) links.set(`${cycle_id}/${kind}/${name}`, { cycle_id, kind, name })
}

function containerOf(rows: TraceRows, container: string): Record<string, unknown> {
  const row = rows.containers.get(container) ?? { container }
  rows.containers.set(container, row)
  return row
}
