import { readConfig } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { AgentConfig, GatewayConfig, replayFolder } from './config.ts'

describe('configuration', () => {
  it('has defaults for all but cell file and agent', () => {
    const config = readConfig(AgentConfig, { CELL_FILE: 'cell.yaml', AGENT: 'vision' })
    expect(config).toMatchObject({ CELL_FILE: 'cell.yaml', AGENT: 'vision', SEED: 1, DEFECT_RATE: 0.02 })
    expect(readConfig(GatewayConfig, { SPEED: '2.5' })).toMatchObject({ MQTT_PORT: 1883, SPEED: 2.5 })
    expect(() => readConfig(AgentConfig, { CELL_FILE: 'cell.yaml' })).toThrow(/AGENT is not set, must be a name under/)
  })

  it('finds a replay folder beside the cell file, or where CELLTWIN_DATA points', () => {
    expect(replayFolder('../samples/bench', '/cells', {})).toBe('/samples/bench')
    expect(replayFolder('$CELLTWIN_DATA/bench', '/cells', { CELLTWIN_DATA: '/data' })).toBe('/data/bench')
    expect(() => replayFolder('$CELLTWIN_DATA/bench', '/cells', {})).toThrow(/CELLTWIN_DATA is not set/)
  })
})
