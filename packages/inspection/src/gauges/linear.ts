/** Small dense linear algebra: symmetric positive definite systems of a fit's normal equations. */

/** Row-major square matrix. */
export type Matrix = Float64Array

/** Inverse of a symmetric positive definite matrix by Cholesky; undefined where it is not (data say too little). */
export function invertSymmetric(matrix: Matrix, n: number): Matrix | undefined {
  const scale = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    if (!(matrix[i * n + i]! > 0)) return undefined
    scale[i] = 1 / Math.sqrt(matrix[i * n + i]!)
  }
  // Scaled to a unit diagonal, so that parameters in px and in degrees do not make it look singular.
  const lower = cholesky(
    matrix.map((x, k) => x * scale[Math.floor(k / n)]! * scale[k % n]!),
    n,
  )
  if (!lower) return undefined
  const inverse = new Float64Array(n * n)
  const column = new Float64Array(n)
  for (let c = 0; c < n; c++) {
    column.fill(0)
    column[c] = 1
    solveLower(lower, n, column)
    for (let r = 0; r < n; r++) inverse[r * n + c] = column[r]! * scale[r]! * scale[c]!
  }
  return inverse
}

/** Lower triangle L with L·Lᵀ = matrix; undefined where the matrix is not positive definite. */
export function cholesky(matrix: Matrix, n: number): Matrix | undefined {
  const lower = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!
      if (i === j) {
        if (!(sum > 1e-13 * matrix[i * n + i]!)) return undefined
        lower[i * n + i] = Math.sqrt(sum)
      } else lower[i * n + j] = sum / lower[j * n + j]!
    }
  }
  return lower
}

/** Solves L·Lᵀ·x = b in place. */
function solveLower(lower: Matrix, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = b[i]!
    for (let k = 0; k < i; k++) sum -= lower[i * n + k]! * b[k]!
    b[i] = sum / lower[i * n + i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!
    for (let k = i + 1; k < n; k++) sum -= lower[k * n + i]! * b[k]!
    b[i] = sum / lower[i * n + i]!
  }
}

/** Solution of matrix·x = b for a symmetric positive definite matrix; undefined where it is not. */
export function solveSymmetric(matrix: Matrix, n: number, b: ArrayLike<number>): Float64Array | undefined {
  const lower = cholesky(matrix, n)
  if (!lower) return undefined
  const x = Float64Array.from(b)
  solveLower(lower, n, x)
  return x
}

/** gᵀ·matrix·g */
export function quadraticForm(matrix: Matrix, n: number, g: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += g[i]! * matrix[i * n + j]! * g[j]!
  return sum
}
