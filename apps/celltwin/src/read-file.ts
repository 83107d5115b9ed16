/** Files that a person names on the command line. */
import { readFileSync } from 'node:fs'

/** @throws Error naming the file and why it cannot be read. */
export function readBytes(file: string, what = 'file'): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new Error(sayFileFault({ ...(cause as NodeJS.ErrnoException), path: file }, what))
  }
}

/** What a person did wrong with a file, in one sentence. */
function sayFileFault({ code, path, syscall }: NodeJS.ErrnoException, what = 'file'): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') return `there is no ${what} ${path}`
  if (code === 'EISDIR') return `${path} is a folder; a ${what} is wanted`
  if (code === 'EEXIST') return `${path} is there already and is not overwritten`
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `${path}: no permission (${syscall})`
  return `${path}: ${syscall} failed (${code})`
}

/** The sentence that a command ends with: of a file that the system refuses, which one and why. */
export function lastWords(error: unknown): string {
  const fault = error as NodeJS.ErrnoException
  return fault.code && fault.path !== undefined ? sayFileFault(fault) : fault.message
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
