import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { halfBits } from './half.ts'

/** Read by the definition of the format, not by what is tested. */
function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >>> 10) & 31
  const fraction = (bits & 1023) / 1024
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15))
}

describe('half precision', () => {
  it('keeps every number that a half can be', () => {
    for (let bits = 0; bits < 65_536; bits++) {
      const value = halfValue(bits)
      if (Number.isFinite(value)) expect(halfBits(value)).toBe(bits)
    }
  })

  it('takes the nearest half, the even one of two equally near', () => {
    // Between 1 and 1 + 2^-10: the tie goes to 1; between the next two, up to the even one.
    expect(halfBits(1 + 2 ** -11)).toBe(0x3c00)
    expect(halfBits(1 + 3 * 2 ** -11)).toBe(0x3c02)
    expect(halfBits(2 ** -25)).toBe(0)
    expect(halfBits(1.5 * 2 ** -24)).toBe(2)
    fc.assert(
      fc.property(fc.float({ min: -65_000, max: 65_000, noNaN: true }), (value) => {
        const bits = halfBits(value)
        const error = Math.abs(halfValue(bits) - value)
        for (const other of [bits - 1, bits + 1]) {
          const distance = Math.abs(halfValue(other & 0xffff) - value)
          if (Number.isFinite(distance)) expect(error).toBeLessThanOrEqual(distance)
        }
      }),
    )
  })

  it('stays finite where the number is too large', () => {
    expect(halfValue(halfBits(1e9))).toBe(65_504)
    expect(halfValue(halfBits(-1e9))).toBe(-65_504)
    expect(halfBits(Number.NEGATIVE_INFINITY)).toBe(0xfc00)
    expect(halfValue(halfBits(Number.NaN))).toBeNaN()
  })
})
