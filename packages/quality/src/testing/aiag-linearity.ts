/**
 * The linearity study of the AIAG MSA manual: five masters, twelve readings each. As the R package qualityTools has it
 * (example of `gageLinDesign`); JASP's quality control module ships the same as `msaLinearity`.
 */
const READINGS: Readonly<Record<number, readonly number[]>> = {
  2: [2.7, 2.5, 2.4, 2.5, 2.7, 2.3, 2.5, 2.5, 2.4, 2.4, 2.6, 2.4],
  4: [5.1, 3.9, 4.2, 5.0, 3.8, 3.9, 3.9, 3.9, 3.9, 4.0, 4.1, 3.8],
  6: [5.8, 5.7, 5.9, 5.9, 6.0, 6.1, 6.0, 6.1, 6.4, 6.3, 6.0, 6.1],
  8: [7.6, 7.7, 7.8, 7.7, 7.8, 7.8, 7.8, 7.7, 7.8, 7.5, 7.6, 7.7],
  10: [9.1, 9.3, 9.5, 9.3, 9.4, 9.5, 9.5, 9.5, 9.6, 9.2, 9.3, 9.4],
}

export const AIAG_LINEARITY = Object.entries(READINGS).flatMap(([reference, values], i) =>
  values.map((value) => ({ part: `${i + 1}`, reference: Number(reference), value })),
)
