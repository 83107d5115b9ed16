/** Sentences a person at the cell understands. */

/** `240°, 8 o'clock`. */
export function place(angleDeg: number): string {
  const rounded = Math.round(angleDeg) % 360
  const hour = Math.round(angleDeg / 30) % 12 || 12
  return `${rounded}°, ${hour} o'clock`
}

const NUMBERS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

export const inWords = (count: number): string => NUMBERS[count] ?? String(count)

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `a`, `a and b`, `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
