import type { Object3D } from 'three'

/**
 * Composes what stands once and for all. three.js works out anew each frame, down to the last screw, whatever composes
 * itself: only what moves in its parent may.
 */
export function keepStanding(root: Object3D, moving: Iterable<Object3D>): void {
  const moves = new Set(moving)
  root.traverse((node) => {
    if (moves.has(node)) return
    node.updateMatrix()
    node.matrixAutoUpdate = false
  })
}
