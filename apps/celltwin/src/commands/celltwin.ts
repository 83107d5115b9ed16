/** The `celltwin` command and all that it can do. */
import { Command } from 'commander'
import { addBenchCommand } from './bench.ts'
import { addCellCommands } from './cell.ts'
import { addInspectCommands } from './inspect.ts'
import { addLabelCommands } from './labels.ts'
import { addMeasureCommands } from './measure.ts'
import { addModelCommands } from './model.ts'
import { addProfileCommands } from './profile.ts'
import { addSignInCommands } from './sign-in.ts'
import { addStudyCommands } from './study.ts'

export const celltwin = new Command('celltwin')
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
