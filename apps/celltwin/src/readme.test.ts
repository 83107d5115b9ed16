/** What the README says of commands and dependencies is so. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { celltwin } from './commands/celltwin.ts'

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

/** Cells of the rows of the table that begins with these headings. */
function table(heading: string): string[][] {
  const text = read('README.md')
  const rows = text.slice(text.indexOf(heading)).split('\n\n', 1)[0]!.trim().split('\n').slice(2)
  return rows.map((row) => row.split('|').slice(1, -1))
}

const code = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!)

describe('the README', () => {
  it('names every command, and no other', () => {
    const named = table('| command | does |').flatMap(([command]) => code(command!))
    const commands = new Set(named.map((usage) => usage.split(' ', 1)[0]))
    expect([...commands].sort()).toEqual(celltwin.commands.map((command) => command.name()).sort())
  })

  it('gives each dependency of the catalog its reason, and no other', () => {
    const { catalog } = parse(read('pnpm-workspace.yaml')) as { catalog: Record<string, string> }
    const rows = table('| for | we use | because |')
    expect(rows.filter(([, , reason]) => !reason?.trim())).toEqual([])
    const used = Object.keys(catalog).filter((name) => !name.startsWith('@types/'))
    expect(rows.flatMap(([, names]) => code(names!)).sort()).toEqual(used.sort())
  })
})
