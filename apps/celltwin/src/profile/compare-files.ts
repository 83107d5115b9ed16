/** `celltwin profile compare`: two records side by side, or the reasons why that would say nothing. */
import { checker, describeFlaws, ProfileRecord } from '@celltwin/contracts'
import { differences } from '@celltwin/transition/profile'
import { readJson } from '../read-file.ts'
import { notesOf, tableOf } from './report.ts'

const check = checker(ProfileRecord)

/** @throws Error naming every difference of window, set, device or meter. */
export function compareFiles(a: string, b: string): string {
  const [left, right] = [readRecord(a), readRecord(b)]
  const apart = differences(left, right)
  if (apart.length > 0)
    throw new Error(`these profiles do not compare:\n${apart.map((each) => `  ${each}`).join('\n')}`)
  const named = (label: string, { runs }: ProfileRecord) =>
    runs.map((run) => ({ ...run, variant: `${label} ${run.variant}` }))
  const head = [`A  ${title(left)}`, `B  ${title(right)}`].join('\n')
  return [head, tableOf({ runs: [...named('A', left), ...named('B', right)] }), notesOf(left)].join('\n\n')
}

const title = ({ model, takenAt }: ProfileRecord) =>
  `${model.name} ${model.version} (${model.digest.slice(0, 12)}), taken ${takenAt}`

function readRecord(path: string): ProfileRecord {
  const checked = check(readJson(path, 'profile'))
  if (!checked.ok) throw new Error(`${path} is no profile: ${describeFlaws(checked.flaws)}`)
  return checked.value
}
