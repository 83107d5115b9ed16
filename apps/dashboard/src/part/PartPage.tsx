export function PartPage() {
  return <main />
}
