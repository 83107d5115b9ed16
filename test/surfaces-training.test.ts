import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

const PYTHON = '/usr/bin/python3'
const ready = spawnSync(PYTHON, ['-c', 'import sklearn, PIL']).status === 0

it.skipIf(!ready)('trains on photographs split by part and judges unseen ones', { timeout: 240_000 }, () => {
  const ran = spawnSync(PYTHON, ['-m', 'unittest', 'discover', '-s', 'training/surfaces'], {
    encoding: 'utf8',
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  })
  if (ran.stdout.includes('skipped: no data')) console.log('skipped: no data')
  expect(ran.stderr).toMatch(/\nOK/)
})
