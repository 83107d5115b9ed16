import { useMemo, useSyncExternalStore } from 'react'

/** The colours of the theme in force, for what is drawn on a canvas. */
export function useInk(): (token: string) => string {
  const theme = useSyncExternalStore(
    (changed) => {
      const observer = new MutationObserver(changed)
      observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
      return () => observer.disconnect()
    },
    () => document.documentElement.dataset.theme,
  )
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement)
    // Read again with each theme.
    void theme
    return (token) => style.getPropertyValue(token).trim()
  }, [theme])
}
