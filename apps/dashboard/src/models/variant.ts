import type { ModelRef, ModelSummary } from '@celltwin/contracts'

/** Variants of a model have its name and version; what parts them is their precision. */
export function versionOf(packages: readonly ModelSummary[], { digest, version }: ModelRef): string {
  const precision = packages.find((each) => each.digest === digest)?.precision
  return precision ? `${version} ${precision}` : version
}
