import type { PackageStore } from '../models/package-store.ts'

/** Of an agent that has fetched nothing and can fetch nothing. */
export const NO_PACKAGES: PackageStore = {
  folder: '',
  provide: () => Promise.reject(new Error('there is nothing to fetch here')),
}
