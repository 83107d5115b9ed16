/** A network with a delay on what goes up live; nothing overtakes. */
import type { CellTopics } from '@celltwin/contracts'
import type { Link } from '../../link.ts'

export function slowed(link: Link, topics: CellTopics, delayMs: () => number): Link {
  const events = `${topics.root}/evt/`
  let clearAt = 0
  return {
    get connected() {
      return link.connected
    },
    subscribe: link.subscribe,
    onConnect: link.onConnect,
    close: link.close,
    async publish(topic, payload, options) {
      const now = Date.now()
      if (topic.startsWith(events)) clearAt = Math.max(clearAt, now + delayMs())
      if (topic.startsWith(events) && clearAt > now) await new Promise((resolve) => setTimeout(resolve, clearAt - now))
      await link.publish(topic, payload, options)
    },
  }
}
