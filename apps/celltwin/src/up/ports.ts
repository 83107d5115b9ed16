import { createServer } from 'node:net'

/** Why no server could listen there now; undefined where one could. */
function listeningFails(port: number, host: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((answer) => {
    const probe = createServer()
    probe.once('error', answer)
    probe.listen(port, host, () => probe.close(() => answer(undefined)))
  })
}

/** Whether a server could listen there now. */
const isFree = async (port: number, host: string): Promise<boolean> => !(await listeningFails(port, host))

/** @throws Error that says why no server could listen there, and what to do. */
export async function requireFree(port: number, host: string): Promise<void> {
  const failure = await listeningFails(port, host)
  if (!failure) return
  if (failure.code === 'EADDRINUSE')
    throw new Error(`port ${port} on ${host} is taken. Stop what listens there, or choose another: PORT=8081 npm start`)
  if (failure.code === 'EACCES')
    throw new Error(`port ${port} is not for ordinary users. Choose one above 1023: PORT=8080 npm start`)
  throw new Error(`this machine cannot listen on ${host} (${failure.code}). Set HOST to an address it has, or 0.0.0.0`)
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
