/** A camera gauge on an image: edges found by calipers, a shape fitted robustly, every value with its uncertainty. */
import type { CameraGauge, GaugeReport } from '@celltwin/contracts'
import type { GreyImage } from '../inspector.ts'
import { type Caliper, type Edge, findEdges } from './caliper.ts'
import { coverageFactor, dependence } from './coverage.ts'
import { IN_PIXELS, type Mapping, scaleAt } from './mapping.ts'
import { NotMeasurable } from './not-measurable.ts'
import { missingIn, roundingInValue } from './rounding.ts'
import { type FittedValue, fitArc, fitEllipse, fitLines, type ShapeFit } from './shape-fit.ts'
import { lengthOf, nominalShape, placeCalipers, type Shape } from './shapes.ts'

/** Fewer degrees of freedom say too little about scatter: the pixels' own noise speaks instead. */
const LEAST_FREEDOM = 4
const SHORT_ARC_DEG = 120
const LEAST_PAIR_BLURS = 6

/** @throws NotMeasurable where too few edges are found or they do not determine the shape. */
export function measureImage(image: GreyImage, gauge: CameraGauge, mapping: Mapping = IN_PIXELS): GaugeReport {
  checkRegion(image, gauge)
  const nominal = nominalShape(gauge)
  const rough = fitShape(gauge, locate(image, gauge, nominal), nominal, IN_PIXELS)
  // Once more from where the shape is: a caliper that stands askew or bends wrongly sees a broader, shifted edge.
  const shape = rough.shape
  const found = locate(image, gauge, shape)
  const { fit, values } = fitShape(gauge, found, shape, mapping)

  const overlap = Math.max(1, (gauge.calipers * gauge.region.width) / lengthOf(shape))
  const thin = fit.degreesOfFreedom < LEAST_FREEDOM
  const perPixel = mapping.unit === 'px' ? 1 : scaleAt(mapping, found.sides[0]![0]!)
  const predicted = perPixel * Math.sqrt(meanOf(found.sides.flat().map(({ sd }) => sd ** 2)))
  const together = dependence(fit)
  const scatter = (thin ? Math.max(fit.scatter, predicted) : fit.scatter) * Math.sqrt(overlap * together)
  const k = thin ? 2 : coverageFactor(fit.degreesOfFreedom)
  const others = mapping.others.map((toPlane) => fitShape(gauge, found, shape, { ...mapping, toPlane }).values)
  const placeSd = mapping.placeSdPx * perPixel
  const roundings = found.sides.flat().map(({ rounding }) => rounding)
  const roundingSd = ({ unitSd, influence }: FittedValue) =>
    perPixel * Math.sqrt(missingIn(((scatter * unitSd) / perPixel) ** 2, roundingInValue(roundings, influence)))
  const caution = cautions(
    gauge,
    found,
    { thin, overlap, together, rejected: fit.rejected, points: fit.points },
    mapping,
  )
  return {
    gauge: gauge.name,
    values: values.map((fitted, i) => ({
      name: fitted.name,
      value: fitted.value,
      unit: fitted.unit,
      uncertainty: Math.hypot(
        k * scatter * fitted.unitSd,
        2 * placeSd * fitted.unitSd,
        2 * roundingSd(fitted),
        ...others.map((other) => 2 * changeOf(fitted.unit, fitted.value, other[i]!.value)),
      ),
      points: fit.points,
      rejected: fit.rejected,
      ...(caution ? { caution } : {}),
    })),
  }
}

function checkRegion({ width, height }: GreyImage, { region }: CameraGauge): void {
  const diagonal = Math.hypot(width, height)
  for (const side of ['length', 'width'] as const)
    if (region[side] > diagonal)
      throw new NotMeasurable(
        `/region/${side}: must be at most ${Math.floor(diagonal)} px, from corner to corner of the picture; it is ${region[side]}`,
      )
}

interface Found {
  /** Edges of each caliper that saw what it should; for pairs, first and second edges. */
  readonly sides: readonly (readonly Edge[])[]
  readonly calipers: number
}

function locate(image: GreyImage, gauge: CameraGauge, shape: Shape): Found {
  const calipers = placeCalipers(shape, gauge.calipers)
  if (gauge.kind === 'edge-pair') {
    const pairs = calipers.map((caliper) => findPair(image, caliper, gauge)).filter((pair) => pair !== undefined)
    require(pairs.length, 1, gauge, image, calipers)
    return { sides: [pairs.map(([first]) => first), pairs.map(([, second]) => second)], calipers: calipers.length }
  }
  const edges = calipers.flatMap((caliper) => findEdges(image, caliper, gauge.region))
  require(edges.length, { line: 2, circle: 3, arc: 3, ellipse: 5 }[gauge.kind], gauge, image, calipers)
  return { sides: [edges], calipers: calipers.length }
}

function require(
  found: number,
  least: number,
  { kind, region }: CameraGauge,
  { width, height }: GreyImage,
  calipers: readonly Caliper[],
): void {
  if (found >= least) return
  const outside = calipers.filter(({ x, y }) => x < 0 || y < 0 || x > width - 1 || y > height - 1).length
  const where = outside > 0 ? `; ${outside} stand outside the picture of ${width} × ${height} px` : ''
  throw new NotMeasurable(
    `${found} of ${calipers.length} calipers found an edge of at least ${region.threshold} DN, ${region.polarity} polarity; ${kind} needs ${least}${where}`,
  )
}

function findPair(image: GreyImage, caliper: Caliper, { region }: CameraGauge): [Edge, Edge] | undefined {
  const edges = findEdges(image, caliper, region, true)
  const pairs = edges.slice(1).flatMap((second, i): [Edge, Edge][] => {
    const first = edges[i]!
    const rising = first.contrast > 0
    const wanted = region.polarity === 'any' || rising === (region.polarity === 'rising')
    return wanted && rising !== second.contrast > 0 ? [[first, second]] : []
  })
  if (region.select === 'first') return pairs[0]
  if (region.select === 'last') return pairs.at(-1)
  const strength = ([a, b]: [Edge, Edge]) => Math.min(Math.abs(a.contrast), Math.abs(b.contrast))
  return pairs.reduce<[Edge, Edge] | undefined>(
    (best, p) => (!best || strength(p) > strength(best) ? p : best),
    undefined,
  )
}

function fitShape(gauge: CameraGauge, { sides }: Found, shape: Shape, mapping: Mapping): ShapeFit {
  const points = sides.map((edges) => edges.map(mapping.toPlane))
  const fitted =
    shape.kind === 'line'
      ? fitLines(points, shape, mapping, gauge.kind === 'edge-pair')
      : shape.kind === 'arc'
        ? fitArc(points[0]!, shape, mapping)
        : fitEllipse(points[0]!, shape, mapping)
  if (!fitted) throw new NotMeasurable(`the ${sides[0]!.length} edges found do not determine the ${gauge.kind}`)
  return fitted
}

/** A direction and its opposite are one line. */
const changeOf = (unit: string, from: number, to: number) =>
  unit === 'deg' ? ((((to - from + 90) % 180) + 180) % 180) - 90 : to - from

const meanOf = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length

interface Circumstances {
  readonly thin: boolean
  readonly overlap: number
  readonly together: number
  readonly rejected: number
  readonly points: number
}

function cautions(gauge: CameraGauge, found: Found, seen: Circumstances, mapping: Mapping): string | undefined {
  const said: string[] = []
  const blind = found.calipers - found.sides[0]!.length
  if (seen.thin) said.push(`thin data: ${seen.points} points, uncertainty from the pixels' noise alone`)
  if (blind > 0) said.push(`${blind} of ${found.calipers} calipers saw no edge`)
  if (gauge.kind === 'arc' && gauge.sweepDeg < SHORT_ARC_DEG)
    said.push(`short arc: ${gauge.sweepDeg}°, radius and center hang on each other`)
  if (seen.overlap > 1.05) said.push('calipers overlap: their edges are not independent')
  if (seen.together > 1) said.push('neighbouring residuals are alike: form or texture, not noise')
  if (seen.rejected > 0.2 * (seen.points + seen.rejected)) said.push(`${seen.rejected} edges rejected as outliers`)
  if (gauge.kind === 'edge-pair') {
    const [first, second] = found.sides as [Edge[], Edge[]]
    if (
      first.some((edge, i) => Math.hypot(second[i]!.x - edge.x, second[i]!.y - edge.y) < LEAST_PAIR_BLURS * edge.blur)
    )
      said.push('the edges are so near that their blurs mix')
  }
  if (mapping.caution) said.push(mapping.caution)
  return said.length > 0 ? said.join('; ') : undefined
}
