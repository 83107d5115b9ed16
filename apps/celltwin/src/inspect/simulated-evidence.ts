/** What a module's simulated sensors see of a part, as an agent would hand it over. */
import { createHash } from 'node:crypto'
import { encodeSeries, type Module, SERIES_MEDIA_TYPE } from '@celltwin/contracts'
import {
  cameraOf,
  type Part,
  renderFace,
  renderFaceProfile,
  renderGrooveProfile,
  renderRotorTrace,
  renderWaveform,
} from '@celltwin/world'
import sharp from 'sharp'
import type { EvidenceFile } from './run-modules.ts'

const SERIES = {
  'face-profile': renderFaceProfile,
  'groove-profile': renderGrooveProfile,
  waveform: renderWaveform,
  'rotor-trace': renderRotorTrace,
} as const
const LIGHTS = { 'image-bright': 'bright', 'image-dark-field': 'darkField', 'image-uv': 'uv' } as const

/** @throws Error where the world has no sensor for what the module takes. */
export async function simulatedEvidence(part: Part, { takes, parameters }: Module): Promise<EvidenceFile[]> {
  let face: ReturnType<typeof renderFace> | undefined
  const pictureOf = async (light: (typeof LIGHTS)[keyof typeof LIGHTS]) => {
    const camera = cameraOf(parameters)
    face ??= renderFace(part, camera)
    // Read once and thrown away: compressing would take longer than all else here.
    return sharp(face[light], { raw: { width: camera.pixels, height: camera.pixels, channels: 1 } })
      .png({ compressionLevel: 0 })
      .toBuffer()
  }
  return Promise.all(
    takes.map(async ({ evidence: kind }) => {
      const light = Object.entries(LIGHTS).find(([name]) => name === kind)?.[1]
      const render = Object.entries(SERIES).find(([name]) => name === kind)?.[1]
      if (!light && !render) throw new Error(`the simulated world has no sensor for ${kind}`)
      const bytes = light ? await pictureOf(light) : encodeSeries(render!(part, parameters))
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return { kind, bytes, sha256, mediaType: light ? 'image/png' : SERIES_MEDIA_TYPE }
    }),
  )
}
