// A hub whose heap runs out under load (F21): it ends, is started again by what started it, and
// nothing acknowledged is lost. And one with the heap of a small machine that must not end at all.
import { setTimeout } from 'node:timers/promises'
import { makeIndicator } from '../../fixture/hub.ts'
import { openCluster } from '../resilience/cluster.ts'
import { type FaultHub, headersOf, objectsPath, openFaultHub } from '../resilience/hub.ts'
import { compare, faultsOf, judge, openJournal, readAll, storm } from '../resilience/journal.ts'
import { lieAboutCommits, openWire } from '../resilience/pg-proxy.ts'
import { countMisses, openPoller } from '../resilience/poller.ts'
import type { Result } from '../resilience/row.ts'
import { watchGauges } from './gauges.ts'
import type { LongGround } from './row.ts'

const smallHeapMiB = 512
const deaths = 4
const betweenMs = 2_500
const comeBackMs = 30_000
/** Takes memory until V8 ends the process, when it is told to. */
const eat = "process.on('SIGUSR2',()=>{const a=[];for(;;)a.push(new Array(1e5).fill(0.5))})"
const preload = `--import data:text/javascript,${encodeURIComponent(eat)}`

/** Starts the hub again whenever it ends, as an init system does. */
const supervise = (hub: FaultHub, over: () => boolean): Promise<void> =>
  (async () => {
    while (!over()) {
      if (!hub.isRunning()) await hub.start()
      await setTimeout(50)
    }
  })()

const untilBack = async (acknowledged: () => number): Promise<number> => {
  const before = acknowledged()
  const started = performance.now()
  while (acknowledged() === before) {
    if (performance.now() - started > comeBackMs) throw new Error('the hub did not come back')
    await setTimeout(20)
  }
  return performance.now() - started
}

const runDeaths = async (ground: LongGround): Promise<Result> => {
  const cluster = await openCluster(ground)
  const settings = { NODE_OPTIONS: `--max-old-space-size=256 ${preload}` }
  const hub = await openFaultHub(ground, cluster.url, settings)
  const journal = openJournal()
  const poller = openPoller(journal, [hub.url])
  let over = false
  const supervised = supervise(hub, () => over)
  // One that does not come back is noticed by who waits for it.
  supervised.catch(() => {})
  const storming = storm(journal, [hub.url], () => over)
  const backMs: number[] = []
  for (let n = 0; n < deaths; n++) {
    ground.show(`F21 the heap runs out, ${n + 1} of ${deaths}`)
    await setTimeout(betweenMs)
    const exits = hub.exits()
    process.kill(hub.pid(), 'SIGUSR2')
    for (let tries = 0; hub.exits() === exits && tries < 1_000; tries++) await setTimeout(20)
    backMs.push(await untilBack(() => journal.acknowledged))
  }
  over = true
  await Promise.all([storming, supervised])
  const verdict = await judge(journal, hub.url)
  await poller.finish()
  const { missed, repeated } = countMisses(poller, journal.sent)
  const slowest = (Math.max(...backMs) / 1_000).toFixed(1)
  const figure = `${hub.exits()} ends of its heap: ${verdict.acknowledged} acknowledged, ${verdict.lost} lost, ${verdict.partial} partial, ${missed} missed, ${repeated} repeated; acknowledging again after at most ${slowest} s`
  const faults = [
    ...faultsOf(verdict),
    ...journal.unexplained,
    ...(missed + repeated > 0 ? [`${missed} missed, ${repeated} repeated`] : []),
    ...(hub.exits() < deaths ? [`it ended ${hub.exits()} times only`] : []),
  ]
  return { figure, faults }
}

const objectText = (n: number, more: object): string =>
  JSON.stringify({ ...makeIndicator(n), ...more })

const many = (count: number, more: object): string =>
  `{"objects":[${Array.from({ length: count }, (_, n) => objectText(n, more)).join(',')}]}`

/** Bodies that take more room when they are read than they have octets. */
const greedy: [name: string, body: () => string][] = [
  ['10,000 objects', () => many(10_000, {})],
  ['long texts', () => many(20, { description: 'x'.repeat(1_000_000) })],
  ['short keys', () => many(500, Object.fromEntries(keysOf(900)))],
  ['nothing but brackets', () => `{"objects":${'['.repeat(5_000_000)}`],
  ['numbers', () => `{"objects":[{"x":[${'1,'.repeat(8_000_000)}1]}]}`],
  ['broken objects', () => `{"objects":[${'{"type":"indicator"},'.repeat(20_000)}{}]}`],
]

const keysOf = (count: number): [string, string][] =>
  Array.from({ length: count }, (_, n) => [`x_k${n}`, `${n}`])

const atOnce = 3
const greedyMostMs = 120_000

/** Every greedy body, some at once, beside a storm and a poller. */
const runSmall = async (ground: LongGround): Promise<Result> => {
  const cluster = await openCluster(ground)
  const settings = { NODE_OPTIONS: `--max-old-space-size=${smallHeapMiB}` }
  const hub = await openFaultHub(ground, cluster.url, settings)
  const journal = openJournal()
  let over = false
  const storming = storm(journal, [hub.url], () => over, 2)
  const watch = watchGauges(hub.url, 250)
  const statuses = new Map<number | string, number>()
  const send = async (body: string): Promise<void> => {
    const signal = AbortSignal.timeout(greedyMostMs)
    const options = { method: 'POST', headers: headersOf('acme'), body, signal }
    const answer = await fetch(`${hub.url}${objectsPath}`, options).catch(() => null)
    await answer?.body?.cancel()
    const status = answer?.status ?? 'cut'
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  for (const [name, make] of greedy) {
    ground.show(`F21 ${name}`)
    const body = make()
    await Promise.all(Array.from({ length: atOnce }, () => send(body)))
  }
  over = true
  await storming
  await watch.end()
  const verdict = await judge(journal, hub.url)
  const answered = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')
  const wrong = [...statuses.keys()].filter((status) => Number(status) === 500)
  const figure = `a heap of ${smallHeapMiB} MiB: ${greedy.length * atOnce} greedy bodies answered ${answered}, RSS at most ${Math.round(watch.peak().rss)} MiB, ${hub.exits()} ends; ${verdict.acknowledged} acknowledged besides, ${verdict.lost} lost`
  const faults = [
    ...faultsOf(verdict),
    ...journal.unexplained,
    ...(hub.exits() > 0 ? ['a greedy body ended the hub'] : []),
    ...wrong.map((status) => `a greedy body got ${status}`),
  ]
  return { figure, faults }
}

/** F21. */
export const runHeap = async (ground: LongGround): Promise<Result> => {
  const small = await runSmall(ground)
  const died = await runDeaths(ground)
  return {
    figure: `${small.figure}; ${died.figure}`,
    faults: [...small.faults, ...died.faults],
  }
}

/** The control: on a database that lies about its commits, the hub dies with what it believed. */
export const runForgetful = async (ground: LongGround): Promise<Result> => {
  const cluster = await openCluster(ground)
  const wire = await openWire(ground, cluster)
  const settings = { NODE_OPTIONS: `--max-old-space-size=256 ${preload}` }
  const hub = await openFaultHub(ground, wire.url, settings)
  const journal = openJournal()
  wire.decide = lieAboutCommits(() => true)
  for (let n = 0; n < 20; n++) await journal.post(hub.url, [makeIndicator(n)])
  wire.decide = null
  process.kill(hub.pid(), 'SIGUSR2')
  for (let tries = 0; hub.isRunning() && tries < 1_000; tries++) await setTimeout(20)
  await hub.start()
  const { lost } = compare(journal, await readAll(hub.url))
  const figure = `${lost} of ${journal.acknowledged} lost`
  return { figure, faults: lost > 0 ? [figure] : [] }
}
