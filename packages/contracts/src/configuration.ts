/** Configuration of a program, from its environment. All faults are told together. */
import Type, { type Static, type TObject, type TSchema } from 'typebox'
import { checker, type Flaw } from './check.ts'
import { withoutPassword } from './without-password.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** What only a person can put right: starting again does not help. The program ends with `MISCONFIGURED`. */
export class ConfigError extends Error {
  override readonly name: string = 'ConfigError'
}

export const LogLevel = Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
  default: 'info',
  description: 'how much is logged',
})

/** The URL of a broker, as any of our programs takes it. */
export const BrokerUrl = {
  pattern: '^(mqtts?|wss?)://.+',
  description: 'mqtt://host:port of the broker, or mqtts, ws, wss',
}

/** What server and agents prove to each other that they know. */
export const AgentKey = Type.Optional(
  Type.String({ minLength: 16, secret: true, description: 'at least 16 characters, the same for server and agents' }),
)

export const ModelKeys = Type.Optional(
  Type.String({ description: 'keys that may sign models: name=key,name=key as celltwin model key prints them' }),
)

/** Of a setting, beside its rule. */
interface Described {
  readonly type?: string
  readonly pattern?: string
  readonly default?: unknown
  readonly description?: string
  /** Its value is in no message. */
  readonly secret?: boolean
}

/** An empty text counts as none. @throws ConfigError naming every setting at fault, what was found and the rule. */
export function readConfig<S extends TObject>(schema: S, environment: Environment): Readonly<Static<S>> {
  const config: Record<string, unknown> = {}
  const faults: string[] = []
  for (const [key, rule] of Object.entries(schema.properties) as [string, TSchema & Described][]) {
    const text = environment[key] || undefined
    const value = text === undefined ? rule.default : parsed(text, rule)
    if (value !== undefined) {
      const checked = checker(rule)(value)
      if (!checked.ok) faults.push(`${key}${faultOf(text, checked.flaws, rule)}`)
      config[key] = value
    } else if (schema.required?.includes(key)) faults.push(`${key} is not set, must be ${rule.description}`)
  }
  if (faults.length === 0) return Object.freeze(config) as Readonly<Static<S>>
  throw new ConfigError(
    `the configuration is wrong:\n  ${faults.join('\n  ')}\nSet these in the environment and start again.`,
  )
}

/** Text that is no number stays text, so that the check names it. */
function parsed(text: string, { type }: Described): string | number {
  const numeric = type === 'integer' || type === 'number'
  return numeric && !Number.isNaN(Number(text)) ? Number(text) : text
}

function faultOf(text = '', [flaw]: readonly Flaw[], { pattern, description, secret }: Described): string {
  if (secret) return ` must be ${description}`
  const rule = pattern || !flaw ? `must be ${description}` : `${flaw.rule} (${description})`
  return ` is ${JSON.stringify(withoutPassword(text))}, ${rule}`
}
