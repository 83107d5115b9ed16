/** A file that programs' lines are added to. A disk that is full costs lines, never the programs. */
import { createWriteStream, type WriteStream } from 'node:fs'

const TRY_AGAIN_MS = 10_000

export interface LogFile {
  write(line: string): void
  end(): void
}

/** @param failed hears each time that the file cannot be written to. */
export function openLogFile(file: string, failed: (reason: string) => void): LogFile {
  let stream: WriteStream | undefined
  let tryAgainAt = 0
  const open = (): WriteStream =>
    createWriteStream(file, { flags: 'a' }).on('error', ({ message }) => {
      stream = undefined
      tryAgainAt = Date.now() + TRY_AGAIN_MS
      failed(`its log cannot be written: ${message}`)
    })
  return {
    write(line) {
      if (!stream && Date.now() < tryAgainAt) return
      stream ??= open()
      stream.write(`${line}\n`)
    },
    end: () => stream?.end(),
  }
}
