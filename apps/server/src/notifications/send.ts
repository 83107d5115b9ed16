/** The two ways out: a signed HTTP request, and a mail. Both throw with a reason that a person can act on. */
import { createHmac } from 'node:crypto'
import nodemailer from 'nodemailer'

const WITHIN_MS = 10_000

/** `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>">`: who replays an old one is found out by its time. */
export const signatureOf = (secret: string, body: string, seconds: number): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`

export async function sendWebhook(url: string, secret: string, delivery: string, document: object): Promise<void> {
  const body = JSON.stringify(document)
  const response = await fetch(url, {
    method: 'POST',
    body,
    // Whoever is redirected to was not chosen.
    redirect: 'manual',
    signal: AbortSignal.timeout(WITHIN_MS),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'celltwin',
      'x-celltwin-delivery': delivery,
      'x-celltwin-signature': signatureOf(secret, body, Math.floor(Date.now() / 1000)),
    },
  }).catch((error: Error) => {
    const cause = error.cause instanceof Error ? error.cause.message : error.message
    throw new Error(`${new URL(url).host} does not answer: ${cause}`)
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`)
}

export interface Mailer {
  send(to: readonly string[], subject: string, text: string): Promise<void>
  close(): void
}

/** undefined where no mail server is configured. */
export function openMailer(smtpUrl: string | undefined, from: string): Mailer | undefined {
  if (smtpUrl === undefined) return undefined
  const transport = nodemailer.createTransport(smtpUrl, { from })
  return {
    send: async (to, subject, text) => {
      if (to.length === 0) throw new Error('nobody has an address')
      await transport.sendMail({ to: [...to], subject, text })
    },
    close: () => transport.close(),
  }
}
