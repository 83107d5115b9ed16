import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCellFiles } from './cell-file.ts'

describe('cell files', () => {
  it('that run together describe different cells', () => {
    const folder = mkdtempSync(join(tmpdir(), 'celltwin-cells-'))
    const copy = join(folder, 'copy.yaml')
    cpSync('cells/pulley-cell-1.yaml', copy)
    const both = () => readCellFiles(['cells/pulley-cell-1.yaml', copy])
    expect(both).toThrow(/pulley-cell-1\.yaml and .*copy\.yaml both have path\.cell pulley-cell-1/)
    rmSync(folder, { recursive: true })
    expect(readCellFiles(['cells/pulley-cell-1.yaml', 'cells/bearing-bench.yaml'])).toHaveLength(2)
  })

  it('are files', () => {
    expect(() => readCellFiles(['cells'])).toThrow(/there is no cell file cells/)
  })
})
