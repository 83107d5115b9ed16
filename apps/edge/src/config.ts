/** Configuration of the edge processes, from the environment. All faults are reported together. */
import { isAbsolute, join } from 'node:path'
import { withoutPassword } from '@celltwin/contracts'
import Type, { type Static, type TObject, type TSchema } from 'typebox'
import { Value } from 'typebox/value'

const Url = (...schemes: string[]) => ({
  pattern: `^(${schemes.join('|')})://.+`,
  description: `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(', ')}`,
})
const BROKERS = ['mqtt', 'mqtts', 'ws', 'wss']
const LogLevel = Type.String({
  pattern: '^(fatal|error|warn|info|debug|trace|silent)$',
  default: 'info',
  description: 'fatal, error, warn, info, debug, trace or silent',
})

export const AgentConfig = Type.Object({
  CELL_FILE: Type.String({ minLength: 1, description: 'path of the cell file' }),
  AGENT: Type.String({ minLength: 1, description: 'a name under `agents` in the cell file' }),
  MQTT_URL: Type.String({ ...Url(...BROKERS), default: 'mqtt://127.0.0.1:1883' }),
  SERVER_URL: Type.String({ ...Url('http', 'https'), default: 'http://127.0.0.1:8080' }),
  AGENT_KEY: Type.Optional(
    Type.String({ minLength: 16, secret: true, description: 'at least 16 characters, as the server has it' }),
  ),
  DATA_DIR: Type.String({ minLength: 1, default: 'data', description: 'folder of this agent alone' }),
  MODELS_DIR: Type.String({ minLength: 1, default: 'packages/models', description: 'folder of the model packages' }),
  MODEL_KEYS: Type.Optional(
    Type.String({ description: 'keys that may sign models: name=key,name=key as celltwin model key prints them' }),
  ),
  SEED: Type.Integer({ minimum: 0, default: 1, description: 'a whole number; simulated devices only' }),
  DEFECT_RATE: Type.Number({ minimum: 0, maximum: 1, default: 0.02, description: 'a share from 0 to 1' }),
  LOG_LEVEL: LogLevel,
})
export type AgentConfig = Static<typeof AgentConfig>

export const GatewayConfig = Type.Object({
  CELL_FILES: Type.String({ default: '', description: 'paths of the cell files, separated by commas' }),
  /** A broker of one's own: the gateway then only keeps the clock. */
  MQTT_URL: Type.Optional(Type.String(Url(...BROKERS))),
  HOST: Type.String({ minLength: 1, default: '127.0.0.1', description: 'address to listen on' }),
  MQTT_PORT: Type.Integer({ minimum: 0, maximum: 65535, default: 1883, description: 'a port, 0 to 65535' }),
  SPEED: Type.Number({ exclusiveMinimum: 0, maximum: 1000, default: 1, description: 'above 0, up to 1000' }),
  LOG_LEVEL: LogLevel,
})
export type GatewayConfig = Static<typeof GatewayConfig>

/** What only a person can put right: starting again does not help. */
export class ConfigError extends Error {
  override readonly name: string = 'ConfigError'
}

/** @throws ConfigError naming every key at fault, what was found and the rule. */
export function readConfig<S extends TObject>(schema: S, env: Record<string, string | undefined>): Static<S> {
  const faults: string[] = []
  const config: Record<string, unknown> = {}
  for (const [key, rule] of Object.entries(schema.properties) as [string, TSchema & Described][]) {
    const given = env[key] || undefined
    const numeric = rule.type === 'number' || rule.type === 'integer'
    const value = given === undefined ? rule.default : numeric ? Number(given) : given
    const expected = rule.description ?? 'something else'
    if (value === undefined && !schema.required?.includes(key)) continue
    if (value === undefined) faults.push(`  ${key} is required: ${expected}`)
    else if (!Value.Check(rule, value))
      faults.push(
        `  ${key}${rule.secret ? '' : ` is ${JSON.stringify(withoutPassword(given ?? ''))},`} must be ${expected}`,
      )
    config[key] = value
  }
  if (faults.length > 0) throw new ConfigError(`Configuration (environment variables):\n${faults.join('\n')}`)
  return Object.freeze(config) as Static<S>
}

interface Described {
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  /** Its value is in no message. */
  readonly secret?: boolean
}

/** Expands `$CELLTWIN_DATA` in a replay folder; otherwise it is relative to the cell file's own folder. */
export function replayFolder(folder: string, cellFileFolder: string, env: Record<string, string | undefined>): string {
  const expanded = folder.replace(/\$\{?CELLTWIN_DATA\}?/, () => {
    if (!env.CELLTWIN_DATA) throw new ConfigError(`devices.folder is ${folder}, but CELLTWIN_DATA is not set`)
    return env.CELLTWIN_DATA
  })
  return isAbsolute(expanded) ? expanded : join(cellFileFolder, expanded)
}
