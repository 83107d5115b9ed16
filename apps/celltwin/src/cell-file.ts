/** Cell files for commands that run several cells together. */
import { type CellFile, readCellFile } from '@celltwin/contracts/cell-file'

/** @throws Error naming what is wrong in a file, or which two describe the same cell. */
export function readCellFiles(paths: readonly string[]): CellFile[] {
  const files = new Map<string, CellFile>()
  for (const path of paths) {
    const file = readCellFile(path)
    const { cell } = file.definition.path
    const other = files.get(cell)
    if (other) throw new Error(`${other.file} and ${file.file} both have path.cell ${cell}; give one another name`)
    files.set(cell, file)
  }
  return [...files.values()]
}
