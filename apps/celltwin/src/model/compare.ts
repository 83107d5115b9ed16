/** `celltwin model compare`: writes a package's comparison, and says what the gate of the cell's recipe makes of it. */
import { readCellFile } from '@celltwin/contracts/cell-file'
import { comparePaired, gate, USUAL_GATE } from '@celltwin/transition'
import { compareModels } from '../transition/compare-models.ts'

export interface CompareCommand {
  readonly against: string
  readonly cell: string
  readonly set?: string
}

/** @returns exit code: 0 may go live, 1 may not. */
export async function compareAndReport(folder: string, { against, cell, set }: CompareCommand): Promise<number> {
  const { definition } = readCellFile(cell)
  const say = (text: string) => console.error(text)
  const [comparison] = await compareModels([folder], against, { definition, set, say })
  const { accuracy, golden } = comparison!
  const rule = definition.recipe.modelGate ?? USUAL_GATE
  const decision = gate({ rule, accuracy: comparePaired(accuracy), golden })
  console.log(JSON.stringify({ comparison, decision }, null, 2))
  return decision.allowed ? 0 : 1
}
