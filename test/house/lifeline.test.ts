/** A launcher that dies without a word takes its whole house with it. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type House, startHouse } from '../support/house.ts'
import { until } from '../support/until.ts'

let house: House
beforeAll(async () => {
  house = await startHouse({ speed: 4 })
}, 120_000)
afterAll(() => house?.stop())

it('leaves no process behind when the launcher is killed', { timeout: 40_000 }, async () => {
  const family = descendantsOf(house.launcher.pid!)
  expect(Object.keys(house.pids())).toEqual(
    expect.arrayContaining(['gateway', 'handling', 'vision', 'vibration', 'verifier', 'server', 'postgres']),
  )
  house.launcher.kill('SIGKILL')
  await until(() => family.filter(isAlive).length === 0, 20_000)
})

/** Every process below this one, the workers of the database included. */
function descendantsOf(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number)
  return [...children, ...children.flatMap(descendantsOf)]
}

function parentOf(pid: string | number): number {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return Number.NaN
  }
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
