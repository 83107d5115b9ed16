/** Everything that can be set for the edge processes. */
import { isAbsolute, join } from 'node:path'
import { AgentKey, BrokerUrl, ConfigError, type Environment, LogLevel, ModelKeys } from '@celltwin/contracts'
import Type, { type Static } from 'typebox'

export const AgentConfig = Type.Object({
  CELL_FILE: Type.String({ minLength: 1, description: 'path of the cell file' }),
  AGENT: Type.String({ minLength: 1, description: 'a name under `agents` in the cell file' }),
  MQTT_URL: Type.String({ ...BrokerUrl, default: 'mqtt://127.0.0.1:1883' }),
  SERVER_URL: Type.String({
    pattern: '^https?://.+',
    default: 'http://127.0.0.1:8080',
    description: 'http://host:port of the server, or https',
  }),
  AGENT_KEY: AgentKey,
  DATA_DIR: Type.String({ minLength: 1, default: 'data', description: 'folder of this agent alone' }),
  MODELS_DIR: Type.String({ minLength: 1, default: 'packages/models', description: 'folder of the model packages' }),
  MODEL_KEYS: ModelKeys,
  SEED: Type.Integer({ minimum: 0, default: 1, description: 'a whole number; simulated devices only' }),
  DEFECT_RATE: Type.Number({ minimum: 0, maximum: 1, default: 0.02, description: 'a share from 0 to 1' }),
  LOG_LEVEL: LogLevel,
})
export type AgentConfig = Static<typeof AgentConfig>

export const GatewayConfig = Type.Object({
  CELL_FILES: Type.String({ default: '', description: 'paths of the cell files, separated by commas' }),
  /** A broker of one's own: the gateway then only keeps the clock. */
  MQTT_URL: Type.Optional(Type.String(BrokerUrl)),
  HOST: Type.String({ minLength: 1, default: '127.0.0.1', description: 'address to listen on' }),
  MQTT_PORT: Type.Integer({ minimum: 0, maximum: 65535, default: 1883, description: 'a port, 0 to 65535' }),
  SPEED: Type.Number({ exclusiveMinimum: 0, maximum: 1000, default: 1, description: 'above 0, up to 1000' }),
  LOG_LEVEL: LogLevel,
})
export type GatewayConfig = Static<typeof GatewayConfig>

/** Expands `$CELLTWIN_DATA` in a replay folder; otherwise it is relative to the cell file's own folder. */
export function replayFolder(folder: string, cellFileFolder: string, env: Environment): string {
  const expanded = folder.replace(/\$\{?CELLTWIN_DATA\}?/, () => {
    if (!env.CELLTWIN_DATA) throw new ConfigError(`devices.folder is ${folder}, but CELLTWIN_DATA is not set`)
    return env.CELLTWIN_DATA
  })
  return isAbsolute(expanded) ? expanded : join(cellFileFolder, expanded)
}
