/** Runs the `celltwin` command. */
import { celltwin } from './commands/celltwin.ts'
import { lastWords } from './read-file.ts'

try {
  await celltwin.parseAsync(process.argv)
} catch (error) {
  console.error(`celltwin: ${lastWords(error)}`)
  process.exit((error as { exitCode?: number }).exitCode ?? 1)
}
