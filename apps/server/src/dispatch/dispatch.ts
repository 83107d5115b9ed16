/**
 * Requests go down: desired minus reported, as one retained list per cell.
 *
 * The list is made of the twin each time; nothing else remembers what the cell still has to do.
 */
import { type CellTwin, cellTopics, type Desired } from '@celltwin/contracts'
import { controlAt, desiredDescription, desiredRecipes, outstanding, outstandingModels, overdue } from '@celltwin/twin'
import type { Logger } from 'pino'
import type { Link } from '../ingest/link.ts'
import type { OwnEvent } from '../ingest/own-event.ts'
import type { Writer } from '../ingest/writer.ts'
import type { Cells, LiveCell } from '../twins/cells.ts'

export interface DispatchOptions {
  readonly cells: Cells
  readonly publish: Link['publish']
  readonly append: Writer['append']
  readonly log: Logger
}

export class Dispatch {
  readonly #options: DispatchOptions
  /** The requests, models, released recipe and description of each cell as last published. */
  readonly #told = new Map<
    number,
    Pick<CellTwin, 'requests' | 'control'> & {
      readonly models: string
      readonly released: unknown
      readonly described: unknown
    }
  >()

  constructor(options: DispatchOptions) {
    this.#options = options
  }

  /** Publishes the list where requests have changed, what modules are to run, the released recipe or description. */
  follow(cell: LiveCell): void {
    const told = this.#told.get(cell.id)
    if (
      told?.requests === cell.twin.requests &&
      told.control === cell.twin.control &&
      told.released === cell.twin.recipes?.released &&
      told.described === cell.twin.description?.released &&
      told.models === JSON.stringify(outstandingModels(cell.twin))
    )
      return
    this.#publish(cell)
  }

  /** Says everything again: the broker may have forgotten. */
  repeat(): void {
    for (const cell of this.#options.cells.all()) {
      this.#publish(cell)
      if (cell.faults) this.#options.publish(cellTopics(cell.path).faults, cell.faults, { qos: 1, retain: true })
    }
  }

  /** Requests that were not carried out in time are declared expired. */
  expire(): void {
    const { cells, append, log } = this.#options
    for (const { path, twin } of cells.all()) {
      if (overdue(twin, Date.now()).length === 0 && !controlOver(twin)) continue
      append(path, (cell) => ({
        events: [...overdue(cell.twin, Date.now()).map(({ id }) => expired(cell, id)), ...controlEnded(cell)],
        answer: undefined,
      })).catch((error: Error) =>
        log.warn({ cell: path.cell, reason: error.message }, 'requests are not declared expired yet'),
      )
    }
  }

  #publish(cell: LiveCell): void {
    const { cells, publish } = this.#options
    const items = outstanding(cell.twin)
    const models = outstandingModels(cell.twin)
    const released = cell.twin.recipes?.released
    const described = cell.twin.description?.released
    const description = desiredDescription(cell.twin)
    const control = controlAt(cell.twin, Date.now())
    const { requests, control: told } = cell.twin
    this.#told.set(cell.id, {
      requests,
      ...(told ? { control: told } : {}),
      models: JSON.stringify(models),
      released,
      described,
    })
    const revision = cell.twin.position
    const desired: Desired = {
      v: 1,
      journalId: cells.journalId,
      revision,
      items,
      models,
      recipes: desiredRecipes(cell.twin),
      ...(description ? { description } : {}),
      ...(control ? { control } : {}),
    }
    publish(cellTopics(cell.path).desired, desired, { qos: 1, retain: true })
  }
}

const expired = (cell: LiveCell, requestId: string): OwnEvent => ({
  type: 'request-expired',
  simulated: isSimulated(cell),
  data: { requestId },
})

const controlOver = (twin: CellTwin) => Boolean(twin.control?.value && !controlAt(twin, Date.now()))

const controlEnded = (cell: LiveCell): OwnEvent[] => {
  const controlId = cell.twin.control?.value?.controlId
  if (controlId === undefined || !controlOver(cell.twin)) return []
  return [{ type: 'control-expired', simulated: isSimulated(cell), data: { controlId } }]
}

/** Whether a cell is fed by simulated devices, as its newest definition says. */
export const isSimulated = ({ twin }: LiveCell): boolean =>
  twin.definition?.value.definition.devices.kind === 'simulated'
