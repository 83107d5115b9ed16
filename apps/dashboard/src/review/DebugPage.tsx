export function DebugPage() {
  return <main />
}
