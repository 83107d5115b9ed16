/** Who asks: sessions with a server. */
import type { Command } from 'commander'
import { DEFAULT_URL } from '../options.ts'

export function addSignInCommands(celltwin: Command): void {
  celltwin
    .command('login')
    .description('sign in to a server, for the commands that ask it; the password is CELLTWIN_PASSWORD, or typed')
    .requiredOption('--account <name>', 'as on the sign-in page')
    .option('--url <url>', 'the server', DEFAULT_URL)
    .addHelpText('after', '\nCELLTWIN_TOKEN, where set, is used in place of the session that is kept.')
    .action(async ({ url, account }) => {
      const { login } = await import('../server/sign-in.ts')
      console.log(`signed in to ${url} as ${await login(url, account)}`)
    })

  celltwin
    .command('logout')
    .description('end the session of `celltwin login`')
    .option('--url <url>', 'the server', DEFAULT_URL)
    .action(async ({ url }) => {
      const { logout } = await import('../server/sign-in.ts')
      await logout(url)
    })
}
