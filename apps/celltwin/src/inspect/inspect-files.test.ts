import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inspectFiles } from './inspect-files.ts'

const cell = join(import.meta.dirname, '../../../../cells/pulley-cell-1.yaml')

it.each([
  ['waveform=nowhere.series', 'there is no file nowhere.series'],
  [`image-bright=${import.meta.dirname}`, `${import.meta.dirname} is a folder`],
  [`waveform=${cell}`, `${cell} is neither an image nor a series: `],
])('refuses %s by naming the file', async (argument, message) => {
  await expect(inspectFiles([argument], { cell, models: '' })).rejects.toThrow(message)
})
