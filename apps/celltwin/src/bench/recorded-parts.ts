/** A replay cell of simulated parts: what an agent needs to inspect without a world beside it that costs time too. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CellDefinition, type PartDefect, SERIES_MEDIA_TYPE } from '@celltwin/contracts'
import { makePart } from '@celltwin/world'
import { simulatedEvidence } from '../inspect/simulated-evidence.ts'

export const AGENT = 'bench'
const SEED = 41
/** As an agent packs its pictures. */
const COMPRESSION_LEVEL = 2
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
    const part = makePart({ seed: SEED, defectRate: 0 }, i + 1, faults)
    for (const module of Object.values(definition.modules))
      for (const { kind, bytes, mediaType } of await simulatedEvidence(part, module, COMPRESSION_LEVEL)) {
        evidence[kind] = `${name}/${kind}.${mediaType === SERIES_MEDIA_TYPE ? 'series' : 'png'}`
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
