/** Half-precision numbers (IEEE 754 binary16), which JavaScript of this age lacks. */

const GREATEST = 65_504
const view = new DataView(new ArrayBuffer(4))

/** Bits of the nearest half, ties to even; what is too large becomes the greatest and not infinity. */
export function halfBits(value: number): number {
  const bounded = Number.isFinite(value) ? Math.min(GREATEST, Math.max(-GREATEST, value)) : value
  view.setFloat32(0, bounded)
  const bits = view.getUint32(0)
  const sign = (bits >>> 16) & 0x8000
  const exponent = ((bits >>> 23) & 0xff) - 127
  const mantissa = bits & 0x7fffff
  if (exponent === 128) return sign | 0x7c00 | (mantissa ? 0x200 : 0)
  if (exponent < -25) return sign
  if (exponent < -14) return sign | shifted(mantissa | 0x800000, -exponent - 1)
  return sign + ((exponent + 15) << 10) + shifted(mantissa, 13)
}

/** Shifted right and rounded to nearest, ties to even. A carry out of the mantissa is one more in the exponent, as it must be. */
function shifted(value: number, by: number): number {
  const whole = value >>> by
  const rest = value & ((1 << by) - 1)
  const half = 1 << (by - 1)
  return whole + (rest > half || (rest === half && whole & 1) ? 1 : 0)
}
