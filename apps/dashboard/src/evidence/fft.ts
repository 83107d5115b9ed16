/** Fast Fourier transform in place, radix 2; the lengths must be a power of two. */
export function fft(re: Float64Array, im: Float64Array): void {
  const n = re.length
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i < j) {
      ;[re[i], re[j]] = [re[j]!, re[i]!]
      ;[im[i], im[j]] = [im[j]!, im[i]!]
    }
  }
  for (let size = 2; size <= n; size <<= 1) {
    const half = size >> 1
    const turn = (-2 * Math.PI) / size
    for (let k = 0; k < half; k++) {
      const c = Math.cos(turn * k)
      const s = Math.sin(turn * k)
      for (let i = k; i < n; i += size) {
        const j = i + half
        const tr = re[j]! * c - im[j]! * s
        const ti = re[j]! * s + im[j]! * c
        re[j] = re[i]! - tr
        im[j] = im[i]! - ti
        re[i] = re[i]! + tr
        im[i] = im[i]! + ti
      }
    }
  }
}
