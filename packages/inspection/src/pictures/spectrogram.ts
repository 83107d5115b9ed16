/** Vibration over the angle of the shaft: what strikes once a turn stands at one place, what does not is spread all round. */
import { transform } from '../signal/fourier.ts'

export interface AngleSpectrogram {
  readonly hzStep: number
  readonly degStep: number
  /** Turns laid over one another. */
  readonly turns: number
  /** RMS amplitude in the unit of the samples: frequency by frequency, each all the way round. */
  readonly rows: readonly number[][]
}

/** 5 ms at 25.6 kHz: 54° at 1800 rpm, and 200 Hz. */
const SEGMENT = 128
const SECTORS = 36

/** Short spectra (Hann), averaged over all turns by the angle of their middle, counted from the start of the recording. */
export function powerOverAngle(samples: Float64Array, sampleRateHz: number, shaftHz: number): AngleSpectrogram {
  const window = Float64Array.from({ length: SEGMENT }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / SEGMENT))
  const gain = window.reduce((sum, w) => sum + w * w, 0) * SEGMENT
  const bins = SEGMENT / 2
  const power = Array.from({ length: bins }, () => new Float64Array(SECTORS))
  const met = new Float64Array(SECTORS)
  const step = sampleRateHz / shaftHz / SECTORS
  for (let n = 0; Math.round(n * step) + SEGMENT <= samples.length; n++) {
    const from = Math.round(n * step)
    const turned = ((from + SEGMENT / 2) / sampleRateHz) * shaftHz
    const sector = Math.floor((turned % 1) * SECTORS)
    const { re, im } = transform({
      re: window.map((w, i) => w * samples[from + i]!),
      im: new Float64Array(SEGMENT),
    })
    met[sector]!++
    for (let k = 0; k < bins; k++) power[k]![sector]! += (2 * (re[k]! ** 2 + im[k]! ** 2)) / gain
  }
  return {
    hzStep: sampleRateHz / SEGMENT,
    degStep: 360 / SECTORS,
    turns: (samples.length / sampleRateHz) * shaftHz,
    rows: power.map((row) => [...row].map((sum, sector) => (met[sector] ? Math.sqrt(sum / met[sector]!) : 0))),
  }
}
