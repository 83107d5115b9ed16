/** The text of a PDF, as far as a test wants to find words in it: streams inflated, glyphs read back by their own maps. */
import { inflateSync } from 'node:zlib'

export function pdfText(bytes: Uint8Array): string {
  const streams = streamsOf(Buffer.from(bytes))
  const maps = streams.filter((stream) => stream.includes('beginbfrange') || stream.includes('beginbfchar')).map(glyphs)
  const shown = streams.filter((stream) => stream.includes(' Tf')).flatMap(strings)
  // Which font a string is in is not asked: one of the maps makes words of it.
  return maps
    .map((map) => shown.map((codes) => codes.map((code) => map.get(code) ?? '').join('')).join('\n'))
    .join('\n')
}

function streamsOf(pdf: Buffer): string[] {
  const found: string[] = []
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 1)) {
    const end = pdf.indexOf('endstream', at)
    try {
      found.push(inflateSync(pdf.subarray(at + 7, end)).toString('latin1'))
    } catch {
      // Not deflated, or the word in some other place.
    }
  }
  return found
}

/** Glyph → character, of a ToUnicode map. */
function glyphs(map: string): Map<number, string> {
  const text = (hex: string) => String.fromCharCode(...hex.split(' ').map((code) => Number.parseInt(code, 16)))
  const found = new Map<number, string>()
  for (const [, from = '', list = ''] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi))
    for (const [n, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]+)>/gi)].entries())
      found.set(Number.parseInt(from, 16) + n, text(hex))
  return found
}

/** Glyphs of each text that is shown. */
const strings = (content: string): number[][] =>
  [...content.matchAll(/\[([^\]]*)\] TJ/g)].map(([, shown = '']) =>
    [...shown.matchAll(/<([0-9a-f]+)>/gi)].flatMap(([, hex = '']) =>
      (hex.match(/.{4}/g) ?? []).map((code) => Number.parseInt(code, 16)),
    ),
  )
