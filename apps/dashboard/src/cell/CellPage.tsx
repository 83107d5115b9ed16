import { useCell } from '../twin/hooks.ts'

export function CellPage() {
  const state = useCell(({ twin }) => twin?.state?.value)
  return (
    <main className="empty">{state ? `${state.state}: ${state.reason}` : 'Nothing is known of this cell yet.'}</main>
  )
}
