import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The migrations of this release; as far from here as from the bundles in `dist`. */
export const MIGRATIONS = resolve(fileURLToPath(new URL('../../../prisma/migrations', import.meta.url)))
