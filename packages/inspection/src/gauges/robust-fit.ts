/** Geometric least squares that outliers do not move: Gauss-Newton with Tukey's weights, then plain on what is left. */
import { medianOf } from '../signal/statistics.ts'
import { invertSymmetric, type Matrix, quadraticForm, solveSymmetric } from './linear.ts'

export interface FitModel {
  /** Number of observations. */
  readonly count: number
  readonly start: readonly number[]
  /** Writes every residual at `p`. */
  residuals(p: Float64Array, into: Float64Array): void
  /** Row-major count × parameters, where it does not depend on `p`: a linear model. */
  readonly design?: Float64Array
}

export interface Fit {
  readonly parameters: Float64Array
  readonly residuals: Float64Array
  readonly used: Uint8Array
  readonly points: number
  readonly rejected: number
  /** Standard deviation of one observation about the fit. */
  readonly scatter: number
  readonly degreesOfFreedom: number
  /** Of the parameters, for unit variance of an observation. */
  readonly cofactor: Matrix
  /** Row-major count × parameters: derivatives of the residuals. */
  readonly design: Float64Array
}

/** Tukey's biweight keeps 95 % efficiency with Gaussian noise. */
const TUKEY = 4.685
const REJECT_SIGMAS = 4.5
const MAD_TO_SIGMA = 1.4826

/** Undefined where the data do not determine the parameters. */
export function fitRobustly(model: FitModel): Fit | undefined {
  const { count, start } = model
  const n = start.length
  if (count < n) return undefined
  const p = Float64Array.from(start)
  const r = new Float64Array(count)
  const weights = new Float64Array(count).fill(1)
  if (!descend(model, p, weights)) return undefined
  model.residuals(p, r)

  if (hasOutliers(r, n)) {
    // Least absolute values first: a start that gross outliers have not already spoilt.
    for (let round = 0; round < 12; round++) {
      const floor = 1e-6 + 0.1 * spread(r, n)
      for (let i = 0; i < count; i++) weights[i] = 1 / Math.max(floor, Math.abs(r[i]!))
      if (!descend(model, p, weights, 3)) break
      model.residuals(p, r)
    }
    for (let round = 0; round < 15; round++) {
      const scale = Math.max(spread(r, n), 1e-12)
      for (let i = 0; i < count; i++) weights[i] = Math.max(0, 1 - (r[i]! / (TUKEY * scale)) ** 2) ** 2
      if (!descend(model, p, weights, 3)) break
      model.residuals(p, r)
    }
  }
  const used = new Uint8Array(count).fill(1)
  for (let round = 0; round < 5; round++) {
    const limit = Math.max(REJECT_SIGMAS * spread(r, n), 1e-12)
    let changed = false
    for (let i = 0; i < count; i++) {
      const keep = Math.abs(r[i]!) <= limit ? 1 : 0
      if (keep !== used[i]) changed = true
      used[i] = keep
      weights[i] = keep
    }
    if (round > 0 && !changed) break
    if (round === 0 && !changed && !hasOutliers(r, n)) break
    if (!descend(model, p, weights)) return undefined
    model.residuals(p, r)
  }
  return summarise(model, p, r, used)
}

function summarise(model: FitModel, p: Float64Array, r: Float64Array, used: Uint8Array): Fit | undefined {
  const n = p.length
  const { normal, design } = normalEquations(model, p, r, Float64Array.from(used))
  const cofactor = invertSymmetric(normal, n)
  if (!cofactor) return undefined
  let points = 0
  let squares = 0
  for (let i = 0; i < r.length; i++) {
    if (!used[i]) continue
    points++
    squares += r[i]! ** 2
  }
  const degreesOfFreedom = points - n
  return {
    parameters: p,
    residuals: r,
    used,
    points,
    rejected: r.length - points,
    scatter: degreesOfFreedom > 0 ? Math.sqrt(squares / degreesOfFreedom) : 0,
    degreesOfFreedom,
    cofactor,
    design,
  }
}

/** Scatter of the bulk. A fit of n parameters to few points leaves residuals smaller than the errors. */
function spread(r: Float64Array, n: number): number {
  return (MAD_TO_SIGMA * medianOf(r.map(Math.abs))) / Math.sqrt(Math.max(0.25, 1 - n / r.length))
}

function hasOutliers(r: Float64Array, n: number): boolean {
  const limit = REJECT_SIGMAS * spread(r, n)
  return r.some((x) => Math.abs(x) > limit)
}

/** Weighted Gauss-Newton in place; false where the equations are singular. */
function descend(model: FitModel, p: Float64Array, weights: Float64Array, most = 20): boolean {
  const r = new Float64Array(model.count)
  for (let i = 0; i < (model.design ? 1 : most); i++) {
    model.residuals(p, r)
    const { normal, gradient } = normalEquations(model, p, r, weights)
    const step = solveSymmetric(normal, p.length, gradient)
    if (!step) return false
    let greatest = 0
    for (let k = 0; k < p.length; k++) {
      p[k]! -= step[k]!
      greatest = Math.max(greatest, Math.abs(step[k]!) / (1 + Math.abs(p[k]!)))
    }
    if (!Number.isFinite(greatest)) return false
    if (greatest < 1e-10) break
  }
  return true
}

function normalEquations(model: FitModel, p: Float64Array, r: Float64Array, weights: Float64Array) {
  const n = p.length
  const design = model.design ?? differentiate(model, p)
  const normal = new Float64Array(n * n)
  const gradient = new Float64Array(n)
  for (let i = 0; i < model.count; i++) {
    const w = weights[i]!
    if (w === 0) continue
    const row = i * n
    for (let a = 0; a < n; a++) {
      const wa = w * design[row + a]!
      gradient[a]! += wa * r[i]!
      for (let b = 0; b <= a; b++) normal[a * n + b]! += wa * design[row + b]!
    }
  }
  for (let a = 0; a < n; a++) for (let b = 0; b < a; b++) normal[b * n + a] = normal[a * n + b]!
  return { normal, gradient, design }
}

function differentiate(model: FitModel, p: Float64Array): Float64Array {
  const n = p.length
  const design = new Float64Array(model.count * n)
  const ahead = new Float64Array(model.count)
  const behind = new Float64Array(model.count)
  const q = Float64Array.from(p)
  for (let a = 0; a < n; a++) {
    const h = 1e-5 * Math.max(1, Math.abs(p[a]!))
    q[a] = p[a]! + h
    model.residuals(q, ahead)
    q[a] = p[a]! - h
    model.residuals(q, behind)
    q[a] = p[a]!
    for (let i = 0; i < model.count; i++) design[i * n + a] = (ahead[i]! - behind[i]!) / (2 * h)
  }
  return design
}

export interface Propagated {
  readonly value: number
  /** Standard uncertainty for unit variance of an observation. */
  readonly unitSd: number
  /** How much it grows with each observation's residual. */
  readonly influence: Float64Array
}

/** A quantity derived from parameters. */
export function propagate(fit: Fit, quantity: (p: Float64Array) => number): Propagated {
  const { parameters, cofactor, design, used } = fit
  const n = parameters.length
  const q = Float64Array.from(parameters)
  const gradient = new Float64Array(n)
  for (let a = 0; a < n; a++) {
    const h = 1e-5 * Math.max(1, Math.abs(parameters[a]!))
    q[a] = parameters[a]! + h
    const ahead = quantity(q)
    q[a] = parameters[a]! - h
    gradient[a] = (ahead - quantity(q)) / (2 * h)
    q[a] = parameters[a]!
  }
  const pull = new Float64Array(n)
  for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) pull[b]! -= gradient[a]! * cofactor[a * n + b]!
  const influence = Float64Array.from(used, (counts, i) => {
    let sum = 0
    if (counts) for (let b = 0; b < n; b++) sum += pull[b]! * design[i * n + b]!
    return sum
  })
  return {
    value: quantity(parameters),
    unitSd: Math.sqrt(Math.max(0, quadraticForm(cofactor, n, gradient))),
    influence,
  }
}
