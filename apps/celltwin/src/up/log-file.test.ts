import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openLogFile } from './log-file.ts'

it.runIf(existsSync('/dev/full'))('loses lines where the disk is full, says so, and ends nothing', async () => {
  const reason = await new Promise((failed) => openLogFile('/dev/full', failed).write('a line'))
  expect(reason).toContain('its log cannot be written: ENOSPC')
})
