/** A replay cell of simulated parts: what an agent needs to inspect without a world beside it that costs time too. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CellDefinition, encodeSeries, type PartDefect } from '@celltwin/contracts'
import {
  cameraOf,
  makePart,
  type Part,
  renderFace,
  renderFaceProfile,
  renderGrooveProfile,
  renderRotorTrace,
  renderWaveform,
} from '@celltwin/world'
import sharp from 'sharp'

export const AGENT = 'bench'
const SEED = 41
/** Half sound; the others with something to find in each module. */
const DEFECTS: readonly (readonly PartDefect[])[] = [
  [],
  ['missing-crimp', 'groove-depth'],
  [],
  ['grease', 'dent', 'bearing-inner-race'],
  [],
  ['residue', 'face-flatness', 'bearing-ball'],
]

/** Writes recordings and cell file into the folder. @returns the cell file. */
export async function recordParts(folder: string, definition: CellDefinition): Promise<string> {
  const manifest = []
  for (const [i, kinds] of DEFECTS.entries()) {
    const faults = kinds.map((kind) => ({ id: kind, kind, severity: 0.6, fromCycle: 1 }))
    const name = `part-${i + 1}`
    mkdirSync(join(folder, name), { recursive: true })
    const evidence: Record<string, string> = {}
    for (const [kind, [extension, bytes]] of await evidenceOf(
      makePart({ seed: SEED, defectRate: 0 }, i + 1, faults),
      definition,
    )) {
      evidence[kind] = `${name}/${kind}.${extension}`
      writeFileSync(join(folder, evidence[kind]), bytes)
    }
    manifest.push({ serial: name, evidence, simulated: true })
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  const cell: CellDefinition = {
    ...definition,
    agents: { rest: { roles: ['handling', 'verifier'] }, [AGENT]: { roles: Object.keys(definition.modules) } },
    devices: { kind: 'replay', folder: '.' },
  }
  const file = join(folder, 'cell.yaml')
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(cell))
  return file
}

async function evidenceOf(part: Part, { modules }: CellDefinition) {
  const { visual, dimensional, vibration } = modules
  const camera = cameraOf(visual!.parameters)
  const { bright, darkField, uv } = renderFace(part, camera)
  const png = (grey: Uint8Array) =>
    sharp(grey, { raw: { width: camera.pixels, height: camera.pixels, channels: 1 } })
      .png({ compressionLevel: 2 })
      .toBuffer()
  const kinds: [kind: string, [extension: string, bytes: Uint8Array]][] = [
    ['image-bright', ['png', await png(bright)]],
    ['image-dark-field', ['png', await png(darkField)]],
    ['image-uv', ['png', await png(uv)]],
    ['face-profile', ['series', encodeSeries(renderFaceProfile(part, dimensional!.parameters))]],
    ['groove-profile', ['series', encodeSeries(renderGrooveProfile(part, dimensional!.parameters))]],
    ['waveform', ['series', encodeSeries(renderWaveform(part, vibration!.parameters))]],
    ['rotor-trace', ['series', encodeSeries(renderRotorTrace(part, vibration!.parameters))]],
  ]
  return kinds
}
