/** How a process of an agent is started, here as in the benchmarks. */

/** Agents hold little; a small young generation keeps them small. */
export const AGENT_FLAGS = ['--max-semi-space-size=2', '--max-old-space-size=512', '--enable-source-maps']
/** Images come and go: with fixed thresholds glibc gives their memory back, 30 to 40 MB of the one that sees them. */
export const AGENT_MALLOC = { MALLOC_MMAP_THRESHOLD_: '262144', MALLOC_TRIM_THRESHOLD_: '262144' }
