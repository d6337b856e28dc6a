// A primary that dies under load and a standby that takes its place: what was acknowledged is
// there, and pollers go on without a miss or a repeat. The control is a standby that the primary
// does not wait for, and that lags when it is promoted.
import { setTimeout } from 'node:timers/promises'
import { openHubProcess } from './hubs.ts'
import { openServers, type Server, type Servers } from './servers.ts'
import type { Ground } from './soak.ts'
import { judge, openTally, type Poller, poll, type Tally, write } from './traffic.ts'
import { hubFile, isFor, listPollers, listWriters } from './world.ts'

/** `lost` of the acknowledged are not found by a reader that begins anew. */
export type FailoverResult = {
  acknowledged: number
  behind: number
  lost: number
  /** Statuses that never became complete, and objects their writer did not find; in words. */
  unread: string[]
  missed: number
  repeated: number
  /** From the kill to the first acknowledgement after it, in seconds. */
  outage: number
}

const pollerCount = 7
const goesOnWith = 500
const pace = { pauseMs: 0, size: 3 }
const waitTries = 3_000

const until = async (holds: () => boolean): Promise<void> => {
  for (let tries = 0; tries < waitTries; tries++) {
    if (holds()) return
    await setTimeout(100)
  }
  throw new Error('it did not come to that')
}

/** The primary goes on, and nothing of it reaches the standby any more. */
const stall = async (primary: Server): Promise<void> => {
  const senders = await primary.ask('select pid from pg_stat_replication')
  for (const { pid } of senders) process.kill(pid as number, 'SIGSTOP')
}

/** Kills the primary under load, promotes the standby, and waits until writers go on there. */
const failOver = async ({ primary, standbys }: Servers, tally: Tally): Promise<number> => {
  await primary.kill()
  const before = tally.acknowledged.size
  const killed = performance.now()
  await standbys[0]?.ask('select pg_promote()')
  await until(() => tally.acknowledged.size > before)
  const outage = (performance.now() - killed) / 1_000
  await until(() => tally.acknowledged.size > before + goesOnWith)
  return outage
}

const readAnew = async (tally: Tally, url: string): Promise<number> => {
  const readers = [
    { name: 'acme', group: 'rail' as const },
    { name: 'volt', group: 'energy' as const },
  ]
  const found = await Promise.all(readers.map((one) => poll(tally, url, one, 10, () => true)))
  return judge(tally, found).missed
}

/** Kills after `least` acknowledged objects. Without `synchronous` the standby lags on purpose. */
export const runFailover = async (
  ground: Ground,
  { synchronous, least }: { synchronous: boolean; least: number },
): Promise<FailoverResult> => {
  const settings: Record<string, string> = synchronous
    ? { synchronous_standby_names: 'ANY 1 (standby_1)' }
    : {}
  const servers = await openServers(ground, { count: 1, settings })
  const ports = [servers.primary, ...servers.standbys].map(({ port }) => `127.0.0.1:${port}`)
  const DATABASE_URL = `postgresql://sekisho@${ports.join(',')}/sekisho`
  const urls: string[] = []
  for (let n = 0; n < 2; n++) {
    urls.push((await openHubProcess(ground, hubFile(), { DATABASE_URL })).url)
  }
  const at = (n: number): string => urls[n % urls.length] as string
  const tally = openTally()
  let writing = true
  let written = false
  const polled: Promise<Poller[]> = Promise.all(
    listPollers(pollerCount).map((one, n) => poll(tally, at(n), one, 100, () => written)),
  )
  const writers = Promise.all(
    listWriters().map((one, n) => write(tally, at(n), one, pace, () => !writing)),
  )
  await until(() => tally.acknowledged.size >= least)
  const reached = tally.acknowledged.size
  if (!synchronous) {
    await stall(servers.primary)
    await until(() => tally.acknowledged.size > reached + goesOnWith)
  }
  const behind = tally.acknowledged.size - reached
  ground.tell(`${tally.acknowledged.size} acknowledged; the primary is killed`)
  const outage = await failOver(servers, tally)
  writing = false
  // Until every status is complete: what was pending when the primary died is taken up again.
  await writers
  written = true
  const { missed, repeated } = judge(tally, await polled)
  const lost = await readAnew(tally, at(0))
  const acknowledged = [...tally.acknowledged.values()].filter(({ kind }) => isFor('acme', kind))
  return {
    acknowledged: acknowledged.length,
    behind,
    lost,
    unread: tally.unread,
    missed,
    repeated,
    outage,
  }
}
