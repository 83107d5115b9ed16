import { cpus, totalmem } from 'node:os'

/** What the figures were measured on. */
export function describeMachine(): Readonly<Record<string, string | number>> {
  const processors = cpus()
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
  }
}
