import { useSyncExternalStore } from 'react'

const root = document.documentElement

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(root, { attributes: true, attributeFilter: ['data-theme', 'data-wall'] })
  return () => observer.disconnect()
}

/** The theme in force, for what is drawn outside CSS. */
export const useTheme = (): 'light' | 'dark' =>
  useSyncExternalStore(subscribe, () => (root.dataset.theme === 'dark' ? 'dark' : 'light'))

/** Whether the page is shown on a wall: no chrome, large figures. */
export const useWall = (): boolean => useSyncExternalStore(subscribe, () => root.dataset.wall !== undefined)

/** How large one pixel of the wall's drawing is on this screen: `--u` of wall.css. */
export const wallUnit = (): number => Math.min(innerWidth / 1920, innerHeight / 1080)
