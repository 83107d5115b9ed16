/**
 * Whether the stated uncertainty holds in any picture: little noise or much, edges along the pixels or across them, a sharp
 * lens or a soft one, low contrast or high, light that falls off.
 */
import type { CameraGauge } from '@celltwin/contracts'
import {
  type Border,
  circle,
  halfPlane,
  type LightSlope,
  type Random,
  type Scene,
} from '@celltwin/inspection/gauges/testing/render'
import { jitter, SMALL } from './metrology-scenes.ts'

export const NOISES_DN = [0, 0.2, 0.5, 1, 2]
const SIZE = 100
const MIDDLE = 50
const RAD = Math.PI / 180
/** A tenth over the length of a region. */
export const FALL = 0.1 / SMALL.length

interface Shown {
  readonly border: Border
  readonly gauge: CameraGauge
  readonly value: string
  readonly truth: number
  readonly light?: LightSlope
}

export interface Condition extends Pick<Shown, 'gauge' | 'value' | 'truth'> {
  readonly scene: Scene
}

const named = { schema: 'celltwin/gauge/v1', name: 'bench' } as const

/** Where a line stands, along the axis that lies more across it. */
function line(random: Random, angle: number, fall = 0): Shown {
  const [x, y] = [MIDDLE + jitter(random, 1), MIDDLE + jitter(random, 1)]
  const [nx, ny] = [-Math.sin(angle * RAD), Math.cos(angle * RAD)]
  const nominal = (angle + jitter(random, 1)) * RAD
  const [dx, dy] = [35 * Math.cos(nominal), 35 * Math.sin(nominal)]
  const away = (x - MIDDLE) * nx + (y - MIDDLE) * ny
  const isAcrossX = Math.abs(nx) > Math.abs(ny)
  return {
    border: halfPlane(x, y, angle),
    gauge: {
      ...named,
      kind: 'line',
      from: { x: MIDDLE - dx, y: MIDDLE - dy },
      to: { x: MIDDLE + dx, y: MIDDLE + dy },
      calipers: 11,
      region: SMALL,
    },
    value: isAcrossX ? 'x' : 'y',
    truth: MIDDLE + away * (isAcrossX ? nx : ny),
    light: [fall * nx, fall * ny],
  }
}

const quarterTurn = (random: Random) => 90 * Math.floor(4 * random.uniform())

const SHOWN: Readonly<Record<string, (random: Random) => Shown>> = {
  'line in any direction': (random) => line(random, jitter(random, 180)),
  'line along the pixels': (random) => line(random, quarterTurn(random)),
  'line at 45°': (random) => line(random, 45 + quarterTurn(random)),
  'line, light falling off': (random) => line(random, jitter(random, 180), jitter(random, FALL)),
  'circle in any picture'(random) {
    const [x, y, radius] = [MIDDLE + jitter(random, 1), MIDDLE + jitter(random, 1), 34 + jitter(random, 1)]
    const center = { x: MIDDLE, y: MIDDLE }
    return {
      border: circle(x, y, radius),
      gauge: { ...named, kind: 'circle', center, radius: 34, calipers: 24, region: SMALL },
      value: 'radius',
      truth: radius,
    }
  },
}

const pictured = ({ border, gauge, value, truth, light = [0, 0] }: Shown, random: Random): Condition => {
  const [psf, contrast] = [1.1 + jitter(random, 0.4), 120 + jitter(random, 80)]
  const outside = 10 + random.uniform() * (190 - 0.9 * contrast)
  const scene = { width: SIZE, height: SIZE, psf, outside, inside: outside + contrast, borders: [border], light }
  return { scene, gauge, value, truth }
}

/** By what is shown: a scene, the gauge that looks at it, and what its value should be. */
export const CONDITIONS: Readonly<Record<string, (random: Random) => Condition>> = Object.fromEntries(
  Object.entries(SHOWN).map(([shown, make]) => [shown, (random: Random) => pictured(make(random), random)]),
)
