/** The measurement verifier: collects what each inserted part owes, and judges it. The cell waits for nobody else. */
import type { Role, RoleContext } from '../../context.ts'
import { underDescription } from '../known-descriptions.ts'
import { knownRecipes } from '../known-recipes.ts'
import {
  type Account,
  answer,
  deadlinesOf,
  type Ledger,
  next,
  open,
  type Rules,
  type Step,
  unreadable,
} from './account.ts'

const LEDGER = 'ledger'

export const verifier: Role = async (given) => {
  const context = underDescription(given)
  const { clock, memory, signal } = context
  const stamped = (at: Date) => new Date(at.getTime() + clock.now().getTime() - clock.steady().getTime())
  const recipeOf = knownRecipes(context)
  const rules: Rules = {
    get cell() {
      return context.cell
    },
    recipeOf,
    deadline: clock.deadline,
    stamped,
  }
  let ledger = memory.get<Ledger>(LEDGER) ?? []
  let last: Promise<void> = Promise.resolve()

  /** Facts are taken in one after the other, each after all that had become due before it. */
  const take = (fact: (now: Date) => Step | undefined): Promise<void> => {
    const taken = last.then(async () => {
      await settleDue()
      await perform(fact(clock.steady()))
      await settleDue()
    })
    last = taken.catch(() => {})
    return taken
  }
  const settleDue = async (): Promise<void> => {
    for (let step = next(ledger, clock.steady(), rules); step; step = next(ledger, clock.steady(), rules))
      await perform(step)
  }
  /** The event and the ledger that knows of it reach the disk together: kill -9 leaves both or neither. */
  const perform = async (step: Step | undefined): Promise<void> => {
    if (!step || (step.ledger === ledger && !step.tell)) return
    if (step.tell) await context.tellAndRemember(step.tell.type, step.tell.data, { [LEDGER]: step.ledger })
    else await memory.put(LEDGER, step.ledger)
    ledger = step.ledger
  }
  const watch = (account: Account): void =>
    void watchOver(account, context, () => take(() => undefined)).catch((cause) => {
      if (!signal.aborted) context.log.error({ err: cause }, 'A deadline could not be watched')
    })

  context.on('part-inserted', async (event) => {
    await take((now) => open(ledger, event, now, rules))
    const account = ledger.find(({ part }) => part.cycleId === event.data.cycleId)
    if (account && !account.judged) watch(account)
  })
  context.on('part-inspected', (event) => take((now) => answer(ledger, event, now)))
  context.on('inspection-failed', (event) => take((now) => answer(ledger, event, now)))
  context.onUnreadable((flaw) => take(() => unreadable(ledger, flaw)))

  // Parts that were open when the agent stopped: what fell due meanwhile is missing, the rest is waited for.
  await take(() => undefined)
  for (const account of ledger) if (!account.judged) watch(account)
  context.ready('ready')
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Has the ledger looked at just after each deadline of the account. */
async function watchOver(account: Account, { clock }: RoleContext, look: () => Promise<void>): Promise<void> {
  for (const dueAt of deadlinesOf(account)) {
    for (let leftMs = dueAt + 1 - clock.steady().getTime(); leftMs > 0; leftMs = dueAt + 1 - clock.steady().getTime())
      await clock.wait(leftMs * clock.speed)
    await look()
  }
}
