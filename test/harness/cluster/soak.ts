// Past one machine for minutes: three hubs behind a balancer, a primary and two replicas, writers
// and pollers; one hub is killed and one replica stopped in the middle, and both come back.
import { setTimeout } from 'node:timers/promises'
import { type Hub, hasProgram, openBalancer, openHubProcess } from './hubs.ts'
import { openServers, type Servers, type Undo } from './servers.ts'
import { type Judgement, judge, openTally, poll, type Tally, write } from './traffic.ts'
import { hubFile, listPollers, listWriters } from './world.ts'

/** `show` is for whoever watches, `tell` for the record. */
export type Ground = Undo & { show(text: string): void; tell(text: string): void }

export type Cluster = { servers: Servers; hubs: Hub[]; url: string; file: string }

const pollerCount = 50
const pollPauseMs = 500
const pace = { pauseMs: 300, size: 1 }
const replicaUrls = ({ standbys }: Servers): string => standbys.map(({ url }) => url).join(',')

export const openCluster = async (ground: Ground): Promise<Cluster> => {
  if (!hasProgram('haproxy', '-v'))
    throw new Error('install HAProxy first: apt-get install haproxy')
  const servers = await openServers(ground, { count: 2 })
  const file = hubFile()
  const hubs: Hub[] = []
  for (let n = 1; n <= 3; n++) {
    ground.tell(`starting hub ${n} of 3`)
    const settings = {
      DATABASE_URL: servers.primary.url,
      SEKISHO_REPLICAS: replicaUrls(servers),
    }
    hubs.push(await openHubProcess(ground, file, settings))
  }
  return { servers, hubs, url: await openBalancer(ground, hubs), file }
}

/** What befalls the cluster between the thirds and quarters of the run. */
const befall = async ({ hubs, servers }: Cluster, seconds: number, ground: Ground) => {
  const [, hub] = hubs as [Hub, Hub]
  const [replica] = servers.standbys
  await setTimeout(seconds * 400)
  ground.tell('one hub is killed')
  await hub.kill()
  await setTimeout(seconds * 100)
  ground.tell('one replica is stopped')
  await replica?.kill()
  await setTimeout(seconds * 200)
  ground.tell('both come back')
  await replica?.start()
  await hub.start()
}

export type SoakResult = Judgement & {
  tally: Tally
  faults: string[]
}

/** Runs the traffic for so many seconds, and then until every poller has come to the end. */
export const soak = async (
  cluster: Cluster,
  seconds: number,
  ground: Ground,
): Promise<SoakResult> => {
  const tally = openTally()
  const { url } = cluster
  const until = Date.now() + seconds * 1_000
  let writing = true
  const polled = Promise.all(
    listPollers(pollerCount).map((one) => poll(tally, url, one, pollPauseMs, () => !writing)),
  )
  const written = Promise.all(
    listWriters().map((one) => write(tally, url, one, pace, () => Date.now() > until)),
  )
  const befallen = befall(cluster, seconds, ground)
  const told = setInterval(() => {
    const left = Math.max(0, Math.round((until - Date.now()) / 1_000))
    const tell = left % 60 < 5 ? ground.tell : ground.show
    tell(`${left} s left, ${tally.acknowledged.size} acknowledged, ${tally.polls} polls`)
  }, 5_000)
  try {
    await written
    writing = false
    const pollers = await polled
    await befallen
    const judgement = judge(tally, pollers)
    return { ...judgement, tally, faults: faultsOf(judgement, tally) }
  } finally {
    clearInterval(told)
  }
}

const faultsOf = ({ missed, repeated, leaked, delivered }: Judgement, tally: Tally): string[] => {
  const counts = { missed, repeated, leaked, unread: tally.unread.length }
  const faults = Object.entries(counts).flatMap(([name, count]) =>
    count === 0 ? [] : [`${count} ${name}`],
  )
  for (const [what, count] of tally.unexplained) faults.push(`${count} × ${what}`)
  if (delivered === 0 || tally.acknowledged.size === 0) faults.push('nothing went through')
  return faults
}
