import { configDefaults, defineConfig } from 'vitest/config'

const limits = { testTimeout: 30_000, hookTimeout: 60_000, maxWorkers: 2 }
const DASHBOARD = 'apps/dashboard/src/**/*.test.{ts,tsx}'

export default defineConfig({
  test: {
    ...limits,
    projects: [
      {
        test: {
          ...limits,
          name: 'house',
          include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, DASHBOARD],
        },
      },
      { test: { ...limits, name: 'dashboard', include: [DASHBOARD], setupFiles: ['apps/dashboard/test-language.ts'] } },
    ],
  },
})
