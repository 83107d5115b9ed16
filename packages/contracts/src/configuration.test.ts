import Type from 'typebox'
import { describe, expect, it } from 'vitest'
import { BrokerUrl, ConfigError, LogLevel, readConfig } from './configuration.ts'

const Settings = Type.Object({
  NAME: Type.String({ description: 'a name' }),
  MQTT_URL: Type.Optional(Type.String(BrokerUrl)),
  KEY: Type.Optional(Type.String({ minLength: 16, secret: true, description: 'at least 16 characters' })),
  PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 8080, description: 'port to listen on' }),
  SHARE: Type.Number({ minimum: 0, maximum: 1, default: 0.02, description: 'a share' }),
  LOG_LEVEL: LogLevel,
})

describe('the configuration of a program', () => {
  const faultsOf = (environment: Record<string, string>): string => {
    try {
      readConfig(Settings, environment)
    } catch (cause) {
      expect(cause).toBeInstanceOf(ConfigError)
      return (cause as Error).message
    }
    throw new Error('nothing was found wrong')
  }

  it('is read with its defaults, numbers as numbers, and what is empty as absent', () => {
    expect(readConfig(Settings, { NAME: 'a', SHARE: '0.5', MQTT_URL: '', PORT: '' })).toEqual({
      ...{ NAME: 'a', SHARE: 0.5, PORT: 8080, LOG_LEVEL: 'info' },
    })
  })

  it('names every fault at once, with setting, value and rule', () => {
    expect(faultsOf({ PORT: 'eighty', SHARE: '3', MQTT_URL: 'localhost', LOG_LEVEL: 'loud' }).split('\n')).toEqual([
      'the configuration is wrong:',
      '  NAME is not set, must be a name',
      '  MQTT_URL is "localhost", must be mqtt://host:port of the broker, or mqtts, ws, wss',
      '  PORT is "eighty", must be integer (port to listen on)',
      '  SHARE is "3", must be <= 1 (a share)',
      '  LOG_LEVEL is "loud", must be one of fatal, error, warn, info, debug, trace, silent (how much is logged)',
      'Set these in the environment and start again.',
    ])
  })

  it('shows no secret in what it says', () => {
    const faults = faultsOf({ NAME: 'a', KEY: 'hush', MQTT_URL: 'tcp://cell:hush@broker' })
    expect(faults).not.toContain('hush')
    expect(faults).toContain('KEY must be at least 16 characters')
    expect(faults).toContain('MQTT_URL is "tcp://cell:***@broker"')
  })
})
