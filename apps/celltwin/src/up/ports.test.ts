import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { requireFree } from './ports.ts'

describe('the port of the dashboard', () => {
  it('is refused where another program listens, with another to try', async () => {
    const taken = createServer()
    const port = await new Promise<number>((done) =>
      taken.listen(0, '127.0.0.1', () => done((taken.address() as { port: number }).port)),
    )
    await expect(requireFree(port, '127.0.0.1')).rejects.toThrow(`port ${port} on 127.0.0.1 is taken`)
    await new Promise((done) => taken.close(done))
    await expect(requireFree(port, '127.0.0.1')).resolves.toBeUndefined()
  })

  it('is not called taken where the machine has no such address', async () => {
    // 192.0.2.0/24 is for documentation (RFC 5737): no machine has it.
    await expect(requireFree(8080, '192.0.2.1')).rejects.toThrow(/cannot listen on 192\.0\.2\.1 .* Set HOST/)
  })
})
