export function ReviewPage() {
  return <main />
}
