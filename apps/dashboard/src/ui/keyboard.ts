/** The keyboard of the page: bindings are listed where they act, `?` shows them all, and a held key never confirms. */

export interface Binding {
  /** `j`, `Enter`, `Ctrl+Enter`, `g p` (one after the other), `?` … */
  readonly keys: string
  readonly label: string
  readonly run: () => void
  /** Acts again while the key is held: for moving about only. */
  readonly repeat?: boolean
}

export interface BindingGroup {
  readonly title: string
  readonly bindings: readonly Binding[]
}

/** What of a key event matters. `editing`: the focus is in a text field. `native`: it is on a control that knows Enter and Space. */
export interface Press {
  readonly key: string
  readonly ctrl: boolean
  readonly repeat: boolean
  readonly editing: boolean
  readonly native: boolean
  readonly atMs: number
}

const PREFIX_MS = 1200
const NATIVE = new Set(['Enter', ' '])

export interface Keyboard {
  /** Later groups go first. Returns how to take the group away again. */
  add(group: BindingGroup): () => void
  groups(): readonly BindingGroup[]
  /** Runs the binding; false where there is none. */
  press(press: Press): boolean
}

export function createKeyboard(): Keyboard {
  let groups: readonly BindingGroup[] = []
  let prefix: { readonly key: string; readonly atMs: number } | undefined

  function find(keys: string): Binding | undefined {
    for (const group of groups.toReversed())
      for (const binding of group.bindings) if (binding.keys === keys) return binding
    return undefined
  }

  return {
    add(group) {
      groups = [...groups, group]
      return () => {
        groups = groups.filter((other) => other !== group)
      }
    },
    groups: () => groups,
    press({ key, ctrl, repeat, editing, native, atMs }) {
      const name = `${ctrl ? 'Ctrl+' : ''}${key.length === 1 ? key.toLowerCase() : key}`
      if (editing && !ctrl) return false
      if (native && !ctrl && NATIVE.has(key)) return false
      const after = prefix && atMs - prefix.atMs < PREFIX_MS ? `${prefix.key} ${name}` : undefined
      prefix = undefined
      const binding = (after && find(after)) || find(name)
      if (!binding) {
        if (groups.some((g) => g.bindings.some((b) => b.keys.startsWith(`${name} `)))) prefix = { key: name, atMs }
        return false
      }
      if (!repeat || binding.repeat) binding.run()
      return true
    },
  }
}
