/** Six-axis arm with an offset wrist: Denavit-Hartenberg table in metres, and inverse kinematics in closed form. */

import { ARM as DH } from '@celltwin/contracts'

export { DH }

const HALF = Math.PI / 2
const wrap = (a: number) => Math.atan2(Math.sin(a), Math.cos(a))
const clampUnit = (v: number) => Math.max(-1, Math.min(1, v))

/**
 * Writes into `q` the joint angles for the tool centre at (x, y, z) in base axes (Z up), tool straight down, turned by yaw.
 *
 * One branch only (shoulder left, elbow up), so that a pose has exactly one set of joints and nothing is remembered.
 * Returns false when out of reach; the joints are then the nearest stretched pose.
 */
export function solveDown(x: number, y: number, z: number, yaw: number, q: Float64Array): boolean {
  const { d1, a2, a3, d4, d5, d6, tool } = DH
  // Centre of wrist 2 lies straight above the tool centre.
  const wristZ = z + tool + d6
  const rho = Math.hypot(x, y)
  const q0 = Math.atan2(y, x) + Math.acos(clampUnit(d4 / rho)) + HALF
  // In frame 1 (x1 along the arm, y1 up) wrist 1 is d5 short of wrist 2; a2 and a3 are negative and reach to −x1.
  const px = x * Math.cos(q0) + y * Math.sin(q0) + d5
  const py = wristZ - d1
  const reach = Math.hypot(px, py)
  const c3 = (reach * reach - a2 * a2 - a3 * a3) / (2 * a2 * a3)
  const q2 = Math.acos(clampUnit(c3))
  const q1 = Math.atan2(-py, -px) - Math.asin(clampUnit((-a3 * Math.sin(q2)) / reach))
  q[0] = wrap(q0)
  q[1] = wrap(q1)
  q[2] = q2
  // Joints 2 to 4 together keep the wrist's axis level.
  q[3] = wrap(-HALF - q1 - q2)
  q[4] = -HALF
  q[5] = wrap(q0 - yaw + HALF)
  return Math.abs(c3) <= 1 && rho >= d4
}

/** Rows of the table, as (d, a, alpha) from joint to joint. */
export const LINKS: readonly (readonly [d: number, a: number, alpha: number])[] = [
  [DH.d1, 0, HALF],
  [0, DH.a2, 0],
  [0, DH.a3, 0],
  [DH.d4, 0, HALF],
  [DH.d5, 0, -HALF],
  [DH.d6, 0, 0],
]

/** Tool centre for given joints, by multiplying the table out: the check on `solveDown`. */
export function forward(q: ArrayLike<number>): { x: number; y: number; z: number } {
  // Columns of the rotation and the position, row by row.
  let r = [1, 0, 0, 0, 1, 0, 0, 0, 1]
  const p = [0, 0, 0]
  LINKS.forEach(([d, a, alpha], i) => {
    const ct = Math.cos(q[i]!)
    const st = Math.sin(q[i]!)
    const ca = Math.cos(alpha)
    const sa = Math.sin(alpha)
    const link = [ct, -st * ca, st * sa, st, ct * ca, -ct * sa, 0, sa, ca]
    const move = [a * ct, a * st, d]
    for (let k = 0; k < 3; k++)
      p[k] = p[k]! + r[k * 3]! * move[0]! + r[k * 3 + 1]! * move[1]! + r[k * 3 + 2]! * move[2]!
    r = [0, 1, 2].flatMap((k) =>
      [0, 1, 2].map((j) => r[k * 3]! * link[j]! + r[k * 3 + 1]! * link[3 + j]! + r[k * 3 + 2]! * link[6 + j]!),
    )
  })
  return { x: p[0]! + r[2]! * DH.tool, y: p[1]! + r[5]! * DH.tool, z: p[2]! + r[8]! * DH.tool }
}
