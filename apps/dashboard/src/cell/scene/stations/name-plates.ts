/** Engraved names: one texture, one draw call. A shape goes with each word, so that colour is never needed. */
import { CanvasTexture, Mesh, PlaneGeometry, SRGBColorSpace } from 'three'
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js'
import type { CellLayout } from '../layout.ts'
import type { Materials } from '../materials.ts'

const PLATES = [
  ['✓', 'ACCEPT'],
  ['✕', 'REJECT'],
  ['‖', 'HOLD'],
  ['→', 'INFEED'],
  ['◆', 'MASTERS'],
] as const
const WIDTH_PX = 512
const ROW_PX = 128

export function createNamePlates(m: Materials, { chute, bin, hold, infeed, rack }: CellLayout): Mesh {
  // The words are the same in every cell: drawn once for these materials.
  m.label.map ??= drawPlates()
  const plate = (row: number, width: number) => {
    const geometry = new PlaneGeometry(width, width / 4)
    const uv = geometry.attributes.uv!
    for (let i = 0; i < 4; i++) uv.setY(i, 1 - (row + 1 - uv.getY(i)) / PLATES.length)
    return geometry
  }
  const rows = Math.ceil(hold.nests / 2)
  const list = [
    plate(0, 0.13)
      .rotateZ(-chute.slope)
      .translate(chute.x + 0.1, chute.seat - 0.007, chute.z + 0.0797),
    plate(1, 0.13).translate(bin.x - 0.03, bin.height * 0.48, bin.z + bin.depth / 2 + 0.0045),
    plate(2, 0.12).translate(hold.x, hold.seat - 0.031, hold.z + (rows * hold.pitch) / 2 + 0.0062),
    plate(3, 0.1).translate(infeed.x - 0.1, infeed.seat - 0.012, infeed.z + 0.0768),
  ]
  if (rack) list.push(plate(4, 0.13).translate(rack.x - 0.17, rack.foot - 0.026, rack.z + 0.066))
  const mesh = new Mesh(mergeGeometries(list), m.label)
  mesh.name = 'labels'
  mesh.receiveShadow = true
  return mesh
}

function drawPlates(): CanvasTexture {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH_PX
  canvas.height = ROW_PX * PLATES.length
  const pen = canvas.getContext('2d')!
  pen.fillStyle = '#f4f5f6'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.fillStyle = '#16181b'
  pen.textBaseline = 'middle'
  PLATES.forEach(([sign, word], i) => {
    const y = ROW_PX * (i + 0.53)
    pen.font = '700 72px "DejaVu Sans", sans-serif'
    pen.fillText(sign, 34, y)
    pen.font = '700 66px "DejaVu Sans", "Liberation Sans", sans-serif'
    pen.fillText(word, 124, y)
  })
  const texture = new CanvasTexture(canvas)
  texture.colorSpace = SRGBColorSpace
  texture.anisotropy = 8
  return texture
}
