/** A program that says something as its launcher goes, and ends. For tests. */
import { openLog } from '../log.ts'

const log = openLog({})
process.stdin.resume().on('end', () => {
  for (const said of ['the launcher has gone', 'stopping']) log.info(said)
  process.exit(0)
})
