/** A sentence with names of programs and files between backticks, which are set as code. */
export function Coded({ text }: { text: string }) {
  return text.split('`').map((piece, i) => (i % 2 === 1 ? <code key={i}>{piece}</code> : piece))
}
