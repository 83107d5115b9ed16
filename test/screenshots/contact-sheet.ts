/** One page that shows all photographs: a row a state, a column a language, theme and size. */

export interface Shot {
  readonly state: string
  readonly address: string
  /** `en, light, 1280 × 800` */
  readonly as: string
  readonly file: string
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

export function contactSheet(shots: readonly Shot[], at: Date): string {
  const states = [...new Set(shots.map(({ state }) => state))].sort()
  const row = (state: string) => {
    const all = shots.filter((shot) => shot.state === state)
    const pictures = all.map(
      ({ file, as }) =>
        `<a href="${escaped(file)}"><img loading="lazy" src="${escaped(file)}" alt="${escaped(`${state}, ${as}`)}"><br>${escaped(as)}</a>`,
    )
    return `<h2 id="${escaped(state)}">${escaped(state)} <code>${escaped(all[0]!.address)}</code></h2><p>${pictures.join('\n')}</p>`
  }
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Celltwin: every page</title>
<style>
  body { font: 14px system-ui; margin: 24px; color-scheme: light dark }
  a { display: inline-block; margin: 0 8px 8px 0; font-size: 12px }
  img { width: 320px; border: 1px solid #8888 }
</style>
<h1>${shots.length} photographs of ${states.length} states, ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC</h1>
${states.map(row).join('\n')}
</html>
`
}
