/** The one picture that shows what a result says: overlay, marked profile, marked spectrum or marked trace, as SVG. */
import type { CellDefinition, Result, Series } from '@celltwin/contracts'
import { framed, picture, plot } from './chart.ts'
import { marksOf } from './overlay.ts'
import { chartOf } from './series-charts.ts'
import { shownBestBy } from './shown-best-by.ts'

/** Evidence ready to be drawn. `href` may be a data URI, so that the picture stands on its own. */
export type Drawable = { readonly kind: string; readonly sha256: string } & (
  | { readonly image: { readonly href: string; readonly width: number; readonly height: number } }
  | { readonly series: Series }
)

/** Undefined where the evidence that the result rests on is not there. */
export function pictureOf(
  result: Result,
  evidence: readonly Drawable[],
  definition: CellDefinition,
): string | undefined {
  const characteristic = definition.recipe.characteristics.find(({ id }) => id === result.characteristic)
  const module = characteristic && definition.modules[characteristic.module]
  if (!characteristic || !module) return undefined
  const own = evidence.filter(({ sha256 }) => result.evidence.includes(sha256))
  const best = shownBestBy(characteristic.id)
  const shown = own.find(({ kind }) => kind === best) ?? own[0]
  if (!shown) return undefined
  if ('image' in shown) {
    const marks = marksOf([result]).map(({ outline, label, fails, angleDeg }) => ({
      outline,
      fails,
      text: angleDeg === undefined ? label : `${label}, ${Math.round(angleDeg)}°`,
    }))
    return framed(result, characteristic, picture(shown.image, marks))
  }
  const chart = chartOf({ result, characteristic, series: shown.series, module })
  return chart && framed(result, characteristic, plot(chart))
}
