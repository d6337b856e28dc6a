// A hub that lives (H8): a collection that is filled, fifty pollers and eight writers for as long
// as there is time. Nothing lost, missed, repeated or shown to the wrong one, and nothing that
// grows.
import { setTimeout } from 'node:timers/promises'
import { openHubProcess } from '../cluster/hubs.ts'
import { hubFile, isFor, listPollers, listWriters } from '../cluster/world.ts'
import { openCluster } from '../resilience/cluster.ts'
import { lieAboutCommits, openWire } from '../resilience/pg-proxy.ts'
import type { Result } from '../resilience/row.ts'
import { judgeGrowth, type Sample, watchGauges } from './gauges.ts'
import { type Live, type LivePoller, makePoller, openLive, poll, post } from './live-traffic.ts'
import type { LongGround } from './row.ts'

const pollerCount = 50
/** Beside the members two are clients, whose own forms are kept by name and not by place. */
const clientCount = 2
const pollPauseMs = 1_000
const writePauseMs = 400
const kinds = ['plain', 'strict', 'plain', 'named', 'red', 'plain'] as const
const sizes = [1, 3, 8, 24]
const filledMost = 1_000_000
/** Filling takes about a tenth of the time. */
const filledASecond = 150
const envelopeSize = 1_000
const samples = 240

const fill = async (live: Live, ground: LongGround, count: number): Promise<void> => {
  const writers = listWriters()
  const envelopes = Math.ceil(count / envelopeSize)
  let next = 0
  const write = async (n: number): Promise<void> => {
    const writer = writers[n % writers.length]!
    while (next < envelopes) {
      next += 1
      ground.show(`H8 filling: ${next} of ${envelopes} envelopes`)
      await post(live, writer, 'plain', envelopeSize)
    }
  }
  await Promise.all(writers.map((_, n) => write(n)))
}

const listAll = (from: number): LivePoller[] => {
  const members = listPollers(pollerCount * 2).filter(({ name }) => name !== 'shop')
  const clients = Array.from({ length: clientCount }, () => ({
    name: 'shop',
    group: 'rail' as const,
  }))
  return [...members.slice(0, pollerCount - clientCount), ...clients].map(({ name, group }) =>
    makePoller(name, group, from),
  )
}

type Judgement = { missed: number; repeated: number; leaked: number; delivered: number }

const judgePollers = ({ register }: Live, pollers: LivePoller[]): Judgement => {
  const sum: Judgement = { missed: 0, repeated: 0, leaked: 0, delivered: 0 }
  for (const { name, group, from, times, others, leaks } of pollers) {
    sum.leaked += leaks
    for (const count of [...others.values()]) if (count > 1) sum.repeated += 1
    for (let place = 0; place < register.posted.length; place++) {
      const { group: of, kind, acknowledged } = register.posted[place]!
      const count = times[place] ?? 0
      sum.delivered += count
      if (count > 1) sum.repeated += 1
      const wanted = acknowledged && place >= from && of === group && isFor(name, kind)
      if (wanted && count === 0 && name !== 'shop') sum.missed += 1
    }
  }
  return sum
}

/** What a member that begins anew does not find of what was acknowledged. */
const countLost = async (live: Live): Promise<number> => {
  const fresh = [makePoller('acme', 'rail', 0), makePoller('volt', 'energy', 0)]
  const asked = { since: '', pauseMs: 0, over: () => true }
  const { missed } = judgePollers(
    live,
    await Promise.all(fresh.map((one) => poll(live, one, asked))),
  )
  return missed
}

type Lived = { live: Live; judgement: Judgement; lost: number; measured: Sample[]; filled: number }

const watchSeconds = (seconds: number): number => Math.max(1_000, (seconds * 1_000) / samples)

/** Fills, lets all of them go on for the time there is, and waits until the pollers are done. */
const livingHub = async (
  ground: LongGround,
  url: string,
  spoil: (pollers: LivePoller[]) => void,
): Promise<Lived> => {
  const live = openLive(url)
  const filled = Math.min(filledMost, Math.round(ground.seconds * filledASecond))
  const began = performance.now()
  await fill(live, ground, filled)
  // Positions may be a little ahead of the clock after so much at once.
  await setTimeout(2_000)
  const since = new Date().toISOString()
  await setTimeout(100)
  const pollers = listAll(live.register.posted.length)
  spoil(pollers)
  const until = began + ground.seconds * 1_000
  const over = (): boolean => performance.now() > until
  let written = false
  const watch = watchGauges(url, watchSeconds(ground.seconds))
  const asked = { since, pauseMs: pollPauseMs, over: () => written }
  const polled = Promise.all(pollers.map((one) => poll(live, one, asked)))
  const write = async (n: number): Promise<void> => {
    const writer = listWriters()[n]!
    for (let round = n; !over(); round++) {
      await post(live, writer, kinds[round % kinds.length]!, sizes[(round >> 1) % sizes.length]!)
      const left = Math.max(0, Math.round((until - performance.now()) / 1_000))
      ground.show(`H8 ${left} s left, ${live.register.posted.length} objects, ${live.polls} polls`)
      await setTimeout(writePauseMs)
    }
  }
  await Promise.all(listWriters().map((_, n) => write(n)))
  const measured = await watch.end()
  written = true
  const judgement = judgePollers(live, await polled)
  return { live, judgement, lost: await countLost(live), measured, filled }
}

const resultOf = ({ live, judgement, lost, measured, filled }: Lived): Result => {
  const { missed, repeated, leaked, delivered } = judgement
  const { posted } = live.register
  const acknowledged = posted.filter((one) => one.acknowledged).length
  const growth = judgeGrowth(measured)
  const counts = Object.entries({ lost, missed, repeated, leaked, 'without a status': live.unread })
  const faults = counts.flatMap(([name, count]) => (count === 0 ? [] : [`${count} ${name}`]))
  const figure = [
    `${acknowledged} acknowledged, ${filled} of them before; ${live.polls} polls of ${pollerCount} pollers delivered ${delivered}`,
    `${lost} lost, ${missed} missed, ${repeated} repeated, ${leaked} leaked`,
    `${live.again} told to come back`,
    growth.figure,
  ]
  const hardly = delivered === 0 ? ['nothing went through'] : []
  return {
    figure: figure.join('; '),
    faults: [...faults, ...live.journal.unexplained, ...growth.faults, ...hardly],
  }
}

/** This machine's own metrics may be read, as the hub is not asked through a proxy. */
const settings = { SEKISHO_PROXIES: '' }

/** H8. */
export const runLiving = async (ground: LongGround): Promise<Result> => {
  const { url: DATABASE_URL } = await openCluster(ground)
  const hub = await openHubProcess(ground, hubFile(), { ...settings, DATABASE_URL })
  return resultOf(await livingHub(ground, hub.url, () => {}))
}

const leak = 'const kept=[];setInterval(()=>kept.push(Buffer.alloc(524288,1)),100).unref()'
const lieEvery = 10

/**
 * The control: a hub that keeps memory, on a database that lies about some of its commits, with one
 * poller whose answers are judged as another's. Each of the three must be seen.
 */
export const runDying = async (ground: LongGround): Promise<Result> => {
  const cluster = await openCluster(ground)
  const wire = await openWire(ground, cluster)
  const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(leak)}`
  const unsafe = { ...settings, NODE_OPTIONS, DATABASE_URL: wire.url }
  const hub = await openHubProcess(ground, hubFile(), unsafe)
  let commits = 0
  const lived = await livingHub(ground, hub.url, (pollers) => {
    const wrong = pollers.find(({ name }) => name === 'carl')
    if (wrong !== undefined) wrong.judgedAs = 'bolt'
    wire.decide = lieAboutCommits(() => commits++ % lieEvery === 0)
  })
  wire.decide = null
  const { faults } = resultOf(lived)
  const seen = [/lost|missed/, /leaked/, /rss|heap/].filter((one) =>
    faults.some((f) => one.test(f)),
  )
  const figure = faults.slice(0, 8).join(', ')
  if (seen.length < 3) return { figure: `only ${figure}`, faults: [] }
  return { figure, faults }
}
