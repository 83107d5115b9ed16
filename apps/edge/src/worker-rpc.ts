/** Calls into a worker thread and their answers: what would hold up the event loop runs elsewhere. */
import { type MessagePort, type Transferable, Worker } from 'node:worker_threads'

interface Call {
  readonly id: number
  readonly name: string
  readonly argument: unknown
}

type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string })

/** What a worker says unasked, while a call takes long. */
interface News {
  readonly news: string
}

/** Asks a worker to end itself. */
const END = 'end'

export interface WorkerCalls {
  call<T>(name: string, argument: unknown, transfer?: readonly Transferable[]): Promise<T>
  /** Rejects when the worker is gone without having been closed. */
  readonly lost: Promise<never>
  /** Calls without an answer are rejected. Resolves when the thread is gone. */
  close(): Promise<void>
}

export function startWorker(url: URL, workerData: unknown, onNews: (text: string) => void = () => {}): WorkerCalls {
  const worker = new Worker(url, { workerData })
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let count = 0
  let closing = false
  let lose = (_error: Error) => {}
  const lost = new Promise<never>((_resolve, reject) => {
    lose = reject
  })
  // Whoever waits for `lost` hears of it; nobody has to.
  lost.catch(() => {})

  const fail = (error: Error) => {
    for (const { reject } of pending.values()) reject(error)
    pending.clear()
    if (!closing) lose(error)
  }
  worker.on('message', (answer: Answer | News) => {
    if ('news' in answer) return onNews(answer.news)
    const call = pending.get(answer.id)
    pending.delete(answer.id)
    if ('error' in answer) call?.reject(new Error(answer.error))
    else call?.resolve(answer.value)
  })
  worker.on('error', fail)
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', (code) => {
      fail(new Error(`worker ${url.pathname.split('/').at(-1)} ended with code ${code}`))
      resolve()
    })
  })

  return {
    call: <T>(name: string, argument: unknown, transfer: readonly Transferable[] = []) =>
      new Promise<T>((resolve, reject) => {
        const call: Call = { id: count++, name, argument }
        pending.set(call.id, { resolve: resolve as (value: unknown) => void, reject })
        worker.postMessage(call, transfer)
      }),
    lost,
    async close() {
      closing = true
      // `terminate()` in the middle of a model's run takes the whole process down: the native runtime throws where
      // its thread may no longer be entered. Asked to, the thread ends between two runs.
      worker.postMessage(END)
      await ended
    },
  }
}

export interface Answered {
  readonly value: unknown
  readonly transfer?: readonly Transferable[]
}

/** The worker's side: says how far a call is. */
export const tellNews = (port: MessagePort, text: string): void => port.postMessage({ news: text } satisfies News)

/** The worker's side: answers calls one after the other. */
export function serveCalls(port: MessagePort, answers: Record<string, (argument: never) => Promise<Answered>>): void {
  let last: Promise<void> = Promise.resolve()
  port.on('message', (message: Call | typeof END) => {
    if (message === END) process.exit()
    const { id, name, argument } = message
    last = last.then(async () => {
      try {
        const { value, transfer = [] } = await answers[name]!(argument as never)
        port.postMessage({ id, value } satisfies Answer, transfer)
      } catch (cause) {
        port.postMessage({ id, error: cause instanceof Error ? cause.message : String(cause) } satisfies Answer)
      }
    })
  })
}
