import { defineConfig } from 'vitest/config'

/** What is polled for has the time that a busy machine takes; the default is a second. */
const patience = { poll: { timeout: 20_000 } }
const limits = { testTimeout: 30_000, hookTimeout: 60_000, maxWorkers: 2, expect: patience }
const project = (name: string, include: string[], more: object = {}) => ({
  test: { ...limits, name, include, ...more },
})
/** Most of the time of small tests is loading what they test: the files of one worker load it once. */
const loadedOnce = { isolate: false, setupFiles: ['test/support/properties.ts'] }

const REAL_SPEED = ['retake', 'twenty-parts'].map((name) => `test/house/${name}.test.ts`)
const FULL_SPEED = ['test/house/good-run.test.ts']
const AT_REST = ['accessibility', 'alarms', 'recall', 'shift'].map((name) => `test/browser/${name}.test.ts`)
const WITHOUT_CELL = ['analytics', 'hold-fixture', 'roles', 'sign-in'].map((name) => `test/browser/${name}.test.ts`)

export default defineConfig({
  test: {
    ...limits,
    projects: [
      project(
        'unit',
        ['packages/*/src/**/*.test.ts', 'apps/{celltwin,edge}/src/**/*.test.ts', 'test/*.test.ts'],
        loadedOnce,
      ),
      project('server', ['apps/server/src/**/*.test.ts'], {
        ...loadedOnce,
        globalSetup: ['test/support/shared-postgres.ts'],
      }),
      project('dashboard', ['apps/dashboard/src/**/*.test.{ts,tsx}'], {
        ...loadedOnce,
        setupFiles: [...loadedOnce.setupFiles, 'apps/dashboard/test-language.ts'],
      }),
      // Houses by the time they leave for a computation; scripts/test.mjs says what may run beside which.
      project('house-at-real-speed', REAL_SPEED),
      project('house', ['test/house/*.test.ts'], { exclude: [...REAL_SPEED, ...FULL_SPEED] }),
      project('house-at-full-speed', FULL_SPEED),
      project('browser-at-rest', AT_REST, { globalSetup: ['test/support/resting-house.ts'] }),
      project('browser-without-cell', WITHOUT_CELL),
      project('browser', ['test/browser/*.test.ts'], { exclude: [...AT_REST, ...WITHOUT_CELL] }),
    ],
  },
})
