import type { Module, Recipe } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import type { GreyImage } from '../inspector.ts'
import { surfaceInspector } from './surface.ts'

const WIDTH = 300
const HEIGHT = 200

/** Brushed metal: long horizontal marks, fixed by arithmetic alone. */
function brushed(paint: (x: number, y: number, grey: number) => number = (_x, _y, grey) => grey): GreyImage {
  const data = new Uint8Array(WIDTH * HEIGHT)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      data[y * WIDTH + x] = paint(x, y, 140 + ((y * 37) % 23) + (((x >> 4) * 13) % 5) * 3)
    }
  }
  return { width: WIDTH, height: HEIGHT, data }
}

const inspect = async (image: GreyImage, parameters: Module['parameters'] = {}) => {
  const module = { inspector: 'surface', parameters } as Module
  const evidence = [{ kind: 'image', sha256: 'a'.repeat(64), image }]
  return (await surfaceInspector.inspect({ evidence, module, recipe: {} as Recipe, now: () => 0 })).measurements[0]!
}

const inCircle = (x: number, y: number, cx: number, cy: number, r: number) => (x - cx) ** 2 + (y - cy) ** 2 <= r * r

describe('the surface inspector', () => {
  it('finds nothing on a sound brushed surface', async () => {
    expect(await inspect(brushed())).toMatchObject({
      value: 0,
      explanation: 'No dark spots stand out from the surface.',
    })
  })

  it('measures the share that pits cover and shows where they are', async () => {
    const pitted = brushed((x, y, grey) => (inCircle(x, y, 80, 60, 5) || inCircle(x, y, 200, 120, 4) ? 50 : grey))
    const { value, locations } = await inspect(pitted)
    const share = (100 * Math.PI * (5 ** 2 + 4 ** 2)) / (WIDTH * HEIGHT)
    expect(value).toBeGreaterThan(0.85 * share)
    expect(value).toBeLessThan(1.25 * share)
    expect(locations).toHaveLength(2)
    expect(locations![0]!.outline![0]).toEqual([75, 55])
  })

  it('does not count scratches and edges, which are long', async () => {
    const scratched = brushed((x, y, grey) => (y === 70 || y === 71 || x - y === 20 ? 60 : grey))
    expect((await inspect(scratched)).value).toBe(0)
  })

  it('looks only at its region', async () => {
    const pitted = brushed((x, y, grey) => (inCircle(x, y, 20, 20, 5) ? 50 : grey))
    expect((await inspect(pitted)).value).toBeGreaterThan(0)
    expect((await inspect(pitted, { regionPercent: [50, 50, 100, 100] })).value).toBe(0)
  })

  it('does not judge what is dark or out of focus', async () => {
    expect(await inspect(brushed((_x, _y, grey) => grey / 8))).toMatchObject({
      value: null,
      reason: expect.stringContaining('too dark'),
    })
    expect(await inspect(brushed(() => 140))).toMatchObject({
      value: null,
      reason: expect.stringContaining('out of focus'),
    })
  })

  it('names a parameter of the wrong kind', async () => {
    await expect(inspect(brushed(), { reachPx: 'wide' })).rejects.toThrow('parameter reachPx')
  })
})
