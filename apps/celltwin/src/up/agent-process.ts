/** How processes of agents and of the server are started, here as in the benchmarks. */

/** Agents hold little; a small young generation keeps them small. */
export const AGENT_FLAGS = ['--max-semi-space-size=2', '--max-old-space-size=512', '--enable-source-maps']
/** Some 150 MB live: without a bound, V8 lets garbage of a busy server grow to gigabytes before it collects. */
export const SERVER_FLAGS = ['--max-semi-space-size=8', '--max-old-space-size=768', '--enable-source-maps']
/** Images come and go: with fixed thresholds glibc gives their memory back, 30 to 40 MB of the one that sees them. */
export const AGENT_MALLOC = { MALLOC_MMAP_THRESHOLD_: '262144', MALLOC_TRIM_THRESHOLD_: '262144' }
