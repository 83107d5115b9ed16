/** What tests of the server stand on: a database, a broker, the server, and an edge that speaks to it. */
import { startEmbeddedBroker, type TestBroker } from '../../../../test/support/broker.ts'
import { startTestPostgres, type TestPostgres } from '../../../../test/support/postgres.ts'
import { connectEdge, type TestEdge } from './edge.ts'
import { startTestServer, type TestServer } from './server.ts'

export interface Stand {
  readonly postgres: TestPostgres
  readonly broker: TestBroker
  readonly server: TestServer
  readonly edge: TestEdge
  /** The server, stopped and started again on the same database. */
  restart(): Promise<TestServer>
  stop(): Promise<void>
}

/** @param settings of the server, as its environment would have them */
export async function setUpStand(settings: Readonly<Record<string, string>> = {}): Promise<Stand> {
  const [postgres, broker] = await Promise.all([startTestPostgres(), startEmbeddedBroker()])
  const start = () => startTestServer(postgres.url, broker.url, settings)
  const stopFloor = () => Promise.all([broker.stop(), postgres.stop()])
  let server: TestServer | undefined
  try {
    server = await start()
    const edge = await connectEdge(broker.url)
    return {
      ...{ postgres, broker, server, edge },
      restart: async () => {
        await server?.close()
        server = await start()
        return server
      },
      stop: async () => {
        await edge.close()
        await server?.close()
        await stopFloor()
      },
    }
  } catch (error) {
    await server?.close()
    await stopFloor()
    throw error
  }
}
