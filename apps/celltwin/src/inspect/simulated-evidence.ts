/** What a module's simulated sensors see of a part, as an agent would hand it over. */
import { createHash } from 'node:crypto'
import { encodeSeries, type Module, SERIES_MEDIA_TYPE } from '@celltwin/contracts'
import { cameraOf, lightOf, type Part, recorderOf, renderFace } from '@celltwin/world'
import sharp from 'sharp'
import type { EvidenceFile } from './run-modules.ts'

/**
 * @param compressionLevel of pictures: none where they are read once and thrown away, for it would take longer than all else here
 * @throws Error where the world has no sensor for what the module takes.
 */
export async function simulatedEvidence(
  part: Part,
  { takes, parameters }: Module,
  compressionLevel = 0,
): Promise<EvidenceFile[]> {
  let face: ReturnType<typeof renderFace> | undefined
  const pictureIn = async (light: NonNullable<ReturnType<typeof lightOf>>) => {
    const camera = cameraOf(parameters)
    face ??= renderFace(part, camera)
    return sharp(face[light], { raw: { width: camera.pixels, height: camera.pixels, channels: 1 } })
      .png({ compressionLevel })
      .toBuffer()
  }
  return Promise.all(
    takes.map(async ({ evidence: kind }) => {
      const [light, record] = [lightOf(kind), recorderOf(kind)]
      if (!light && !record) throw new Error(`the simulated world has no sensor for ${kind}`)
      const bytes = light ? await pictureIn(light) : encodeSeries(record!(part, parameters))
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return { kind, bytes, sha256, mediaType: light ? 'image/png' : SERIES_MEDIA_TYPE }
    }),
  )
}
