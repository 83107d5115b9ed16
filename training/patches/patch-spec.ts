/** What patches, net and whoever asks it agree on; the packed manifest carries it. */
export const PATCH_INPUT = {
  pixels: 64,
  mmPerPixel: 0.128,
  mean: [0.35, 0.08, 0.04],
  spread: [0.2, 0.1, 0.1],
}
export const RAW_INPUT = { ...PATCH_INPUT, mean: [0, 0, 0], spread: [1, 1, 1] }

/** Worlds that no one else draws from. */
export const TRAINING_SEED = 31_061
export const FROZEN_SEED = 31_062
export const CALIBRATION_SEED = 31_063
export const GOLDEN_SEED = 31_064
