/**
 * A request to the server whose answer's body does not matter. `fetch` would take each megabyte through its streams:
 * twice the time on the loop that also talks to the cell.
 */
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'

export interface Asked {
  readonly method: 'PUT' | 'HEAD'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly signal: AbortSignal
}

/** Resolves with the status of the answer, once that has come whole. */
export function askServer(url: URL, { method, headers, body, signal }: Asked): Promise<number> {
  const request = url.protocol === 'https:' ? overHttps : overHttp
  return new Promise((resolve, reject) => {
    const length = body ? { 'content-length': body.length } : {}
    request(url, { method, headers: { ...headers, ...length }, signal }, (response) => {
      response
        .resume()
        .on('end', () => resolve(response.statusCode!))
        .on('error', reject)
    })
      .on('error', reject)
      .end(body)
  })
}
