import { type RefObject, useLayoutEffect, useState } from 'react'

/** How many children of a wrapping row of one line's height stand on its first line: the others are out of sight. */
export function useFirstLine(row: RefObject<HTMLElement | null>): number {
  const [count, setCount] = useState(Number.POSITIVE_INFINITY)
  useLayoutEffect(() => {
    const element = row.current
    if (!element) return
    const measure = () => {
      const children = [...element.children] as HTMLElement[]
      const wrapped = children.findIndex((child) => child.offsetTop > (children[0]?.offsetTop ?? 0))
      setCount(wrapped < 0 ? children.length : wrapped)
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    for (const child of element.children) observer.observe(child)
    return () => observer.disconnect()
  }, [row])
  return count
}
