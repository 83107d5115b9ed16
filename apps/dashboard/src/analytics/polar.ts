/** The part's face in sectors and rings. Angle zero is the 2D code, at twelve o'clock; clockwise seen from the face. */
export const SECTORS = 24
export const SECTOR_DEG = 360 / SECTORS
/** Outer edges of the rings, mm; what has no radius lies beyond. */
export const RINGS_MM = [20, 32, 44, 62] as const

export interface Place {
  readonly sector: number
  readonly ring: number
}

/** A sector is centred on its angle, so that what lies at twelve does not fall into two. */
export function placeOf(angleDeg: number, radiusMm: number | null): Place {
  const turned = (((angleDeg + SECTOR_DEG / 2) % 360) + 360) % 360
  const ring = radiusMm === null ? RINGS_MM.length : RINGS_MM.findIndex((edge) => radiusMm <= edge)
  return { sector: Math.floor(turned / SECTOR_DEG) % SECTORS, ring: ring < 0 ? RINGS_MM.length - 1 : ring }
}

/** Outline of a sector between two radii, in pixels about (0, 0). */
export function sectorPath({ sector }: Pick<Place, 'sector'>, inner: number, outer: number): string {
  const at = (radius: number, deg: number) => {
    const angle = ((deg - 90) * Math.PI) / 180
    return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`
  }
  const [from, to] = [(sector - 0.5) * SECTOR_DEG, (sector + 0.5) * SECTOR_DEG]
  return `M${at(outer, from)}A${outer} ${outer} 0 0 1 ${at(outer, to)}L${at(inner, to)}A${inner} ${inner} 0 0 0 ${at(inner, from)}Z`
}
