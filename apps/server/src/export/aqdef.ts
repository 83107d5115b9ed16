/**
 * Measured values in AQDEF (Q-DAS ASCII transfer format, .dfq), as statistics programs of car makers read them.
 *
 * The description comes first, in K-fields: part (K1…), then characteristics (K2…/n). Then for each part one line of
 * values, characteristics separated by character 15 and the fields of each by character 20 (value, attribute, instant),
 * followed by what is true of the whole line: `K0014/0/n` the serial, `K0009/0/n` lots and container.
 */
import type { CellDefinition, Characteristic } from '@celltwin/contracts'
import { lotsOf } from './formats.ts'
import type { ExportRow } from './rows.ts'

const OF_CHARACTERISTIC = '\x0f'
const OF_FIELD = '\x14'
/** K0002: the value is there, or only its place. */
const VALID = '0'
const MISSING = '255'

/** What has a number: classes are none. */
export const measuredOf = ({ recipe }: CellDefinition): Characteristic[] =>
  recipe.characteristics.filter(({ kind }) => kind !== 'class')

export async function* aqdefOf(
  batches: AsyncIterable<readonly ExportRow[]>,
  definition: CellDefinition,
): AsyncGenerator<Buffer> {
  const characteristics = measuredOf(definition)
  const instant = clockOf(definition.shifts?.timeZone ?? 'UTC')
  yield inLatin1(head(definition, characteristics))
  let line = 0
  for await (const rows of batches) {
    const lines = rows.map((row) => {
      line += 1
      const at = instant(row.judgedAt ?? row.insertedAt)
      const values = characteristics.map(({ id }) => {
        const value = row.values[id]?.[0] ?? null
        return [value === null ? '0' : String(value), value === null ? MISSING : VALID, at].join(OF_FIELD)
      })
      const said = [lotsOf(row), row.container && `${row.container}/${row.position}`].filter(Boolean).join(', ')
      return `${values.join(OF_CHARACTERISTIC)}\r\nK0014/0/${line} ${row.serial}\r\nK0009/0/${line} ${oneLine(said)}\r\n`
    })
    yield inLatin1(lines.join(''))
  }
}

function head({ path, title, recipe, modules }: CellDefinition, characteristics: readonly Characteristic[]): string {
  const fields: [string, string | number | undefined][] = [
    ['K0100', characteristics.length],
    ['K1001/1', recipe.partType],
    ['K1002/1', `${recipe.id} v${recipe.version}`],
    ['K1041/1', recipe.drawing],
    ['K1082/1', `${path.cell}, ${title}`],
  ]
  for (const [index, { id, title, module, unit, decimals, nominal, lower, upper }] of characteristics.entries()) {
    const n = index + 1
    fields.push(
      [`K2001/${n}`, id],
      [`K2002/${n}`, title],
      [`K2004/${n}`, 0],
      [`K2022/${n}`, decimals],
      [`K2101/${n}`, nominal],
      [`K2110/${n}`, lower],
      [`K2111/${n}`, upper],
      // 0: no limit, 1: a limit.
      [`K2120/${n}`, lower === undefined ? 0 : 1],
      [`K2121/${n}`, upper === undefined ? 0 : 1],
      [`K2142/${n}`, unit || undefined],
      [`K2402/${n}`, modules[module]?.gauge],
    )
  }
  return fields
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${oneLine(String(value))}\r\n`)
    .join('')
}

/** `19.11.2026/10:35:48`, by the clock of the plant. */
function clockOf(timeZone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat('de-DE', {
    ...{ timeZone, day: '2-digit', month: '2-digit', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  })
  return (at) => format.format(new Date(at)).replace(', ', '/')
}

const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ')

/** Readers expect the Windows character set; what it lacks gets its nearest sign. */
const inLatin1 = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/[–—−]/g, '-')
      .replace(/[‘’]/g, "'")
      .replace(/[\u0100-\uffff]/g, '?'),
    'latin1',
  )
