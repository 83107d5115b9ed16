import { readConfig } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { Config } from './config.ts'

const needed = { DATABASE_URL: 'postgresql://postgres@127.0.0.1/celltwin', MQTT_URL: 'mqtt://127.0.0.1' }
const read = (settings: Record<string, string>) => readConfig(Config, settings)

describe('the configuration', () => {
  it('has a default for everything but database and broker', () => {
    expect(read(needed)).toMatchObject({ HOST: '127.0.0.1', PORT: 8080, EVIDENCE_MAX_MB: 5000, LOG_LEVEL: 'info' })
    expect(() => read({})).toThrow(/DATABASE_URL is not set[\s\S]*MQTT_URL is not set/)
  })

  it('takes addresses, networks and loopback for proxies, and nothing else', () => {
    const trusted = (proxies: string) => read({ ...needed, TRUST_PROXY: proxies }).TRUST_PROXY
    expect(trusted('10.0.0.0/8, ::1,loopback')).toBe('10.0.0.0/8, ::1,loopback')
    expect(() => trusted('nginx')).toThrow(/TRUST_PROXY is "nginx", must be addresses or networks/)
  })

  it('shows no secret in what it says', () => {
    const wrong = () => read({ ...needed, DATABASE_URL: 'mysql://plant:hush@db/x', AGENT_KEY: 'hush' })
    expect(wrong).toThrow(/DATABASE_URL is "mysql:\/\/plant:\*\*\*@db\/x", must be postgresql:/)
    expect(wrong).toThrow(/AGENT_KEY must be at least 16 characters/)
    expect(wrong).not.toThrow(/hush/)
  })
})
