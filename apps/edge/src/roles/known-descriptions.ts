/** Descriptions that a role knows, by their hash: each part is inspected and judged under the one it was inserted with. */
import { type CellDescription, describedBy } from '@celltwin/contracts'
import { hashOf } from '@celltwin/contracts/hash'
import type { RoleContext } from '../context.ts'

const KNOWN = 'descriptions'
const KEPT = 4

interface Known {
  readonly description: CellDescription
  readonly hash: string
}

/** The context as it was given, its cell as it stood when the newest part was inserted. To be made before any handler. */
export function underDescription(context: RoleContext): RoleContext {
  const { cell: ofFile, memory } = context
  let known = memory.get<Known[]>(KNOWN) ?? []
  let current: string | undefined
  let cell = ofFile

  async function learn({ description, hash }: Known): Promise<void> {
    if (known.some((each) => each.hash === hash) || hashOf(description) !== hash) return
    known = [...known, { description, hash }].slice(-KEPT)
    await memory.put(KNOWN, known)
  }
  context.on('cell-description-adopted', ({ data: { description, hash } }) => learn({ description, hash }))
  context.onDesired(({ description: released }) => (released ? learn(released) : undefined))
  context.on('part-inserted', ({ data: { description: hash } }) => {
    if (hash === current) return
    const described = known.find((each) => each.hash === hash)
    // One that nobody has told of would be the cell file's deadlines: what comes too late by them is held.
    if (hash !== undefined && !described)
      context.log.warn({ hash }, 'the part was inserted under an unknown description')
    current = hash
    cell = described ? describedBy(ofFile, described.description) : ofFile
  })
  return {
    ...context,
    get cell() {
      return cell
    },
  }
}
