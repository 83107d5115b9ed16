/** The one place that spells a topic. See docs/wire-protocol.md. */
import type { EquipmentPath } from './ids.ts'

export const TOPIC_ROOT = 'celltwin/v1'

export function cellTopics(path: EquipmentPath) {
  const root = `${TOPIC_ROOT}/${path.enterprise}/${path.site}/${path.area}/${path.cell}`
  return {
    root,
    /** Each event once, live, QoS 1. */
    event: (source: string, type: string) => `${root}/evt/${source}/${type}`,
    /** Resends and late events, in frames; only the server listens. */
    backlog: (source: string) => `${root}/backlog/${source}`,
    telemetry: (source: string) => `${root}/telemetry/${source}`,
    /** Retained birth; the last will is the death. */
    presence: (source: string) => `${root}/presence/${source}`,
    ack: (source: string) => `${root}/ack/${source}`,
    desired: `${root}/desired`,
    clock: `${root}/clock`,
    /** Simulation only: faults in force, retained; read by simulated devices alone. */
    faults: `${root}/world/faults`,
    /** Simulation only: ground truth, for comparison; never read by an agent. */
    truth: `${root}/world/truth`,
  }
}

export type CellTopics = ReturnType<typeof cellTopics>

/** Subscriptions of the server, over all cells. */
export const serverSubscriptions = {
  event: `${TOPIC_ROOT}/+/+/+/+/evt/+/+`,
  backlog: `${TOPIC_ROOT}/+/+/+/+/backlog/+`,
  telemetry: `${TOPIC_ROOT}/+/+/+/+/telemetry/+`,
  presence: `${TOPIC_ROOT}/+/+/+/+/presence/+`,
  clock: `${TOPIC_ROOT}/+/+/+/+/clock`,
  truth: `${TOPIC_ROOT}/+/+/+/+/world/truth`,
} as const

export interface ParsedTopic {
  readonly path: EquipmentPath
  readonly channel: 'evt' | 'backlog' | 'telemetry' | 'presence' | 'ack' | 'desired' | 'clock' | 'world'
  /** The source for evt, backlog, telemetry, presence, ack; `faults` or `truth` for world. */
  readonly source?: string
  /** The event type for evt. */
  readonly type?: string
}

const CHANNELS = new Set(['evt', 'backlog', 'telemetry', 'presence', 'ack', 'desired', 'clock', 'world'])

/** The parts of a topic, or undefined where it is none of ours. */
export function parseTopic(topic: string): ParsedTopic | undefined {
  const [app, version, enterprise, site, area, cell, channel, source, type, ...rest] = topic.split('/')
  if (`${app}/${version}` !== TOPIC_ROOT || rest.length > 0) return undefined
  if (!enterprise || !site || !area || !cell || !channel || !CHANNELS.has(channel)) return undefined
  return {
    path: { enterprise, site, area, cell },
    channel: channel as ParsedTopic['channel'],
    ...(source ? { source } : {}),
    ...(type ? { type } : {}),
  }
}
