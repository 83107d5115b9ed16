/** How a place on the part is said: degrees clockwise from the 2D code, and as on a clock's face. */
export function place(angleDeg: number): string {
  const degrees = ((Math.round(angleDeg) % 360) + 360) % 360
  const minutes = 2 * degrees
  return `${degrees}° (${Math.floor(minutes / 60) || 12}:${String(minutes % 60).padStart(2, '0')})`
}

/** Expanded uncertainty (k = 2) of independent standard uncertainties. */
export const expanded = (...standard: number[]): number => 2 * Math.hypot(...standard)
