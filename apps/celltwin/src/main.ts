/** Runs the `celltwin` command. */
import { celltwin } from './commands/celltwin.ts'

try {
  await celltwin.parseAsync(process.argv)
} catch (error) {
  console.error(`celltwin: ${(error as Error).message}`)
  process.exit(1)
}
