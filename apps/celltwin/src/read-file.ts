/** Files that a person names on the command line. */
import { readFileSync } from 'node:fs'

/** @throws Error naming the file and why it cannot be read. */
export function readBytes(file: string, what = 'file'): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new Error(`there is no ${what} ${file}`)
    if (code === 'EISDIR') throw new Error(`${file} is a folder; a ${what} is wanted`)
    throw new Error(`${file} cannot be read: ${message}`)
  }
}

/** UTF-8, or the UTF-16 that spreadsheets call Unicode. @throws Error naming the file and why it cannot be read. */
export function readText(file: string, what?: string): string {
  const bytes = readBytes(file, what)
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  return isUtf16 ? bytes.toString('utf16le', 2) : bytes.toString('utf8')
}

/** @throws Error naming the file and why it is no JSON. */
export function readJson(file: string, what: string): unknown {
  const text = readText(file, what)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`)
  }
}
