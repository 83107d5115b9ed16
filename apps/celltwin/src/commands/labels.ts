/** What people decided, as data to learn from. */
import type { Command } from 'commander'
import { DEFAULT_URL, instant } from '../options.ts'

export function addLabelCommands(celltwin: Command): void {
  celltwin
    .command('labels')
    .description('what people decided, as labelled data; nothing trains by itself')
    .command('export')
    .description('evidence and labels into folders by physical part, with a manifest; goes on where it stopped')
    .requiredOption('--out <folder>', 'where they go')
    .option('--cell <slug>', 'of this cell alone')
    .option('--from <time>', 'decided from then on, ISO 8601', instant)
    .option('--to <time>', 'decided before then', instant)
    .option('--names', 'people by name, not by pseudonym; needs the role admin')
    .option('--url <url>', 'the server', DEFAULT_URL)
    .action(async (options) => {
      const { exportLabels } = await import('../labels/export-labels.ts')
      console.log(JSON.stringify(await exportLabels(options), null, 2))
    })
}
