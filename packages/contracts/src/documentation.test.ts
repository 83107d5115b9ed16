/** What the documents say of the wire is what crosses it. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { EVENT_DATA } from './events.ts'
import { cellTopics } from './topics.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

/** The first cell of each row of a document's tables, where it is code. */
const firstCells = (text: string) => [...text.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]!)

describe('docs/events.md', () => {
  const text = read('../../../docs/events.md')

  it('lists every event once, and no other', () => {
    expect(firstCells(text).sort()).toEqual(Object.keys(EVENT_DATA).sort())
  })

  it('names the file that holds the schema of each', () => {
    for (const section of text.split(/^## /m).slice(1)) {
      const heading = section.split('\n', 1)[0]!
      const schemas = [...heading.matchAll(/`([^`]+\.ts)`/g)].map((match) => read(`./${match[1]}`)).join('')
      const elsewhere = firstCells(section).filter((type) => !schemas.includes(`'${type}':`))
      expect(elsewhere, heading).toEqual([])
    }
  })
})

describe('docs/wire-protocol.md', () => {
  it('lists every topic', () => {
    const topics = cellTopics({ enterprise: '{enterprise}', site: '{site}', area: '{area}', cell: '{cell}' })
    const { root, ...below } = topics
    const text = read('../../../docs/wire-protocol.md')
    expect(text).toContain(`\`${root}/\``)
    const spelled = Object.values(below).map((topic) =>
      (typeof topic === 'string' ? topic : topic('{source}', '{type}')).slice(root.length + 1),
    )
    const listed = firstCells(text.slice(text.indexOf('## MQTT'), text.indexOf('### Envelope')))
    expect(listed.sort()).toEqual(spelled.sort())
  })
})
