import type { CellDefinition } from '@celltwin/contracts'
import { readCellFile } from '@celltwin/contracts/cell-file'
import { PATH } from './edge.ts'

/** The reference cell, under the path that the tests' edge speaks for. */
export const testCell: CellDefinition = { ...readCellFile('cells/pulley-cell-1.yaml').definition, path: PATH }
