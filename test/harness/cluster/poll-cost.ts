// What a poll costs the primary, with replicas and without: processor time of its processes, less
// what they use when nobody asks. Knows no balancer.
import { setTimeout } from 'node:timers/promises'
import { openHubProcess } from './hubs.ts'
import type { Server } from './servers.ts'
import type { Cluster, Ground } from './soak.ts'
import { headersOf, objectsPath } from './world.ts'

export type Cost = { polls: number; msPerPoll: number }
/** `page` is a full page of `pageSize`; `empty` a poll that finds nothing new. */
export type Costs = { page: Cost; empty: Cost }

export const pageSize = 1_000
const clients = 8
const seconds = 10

type Client = (n: number) => Promise<void>

/** Null of a hub that has too much to do: it is asked again a little later. */
const readAnswer = async (
  path: string,
  headers: Record<string, string>,
): Promise<string | null> => {
  const answer = await fetch(path, { headers })
  const text = await answer.text()
  if (answer.status === 200) return text
  if (answer.status !== 503) throw new Error(`a poll was answered with ${answer.status}`)
  await setTimeout(200)
  return null
}

/** Each client asks for pages until the time is over, from the beginning again and again. */
const walk = (url: string, until: () => boolean): Client => {
  return async (n) => {
    const names = ['acme', 'bolt', 'carl', 'dora']
    const headers = headersOf(names[n % names.length] as string)
    for (let next = ''; !until(); ) {
      const path = `${url}${objectsPath('rail')}?limit=${pageSize}${next}`
      const text = await readAnswer(path, headers)
      if (text === null) continue
      const found = /^{"more":true,"next":"([^"]+)"/.exec(text)
      next = found === null ? '' : `&next=${found[1]}`
      counted.polls += 1
    }
  }
}

const pollNothing = (url: string, until: () => boolean): Client => {
  return async () => {
    const path = `${url}${objectsPath('rail')}?added_after=2199-01-01T00:00:00Z`
    while (!until()) {
      if ((await readAnswer(path, headersOf('carl'))) === null) continue
      counted.polls += 1
    }
  }
}

const counted = { polls: 0 }

const measure = async (
  primary: Server,
  idlePerSecond: number,
  client: (until: () => boolean) => Client,
): Promise<Cost> => {
  counted.polls = 0
  const before = primary.cpuSeconds()
  const started = performance.now()
  const until = (): boolean => performance.now() - started > seconds * 1_000
  await Promise.all(Array.from({ length: clients }, (_, n) => client(until)(n)))
  const lasted = (performance.now() - started) / 1_000
  const used = primary.cpuSeconds() - before - idlePerSecond * lasted
  return { polls: counted.polls, msPerPoll: (used * 1_000) / counted.polls }
}

const measureIdle = async (primary: Server): Promise<number> => {
  const before = primary.cpuSeconds()
  await setTimeout(5_000)
  return (primary.cpuSeconds() - before) / 5
}

const measureAt = async (primary: Server, url: string): Promise<Costs> => {
  const idle = await measureIdle(primary)
  await measure(primary, idle, (until) => walk(url, until))
  const page = await measure(primary, idle, (until) => walk(url, until))
  const empty = await measure(primary, idle, (until) => pollNothing(url, until))
  return { page, empty }
}

/** Both on the data the long run left: by one of its hubs, and by one that knows no replica. */
export const measureCosts = async (
  { servers, hubs, file }: Cluster,
  ground: Ground,
): Promise<{ with: Costs; without: Costs }> => {
  const { primary } = servers
  ground.tell('measuring with replicas')
  const withReplicas = await measureAt(primary, hubs[0]?.url as string)
  const lone = await openHubProcess(ground, file, { DATABASE_URL: primary.url })
  ground.tell('measuring without replicas')
  const without = await measureAt(primary, lone.url)
  await lone.kill()
  return { with: withReplicas, without }
}
