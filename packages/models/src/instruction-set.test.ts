import { arch } from 'node:process'
import { describe, expect, it } from 'vitest'
import { instructionSet } from './instruction-set.ts'

describe('the instruction set', () => {
  it.each([
    ['flags\t\t: fpu sse4_2 avx avx2 avx512f avx512_vnni', `${arch} avx512_vnni`],
    ['flags : fpu sse4_2 avx avx2\nflags : fpu', `${arch} avx2`],
    ['Features\t: fp asimd evtstrm crc32', `${arch} asimd`],
    ['', arch],
  ])('of %j is %s', (info, name) => expect(instructionSet(() => info)).toBe(name))
})
