/** The `celltwin` command. */
import { Command } from 'commander'
import { addBenchCommand } from './commands/bench.ts'
import { addCellCommands } from './commands/cell.ts'
import { addInspectCommands } from './commands/inspect.ts'
import { addLabelCommands } from './commands/labels.ts'
import { addMeasureCommands } from './commands/measure.ts'
import { addModelCommands } from './commands/model.ts'
import { addProfileCommands } from './commands/profile.ts'
import { addSignInCommands } from './commands/sign-in.ts'
import { addStudyCommands } from './commands/study.ts'

const celltwin = new Command('celltwin')
  .description(
    'A digital twin for a production cell: inspection at the edge, every part traceable, every reject stopped for a person.',
  )
  .showHelpAfterError('(celltwin --help lists the commands)')

addCellCommands(celltwin)
addSignInCommands(celltwin)
addInspectCommands(celltwin)
addMeasureCommands(celltwin)
addStudyCommands(celltwin)
addModelCommands(celltwin)
addLabelCommands(celltwin)
addProfileCommands(celltwin)
addBenchCommand(celltwin)

try {
  await celltwin.parseAsync(process.argv)
} catch (error) {
  console.error(`celltwin: ${(error as Error).message}`)
  process.exit(1)
}
