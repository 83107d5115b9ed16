import { Link } from '@tanstack/react-router'

export function NotFound() {
  return (
    <main className="empty">
      <p>
        <b>There is no page at this address.</b>
      </p>
      <p>
        <Link to="/">Go to the cell</Link>
      </p>
    </main>
  )
}
