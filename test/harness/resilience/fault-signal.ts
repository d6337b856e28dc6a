// Signals (F15, F16): a hub is asked to end under load, and one of two is paused while it holds the
// collection's lock. Nobody is cut off, nothing is lost, doubled or out of order.
import { setTimeout } from 'node:timers/promises'
import { cloneDatabase } from '../../fixture/database.ts'
import { makeIndicator } from '../../fixture/hub.ts'
import { runNaive } from '../order.ts'
import { openCluster } from './cluster.ts'
import { type FaultHub, openFaultHub } from './hub.ts'
import { askAgain, faultsOf, type Journal, judge, openJournal, storm } from './journal.ts'
import { type Message, openWire } from './pg-proxy.ts'
import { countMisses, openPoller, type Poller } from './poller.ts'
import type { Ground, Result } from './row.ts'

const rounds = 3
const loadMs = 1_500
const inFlight = 20
const exitMsMax = 10_000

type End = (hub: FaultHub) => Promise<number | string | null>

/** Requests that have reached the hub when it is told to end: the first of them is answered. */
const endUnderLoad = async (hub: FaultHub, journal: Journal, end: End) => {
  const sent = Array.from({ length: inFlight }, (_, n) =>
    journal.post(
      hub.url,
      Array.from({ length: 40 }, () => makeIndicator(n)),
    ),
  )
  await Promise.race(sent)
  const started = performance.now()
  const code = await end(hub)
  const ms = performance.now() - started
  const answered = (await Promise.all(sent)).filter(({ status }) => status !== null).length
  return { code, ms, answered }
}

const conclude = async (journal: Journal, poller: Poller, url: string) => {
  // What is pending is published late, by whoever finds it: the poller waits for that too.
  const verdict = await judge(journal, url)
  await poller.finish()
  const { missed, repeated } = countMisses(poller, journal.sent)
  const faults = [...faultsOf(verdict), ...journal.unexplained]
  if (missed > 0) faults.push(`${missed} missed`)
  if (repeated > 0) faults.push(`${repeated} repeated`)
  const { acknowledged, lost, doubled } = verdict
  const figure = `${acknowledged} acknowledged, ${lost} lost, ${doubled} doubled, ${missed} missed`
  return { figure, faults }
}

const runEnds = async (ground: Ground, end: End, times: number): Promise<Result> => {
  const cluster = await openCluster(ground)
  const hub = await openFaultHub(ground, cluster.url)
  const journal = openJournal()
  const poller = openPoller(journal, [hub.url])
  const faults: string[] = []
  let slowest = 0
  let answered = 0
  for (let round = 0; round < times; round++) {
    ground.show(`end ${round + 1} of ${times}`)
    const until = performance.now() + loadMs
    await storm(journal, [hub.url], () => performance.now() > until)
    const ended = await endUnderLoad(hub, journal, end)
    if (ended.code !== 0) faults.push(`it ended with ${ended.code}`)
    if (ended.answered < inFlight) faults.push(`${inFlight - ended.answered} were cut off`)
    if (ended.ms > exitMsMax) faults.push(`it took ${Math.round(ended.ms)} ms to end`)
    slowest = Math.max(slowest, ended.ms)
    answered += ended.answered
    await hub.start()
  }
  const whole = await conclude(journal, poller, hub.url)
  const told = `${times} ends, ${answered} of ${times * inFlight} in flight answered, slowest ${Math.round(slowest)} ms`
  return { figure: `${told}; ${whole.figure}`, faults: [...faults, ...whole.faults] }
}

/** F15. */
export const runTerminations = (ground: Ground): Promise<Result> =>
  runEnds(ground, (hub) => hub.terminate(), rounds)

/** The control: a hub that ends as soon as it is told. */
export const runAbruptEnds = (ground: Ground): Promise<Result> =>
  runEnds(
    ground,
    async (hub) => {
      await hub.kill()
      return 'SIGKILL'
    },
    1,
  )

const pausedMs = 25_000

/** Statements into a transaction; only a publication has so many, and its lock is the first. */
const statementsIn = 6

/** True once, in the middle of a publication of the hub of this wire. */
const watchPublication = (): ((message: Message) => boolean) => {
  const counts = new Map<number, number>()
  return ({ from, type, payload, connection }) => {
    if (from !== 'hub') return false
    const begins = type === 'Q' ? /^(begin|commit|rollback)/.exec(payload.toString('latin1')) : null
    if (begins !== null) counts.set(connection, begins[1] === 'begin' ? 1 : 0)
    const count = counts.get(connection) ?? 0
    if (type !== 'B' || count === 0) return false
    counts.set(connection, count + 1)
    return count === statementsIn
  }
}

/**
 * F16: one of two hubs is paused inside its transaction, with the lock, for longer than PostgreSQL
 * lets a transaction idle; the other goes on by itself; the paused one wakes.
 */
export const runPause = async (ground: Ground): Promise<Result> => {
  const cluster = await openCluster(ground)
  const wire = await openWire(ground, cluster)
  const paused = await openFaultHub(ground, wire.url)
  const other = await openFaultHub(ground, cluster.url)
  const journal = openJournal()
  const poller = openPoller(journal, [other.url])
  let over = false
  ground.teardown(() => {
    over = true
  })
  // Who waits for the one that is paused asks nothing of the other.
  const storming = Promise.all(
    [paused, other].map(({ url }) => storm(journal, [url], () => over, 3)),
  )
  await setTimeout(loadMs)
  let struck = false
  const isInside = watchPublication()
  wire.decide = (message) => {
    if (!struck && isInside(message)) {
      struck = true
      paused.pause()
    }
    return 'pass'
  }
  while (!struck) await setTimeout(5)
  wire.decide = null
  const before = journal.acknowledged
  const started = performance.now()
  let alone: number | null = null
  while (performance.now() - started < pausedMs) {
    await setTimeout(50)
    if (alone === null && journal.acknowledged > before + 200) alone = performance.now() - started
  }
  const lively = await askAgain(`${other.url}/healthz`)
  paused.resume()
  await setTimeout(loadMs)
  over = true
  await storming
  const whole = await conclude(journal, poller, other.url)
  const faults = [...whole.faults]
  if (alone === null) faults.push('the other hub did not go on')
  if (lively.status !== 200) faults.push('the other hub is not well')
  if (paused.exits() + other.exits() > 0) faults.push('a hub ended by itself')
  const seconds = pausedMs / 1_000
  const figure = `paused ${seconds} s, the other went on after ${Math.round((alone ?? 0) / 100) / 10} s; ${whole.figure}`
  return { figure, faults }
}

const longPauseMs = 400

/** The control: writers without a lock; some pause between their stamp and their commit. */
export const runUnlockedPause = async (ground: Ground): Promise<Result> => {
  const url = await cloneDatabase(ground)
  const { written, missed } = await runNaive(url, 4, 8, longPauseMs)
  const figure = `${missed} of ${written} missed`
  return { figure, faults: missed > 0 ? [figure] : [] }
}
