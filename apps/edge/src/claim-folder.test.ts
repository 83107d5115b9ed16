import { expect, it } from 'vitest'
import { claimFolder } from './claim-folder.ts'
import { temporaryFolder } from './testing/folder.ts'

it.runIf(process.platform === 'linux')('gives a data folder to one agent alone', async () => {
  const folder = temporaryFolder()
  await claimFolder(folder)
  await expect(claimFolder(folder)).rejects.toThrow(/Another agent is running/)
  await claimFolder(temporaryFolder())
})
