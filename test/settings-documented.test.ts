/** What can be set stands in docs/operation.md. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { AgentConfig, GatewayConfig } from '../apps/edge/src/config.ts'
import { InferenceConfig } from '../apps/edge/src/inference/choice.ts'
import { Config } from '../apps/server/src/config.ts'

it('names every setting of server, agents and gateway, and no other', () => {
  const settings = [Config, AgentConfig, InferenceConfig, GatewayConfig].flatMap(({ properties }) =>
    Object.keys(properties),
  )
  const text = readFileSync(new URL('../docs/operation.md', import.meta.url), 'utf8')
  const table = text.slice(text.indexOf('| of | settings |'), text.indexOf('## Backup'))
  const named = [...table.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name!)
  expect([...new Set(named)].sort()).toEqual([...new Set(settings)].sort())
})
