/** All materials of the scene, made once and shared. Things are neutral; hue belongs to states and to light. */
import {
  DoubleSide,
  type Material,
  MeshBasicMaterial,
  type MeshBasicMaterialParameters,
  MeshLambertMaterial,
  type MeshLambertMaterialParameters,
  MeshPhysicalMaterial,
  type MeshPhysicalMaterialParameters,
  MeshStandardMaterial,
  type MeshStandardMaterialParameters,
} from 'three'
import { createNeutral } from './neutral-material.ts'
import { createOutlines } from './outline.ts'
import { fade, grain } from './textures.ts'

const standard = (name: string, parameters: MeshStandardMaterialParameters) =>
  Object.assign(new MeshStandardMaterial(parameters), { name })
const physical = (name: string, parameters: MeshPhysicalMaterialParameters) =>
  Object.assign(new MeshPhysicalMaterial(parameters), { name })
/** Cheap to compile and to draw: for what is too small for its gloss to matter. */
const matt = (name: string, parameters: MeshLambertMaterialParameters) =>
  Object.assign(new MeshLambertMaterial(parameters), { name })
const basic = (name: string, parameters: MeshBasicMaterialParameters) =>
  Object.assign(new MeshBasicMaterial(parameters), { name })

/** Red of a 660 nm line laser. */
const LASER = 0xff3a48

export type Materials = ReturnType<typeof createMaterials>

/** `fine`: turning marks with their streaked highlight, for renderers that can afford them. */
export function createMaterials(fine: boolean) {
  const neutral = {
    live: createNeutral('neutral'),
    stale: createNeutral('neutral-stale', { stale: true }),
    ghost: createNeutral('neutral-ghost', { opacity: 0.12 }),
  }
  /** Painted into the vertices of the neutral material. */
  const merged = <T extends Material>(material: T): T => {
    material.userData.mergeInto = neutral.live
    return material
  }
  const turnedGrain = grain(4, 512, 0.55, 11, 4)
  const brushed = grain(256, 256, 0.72, 7, 64)
  brushed.repeat.set(2, 2)

  return {
    neutral,
    outlines: createOutlines(),
    fade: fade(),
    profile: standard('profile', { color: 0xcdd0d3, metalness: 0.9, roughness: 0.44 }),
    plate: standard('plate', { color: 0x9b9fa3, metalness: 0.5, roughness: 0.78, roughnessMap: brushed }),
    hole: basic('hole', { color: 0x141517 }),
    aluminium: merged(standard('aluminium', { color: 0xcdd0d3, metalness: 0.9, roughness: 0.44 })),
    anodised: merged(standard('anodised', { color: 0x45484c, metalness: 0.45, roughness: 0.5 })),
    black: merged(standard('black', { color: 0x232527, metalness: 0.1, roughness: 0.6 })),
    rubber: merged(standard('rubber', { color: 0x141517, metalness: 0, roughness: 0.92 })),
    steel: merged(standard('steel', { color: 0xd3d6d9, metalness: 1, roughness: 0.3 })),
    bright: merged(standard('bright', { color: 0xeceef0, metalness: 1, roughness: 0.16 })),
    polymer: merged(standard('polymer', { color: 0xe4e6e7, metalness: 0, roughness: 0.42 })),
    cap: merged(standard('cap', { color: 0x8c969f, metalness: 0.15, roughness: 0.45 })),
    sheet: merged(standard('sheet', { color: 0xb4b9be, metalness: 0.55, roughness: 0.5 })),
    darkSheet: merged(standard('dark-sheet', { color: 0x5c6065, metalness: 0.2, roughness: 0.6 })),
    lens: merged(standard('lens', { color: 0x0b0d18, metalness: 0.2, roughness: 0.06 })),
    glass: basic('glass', {
      color: 0xdfeaf0,
      transparent: true,
      opacity: 0.07,
      depthWrite: false,
      side: DoubleSide,
    }),
    // The part.
    part: standard('part', { metalness: 1, roughness: 0.3, vertexColors: true }),
    face: fine
      ? physical('face', {
          color: 0xd6d9dc,
          metalness: 1,
          roughness: 0.42,
          roughnessMap: turnedGrain,
          anisotropy: 0.85,
          bumpMap: turnedGrain,
          bumpScale: 0.25,
        })
      : standard('face', { color: 0xd6d9dc, metalness: 1, roughness: 0.42, roughnessMap: turnedGrain }),
    code: basic('code', { color: 0x17191b }),
    grease: physical('grease', {
      color: 0x6a4310,
      roughness: 0.12,
      clearcoat: 1,
      clearcoatRoughness: 0.06,
      transparent: true,
      opacity: 0.86,
    }),
    residue: matt('residue', { color: 0x4a3b30 }),
    smear: matt('smear', {
      color: 0xaeb4ba,
      transparent: true,
      opacity: 0,
      depthWrite: false,
    }),
    // Light: only there while something measures.
    beam: basic('beam', {
      color: LASER,
      vertexColors: true,
      transparent: true,
      depthWrite: false,
      side: DoubleSide,
      toneMapped: false,
    }),
    laserLine: basic('laser-line', { color: LASER, toneMapped: false }),
    lightCone: basic('light-cone', {
      color: 0xfff4d6,
      vertexColors: true,
      transparent: true,
      opacity: 0.26,
      depthWrite: false,
      side: DoubleSide,
    }),
    ringLight: matt('ring-light', {
      color: 0xb4b7ba,
      emissive: 0xfff6e0,
      emissiveIntensity: 0.02,
      side: DoubleSide,
    }),
    /** Arcs at the accelerometer while it listens; ink, as grey is the interface. */
    wave: basic('wave', { transparent: true, opacity: 0.9, depthTest: false, toneMapped: false }),
    trail: basic('trail', {
      vertexColors: true,
      transparent: true,
      depthWrite: false,
      side: DoubleSide,
      toneMapped: false,
    }),
    label: matt('label', {}),
    contact: basic('contact', { color: 0x000000, transparent: true, opacity: 0.42, depthWrite: false }),
  }
}

export function disposeMaterials(m: Materials): void {
  const all = [...Object.values(m.neutral), ...m.outlines.all, ...Object.values(m)]
  for (const item of all) if ('dispose' in item) item.dispose()
  m.plate.roughnessMap?.dispose()
  m.face.roughnessMap?.dispose()
  m.label.map?.dispose()
}
