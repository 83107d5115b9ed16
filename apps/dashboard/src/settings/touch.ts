/** How large what one touches is on this device: as CSS has it, or for hands in gloves. */

export const TOUCHES = ['normal', 'glove'] as const
export type Touch = (typeof TOUCHES)[number]

const KEY = 'celltwin.touch'

export const rememberedTouch = (): Touch => (localStorage.getItem(KEY) === 'glove' ? 'glove' : 'normal')

export function applyTouch(touch: Touch): void {
  document.documentElement.dataset.touch = touch
}

export const currentTouch = (): Touch => (document.documentElement.dataset.touch === 'glove' ? 'glove' : 'normal')

export function chooseTouch(touch: Touch): void {
  localStorage.setItem(KEY, touch)
  applyTouch(touch)
}
