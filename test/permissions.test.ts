/** What the pages offer and what the server refuses come from one table. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Deed, MAY } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'

const APPS = resolve(dirname(fileURLToPath(import.meta.url)), '../apps')

const sourcesOf = (app: string): string[] =>
  readdirSync(join(APPS, app, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^generated/.test(file))
    .map((file) => readFileSync(join(APPS, app, 'src', file), 'utf8'))

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found]) => found!)

describe('permissions', () => {
  const server = sourcesOf('server').join('\n')
  const asked = new Set(all(server, /\bMAY\.(\w+)/g))
  const offered = new Set(sourcesOf('dashboard').flatMap((source) => all(source, /\buse(?:May|Needs)\(([^)]+)\)/g)))

  it('are named by routes from the table alone', () => {
    expect(server).not.toMatch(/config[^\n]*\broles: \[/)
    expect(server).not.toMatch(/requireRole\(request, \[/)
  })

  it('are asked for by a route, each of them', () => {
    expect(Object.keys(MAY).filter((deed) => !asked.has(deed))).toEqual([])
  })

  it('are those that the controls of the pages ask for', () => {
    const deeds = [...offered].flatMap((argument) => all(argument, /'(\w+)'/g))
    expect(deeds.length).toBeGreaterThan(20)
    expect(deeds.filter((deed) => !asked.has(deed as Deed))).toEqual([])
  })
})
