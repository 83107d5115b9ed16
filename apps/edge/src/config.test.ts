import { describe, expect, it } from 'vitest'
import { AgentConfig, GatewayConfig, readConfig, replayFolder } from './config.ts'

describe('configuration', () => {
  it('has defaults for all but cell file and agent', () => {
    const config = readConfig(AgentConfig, { CELL_FILE: 'cell.yaml', AGENT: 'vision' })
    expect(config).toMatchObject({ CELL_FILE: 'cell.yaml', AGENT: 'vision', SEED: 1, DEFECT_RATE: 0.02 })
  })

  it('reads numbers', () => {
    expect(readConfig(GatewayConfig, { MQTT_PORT: '0', SPEED: '2.5' })).toMatchObject({ MQTT_PORT: 0, SPEED: 2.5 })
  })

  it('reports all faults together, each with its key and rule', () => {
    const read = () =>
      readConfig(AgentConfig, { CELL_FILE: 'cell.yaml', SEED: '1.5', DEFECT_RATE: '3', MQTT_URL: 'localhost' })
    expect(read).toThrow(/AGENT is required/)
    expect(read).toThrow(/SEED is "1.5", must be a whole number/)
    expect(read).toThrow(/DEFECT_RATE is "3", must be a share from 0 to 1/)
    expect(read).toThrow(/MQTT_URL is "localhost", must be a URL that begins with mqtt:\/\/, mqtts:/)
  })

  it('shows no secret in what it says', () => {
    const faultsOf = (env: Record<string, string>) => {
      try {
        return readConfig(AgentConfig, env)
      } catch (cause) {
        return (cause as Error).message
      }
    }
    const faults = faultsOf({ CELL_FILE: 'c', AGENT: 'a', AGENT_KEY: 'hush', MQTT_URL: 'tcp://cell:hush@broker' })
    expect(faults).not.toContain('hush')
    expect(faults).toContain('AGENT_KEY must be at least 16 characters')
    expect(faults).toContain('MQTT_URL is "tcp://cell:***@broker"')
  })

  it('takes an empty value for an absent one', () => {
    expect(readConfig(GatewayConfig, { MQTT_URL: '', SPEED: '' })).toMatchObject({ SPEED: 1 })
  })

  it('finds a replay folder beside the cell file, or where CELLTWIN_DATA points', () => {
    expect(replayFolder('../samples/bench', '/cells', {})).toBe('/samples/bench')
    expect(replayFolder('$CELLTWIN_DATA/bench', '/cells', { CELLTWIN_DATA: '/data' })).toBe('/data/bench')
    expect(() => replayFolder('$CELLTWIN_DATA/bench', '/cells', {})).toThrow(/CELLTWIN_DATA is not set/)
  })
})
