import { useEffect, useRef } from 'react'
import { type Binding, createKeyboard } from './keyboard.ts'

export const keyboard = createKeyboard()

/** Once, by the page as it starts. */
export function listenToKeys(): void {
  addEventListener('keydown', press)
}

function press(event: KeyboardEvent): void {
  if (event.altKey || event.metaKey || event.defaultPrevented || document.querySelector('dialog[open]')) return
  const target = event.target instanceof Element ? event.target : undefined
  const editing =
    target?.matches('input:not([type=checkbox],[type=radio],[type=range]), textarea, select, [contenteditable]') ??
    false
  // Who writes leaves the field first, and the page with the next stroke.
  if (editing && event.key === 'Escape') {
    if (target instanceof HTMLElement) target.blur()
    return
  }
  const handled = keyboard.press({
    key: event.key,
    ctrl: event.ctrlKey,
    repeat: event.repeat,
    editing,
    native: target?.matches('button, a[href], summary, input, [role=slider]') ?? false,
    atMs: event.timeStamp,
  })
  if (handled) event.preventDefault()
}

/** Bindings while the component is mounted; always the newest closures. */
export function useKeys(title: string, bindings: readonly Binding[]): void {
  const latest = useRef(bindings)
  latest.current = bindings
  const signature = bindings.map(({ keys, label }) => `${keys}\t${label}`).join('\n')
  useEffect(
    () =>
      keyboard.add({
        title,
        bindings: latest.current.map((binding) => ({
          ...binding,
          run: () => latest.current.find((b) => b.keys === binding.keys)?.run(),
        })),
      }),
    [title, signature],
  )
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Backspace: '⌫',
  Escape: 'Esc',
  ' ': '␣',
}

/** Key caps of a binding: `Ctrl+Enter` and `g p` become two. */
export function Keys({ of }: { of: string }) {
  return (
    <>
      {of.split(/[+ ](?=.)/).map((key) => (
        <kbd key={key}>{NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key)}</kbd>
      ))}
    </>
  )
}
