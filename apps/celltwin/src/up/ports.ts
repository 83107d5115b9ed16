import { createServer } from 'node:net'

/** Whether a server could listen there now. */
export function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer()
    probe.once('error', () => answer(false))
    probe.listen(port, host, () => probe.close(() => answer(true)))
  })
}

/** `wanted` where it is free, else one the system picks. */
export async function freePort(wanted: number | undefined, host = '127.0.0.1'): Promise<number> {
  if (wanted && (await isFree(wanted, host))) return wanted
  return new Promise((answer, refuse) => {
    const probe = createServer()
    probe.once('error', refuse)
    probe.listen(0, host, () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => answer(port))
    })
  })
}
