import { defineConfig } from 'vitest/config'

const limits = { testTimeout: 30_000, hookTimeout: 60_000, maxWorkers: 2 }
const project = (name: string, include: string[], more: object = {}) => ({
  test: { ...limits, name, include, ...more },
})

export default defineConfig({
  test: {
    ...limits,
    projects: [
      project('unit', [
        'packages/*/src/**/*.test.ts',
        'apps/{celltwin,edge,server}/src/**/*.test.ts',
        'test/*.test.ts',
      ]),
      project('dashboard', ['apps/dashboard/src/**/*.test.{ts,tsx}'], {
        setupFiles: ['apps/dashboard/test-language.ts'],
      }),
      project('house', ['test/house/*.test.ts']),
      project('browser', ['test/browser/*.test.ts']),
    ],
  },
})
