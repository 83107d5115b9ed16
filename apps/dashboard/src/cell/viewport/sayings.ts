/** What stations say, written straight into their labels: it changes several times a second, and nothing else of them does. */
export interface Sayings {
  /** The element that says it; null where the label is gone. */
  set(id: string, element: HTMLElement | null): void
  say(id: string, text: string): void
}

export function createSayings(): Sayings {
  const elements = new Map<string, HTMLElement>()
  const said = new Map<string, string>()
  return {
    set(id, element) {
      if (!element) return void elements.delete(id)
      elements.set(id, element)
      element.textContent = said.get(id) ?? ''
    },
    say(id, text) {
      if (said.get(id) === text) return
      said.set(id, text)
      const element = elements.get(id)
      if (element) element.textContent = text
    },
  }
}
