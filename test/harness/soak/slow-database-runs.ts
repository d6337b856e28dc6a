// A database that is slow, locked, rewritten, or read by somebody who never ends (F18): no answer
// waits for long, nothing is lost, and what was acknowledged is there within a bound.
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { makeIndicator } from '../../fixture/hub.ts'
import { type Cluster, openCluster } from '../resilience/cluster.ts'
import { type FaultHub, headersOf, objectsPath, openFaultHub } from '../resilience/hub.ts'
import { faultsOf, type Journal, judge, openJournal, storm } from '../resilience/journal.ts'
import { type Message, openWire, printMessage } from '../resilience/pg-proxy.ts'
import { countMisses, openPoller } from '../resilience/poller.ts'
import type { Result } from '../resilience/row.ts'
import type { LongGround } from './row.ts'
import { openSlowWire } from './slow-wire.ts'

/** The hub's own limits: a lock is waited for 5 s, a statement ends after 10 s. */
const answerMostMs = 15_000
/** What could not be published in its turn is taken up again by a job of every minute. */
const lagMostMs = 150_000
const leastPhaseMs = 12_000

type Timed = { slowestMs: number; asked: number; refused: number }

const watched = async (
  timed: Timed,
  asking: Promise<Response | null>,
): Promise<Response | null> => {
  const started = performance.now()
  const answer = await asking
  timed.slowestMs = Math.max(timed.slowestMs, performance.now() - started)
  timed.asked += 1
  if (answer !== null && (answer.status >= 500 || answer.status === 429)) timed.refused += 1
  return answer
}

const waitMs = 60_000

const ask = (url: string, who: 'acme' | 'bolt', body?: string): Promise<Response | null> => {
  const signal = AbortSignal.timeout(waitMs)
  const options = { headers: headersOf(who), signal }
  return fetch(url, body === undefined ? options : { ...options, method: 'POST', body }).catch(
    () => null,
  )
}

/** One object after the other: how long until it is acknowledged, and until a member gets it. */
const probe = async (url: string, timed: Timed, over: () => boolean): Promise<number> => {
  let lagMs = 0
  while (!over()) {
    const object = makeIndicator(1)
    const body = JSON.stringify({ objects: [object] })
    const answer = await watched(timed, ask(`${url}${objectsPath}`, 'acme', body))
    await answer?.body?.cancel()
    if (answer?.status === 202) {
      const started = performance.now()
      for (let there = false; !there && performance.now() - started < lagMostMs * 2; ) {
        const found = await watched(timed, ask(`${url}${objectsPath}${object.id}/`, 'bolt'))
        there = found?.status === 200
        await found?.body?.cancel()
        if (!there) await setTimeout(100)
      }
      lagMs = Math.max(lagMs, performance.now() - started)
    }
    await setTimeout(100)
  }
  return lagMs
}

/** Holds these statements open, in one transaction of somebody else, while `during` goes on. */
const holding = async (url: string, statements: string[], during: () => Promise<unknown>) => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
    await during()
    await client.query('rollback')
  } finally {
    await client.end().catch(() => {})
  }
}

const vacuum = async (url: string, until: number): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  while (performance.now() < until) {
    await client.query('vacuum full feed, rendition, object_version, feed_head')
    await setTimeout(500)
  }
  await client.end()
}

const snapshot = ['begin isolation level repeatable read', 'select count(*) from feed']
const hotRow = ['begin', 'select from feed_head for update']
const account = ['begin', 'select from ledger_head for update']

type Phase = { name: string; run(ms: number): Promise<unknown> }

const listPhases = (cluster: Cluster, wire: { lateMs: number }): Phase[] => {
  const held = (statements: string[]) => (ms: number) =>
    holding(cluster.ownUrl, statements, () => setTimeout(ms))
  return [
    {
      name: 'each statement 200 ms late',
      async run(ms) {
        wire.lateMs = 200
        await setTimeout(ms)
        wire.lateMs = 0
      },
    },
    { name: 'the feed’s head locked', run: held(hotRow) },
    { name: 'the ledger’s end locked', run: held(account) },
    {
      name: 'tables rewritten',
      run: (ms) => vacuum(cluster.ownUrl, performance.now() + ms),
    },
    { name: 'a snapshot held open', run: held(snapshot) },
  ]
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(1)

/** One phase; answers what it took, in words, and what was wrong. */
const runPhase = async (phase: Phase, hub: FaultHub, ms: number): Promise<Result> => {
  const timed: Timed = { slowestMs: 0, asked: 0, refused: 0 }
  let over = false
  const probing = probe(hub.url, timed, () => over)
  const reading = (async () => {
    while (!over) {
      const answer = await watched(timed, ask(`${hub.url}${objectsPath}?limit=1`, 'bolt'))
      await answer?.body?.cancel()
      await setTimeout(50)
    }
  })()
  await phase.run(ms)
  over = true
  await reading
  const lagMs = await probing
  const faults = [
    ...(timed.slowestMs > answerMostMs ? [`an answer took ${seconds(timed.slowestMs)} s`] : []),
    ...(lagMs > lagMostMs ? [`an object came ${seconds(lagMs)} s late`] : []),
  ].map((fault) => `${phase.name}: ${fault}`)
  const { slowestMs, refused, asked } = timed
  const figure = `${phase.name}: slowest answer ${seconds(slowestMs)} s, ${refused} of ${asked} refused, lag at most ${seconds(lagMs)} s`
  return { figure, faults }
}

const conclude = async (journal: Journal, hub: FaultHub): Promise<Result> => {
  const verdict = await judge(journal, hub.url)
  const ended = hub.exits() > 0 ? ['the hub ended by itself'] : []
  const figure = `${verdict.acknowledged} acknowledged, ${verdict.lost} lost`
  return { figure, faults: [...faultsOf(verdict), ...journal.unexplained, ...ended] }
}

/** F18. */
export const runSlowDatabase = async (ground: LongGround): Promise<Result> => {
  const cluster = await openCluster(ground)
  const wire = await openSlowWire(ground, cluster)
  const hub = await openFaultHub(ground, wire.url)
  const journal = openJournal()
  const poller = openPoller(journal, [hub.url])
  let over = false
  const storming = storm(journal, [hub.url], () => over, 2)
  const phases = listPhases(cluster, wire)
  const ms = Math.max(leastPhaseMs, (ground.seconds * 1_000) / phases.length)
  const results: Result[] = []
  for (const phase of phases) {
    ground.show(`F18 ${phase.name}`)
    results.push(await runPhase(phase, hub, ms))
  }
  over = true
  await storming
  results.push(await conclude(journal, hub))
  await poller.finish()
  const { missed, repeated } = countMisses(poller, journal.sent)
  results.push({
    figure: `${missed} missed, ${repeated} repeated`,
    faults: missed + repeated > 0 ? [`${missed} missed, ${repeated} repeated`] : [],
  })
  return {
    figure: results.map(({ figure }) => figure).join('; '),
    faults: results.flatMap(({ faults }) => faults),
  }
}

/** Connections that wait for locks as long as it takes. */
const waitForEver = (message: Message) => {
  if (message.type !== 'startup') return 'pass'
  const asked = message.payload.toString('latin1')
  const patient = asked.replace(/lock_timeout=\d+/, 'lock_timeout=0')
  return patient === asked ? 'pass' : printMessage('startup', Buffer.from(patient, 'latin1'))
}

const controlMs = 20_000

/** The control: a hub without limits on locks and statements, and the ledger's end locked. */
export const runPatient = async (ground: LongGround): Promise<Result> => {
  const cluster = await openCluster(ground)
  const wire = await openWire(ground, cluster)
  wire.decide = waitForEver
  const hub = await openFaultHub(ground, wire.url, { SEKISHO_STATEMENT_TIMEOUT_MS: '600000' })
  const [, , phase] = listPhases(cluster, { lateMs: 0 })
  const journal = openJournal()
  await journal.post(hub.url, [makeIndicator(1)])
  return runPhase(phase!, hub, controlMs)
}
