/** A bare mqtt.js subscriber: the fastest a Node program here could take the same messages in. Counts, and does nothing else. */
import mqtt from 'mqtt'

process.on('message', ({ url, topic, expect }: { url: string; topic: string; expect: number }) => {
  const client = mqtt.connect(url)
  let received = 0
  client.on('message', () => {
    received++
    if (received === expect) process.send?.('received')
  })
  client.on('connect', () => client.subscribe(topic, { qos: 1 }, () => process.send?.('ready')))
})
