// The organisation that floods, as a program of its own: it would not sit on the hub's machine, so
// it takes no processor time from those who measure, and only what is left from the hub.
import { randomUUID } from 'node:crypto'
import { setPriority } from 'node:os'
import { openClient } from '../client.ts'
import { makeEnvelope } from './envelope.ts'
import type { Ask, Told } from './flooder.ts'
import { floodCredentials, tokenOf } from './profile.ts'

const lowest = 19
const connections = 64
const pageLimit = 1_000
const envelopeObjects = 100

/** As fast as the hub answers, by every credential it has: pages of a thousand, and envelopes. */
const openConnection = ({ url, organisation, path }: Ask, connection: number) => {
  const client = openClient(url, `Bearer ${tokenOf(organisation, connection % floodCredentials)}`)
  const posts = connection % 4 === 0
  const ask = () =>
    posts
      ? client.post(path, makeEnvelope(envelopeObjects, randomUUID().slice(-12)))
      : client.get(`${path}?limit=${pageLimit}`)
  return async (until: number, told: (status: number) => void): Promise<void> => {
    while (performance.now() < until) {
      const { status } = await ask().catch(() => ({ status: 0 }))
      told(status)
    }
    client.close()
  }
}

const tell = (told: Told): void => void process.send?.(told)

const run = async (ask: Ask): Promise<void> => {
  setPriority(lowest)
  const opened = Array.from({ length: connections }, (_, n) => openConnection(ask, n))
  const statuses = new Map<number, number>()
  const count = (status: number): void => void statuses.set(status, (statuses.get(status) ?? 0) + 1)
  process.once('message', async () => {
    const until = performance.now() + ask.minutes * 60_000
    await Promise.all(opened.map((flood) => flood(until, count)))
    tell({ statuses: [...statuses] })
    process.disconnect()
  })
  tell('ready')
}

await run(JSON.parse(process.argv[2] as string) as Ask)
