// Crashes (F1, F2, F3): hubs and PostgreSQL are killed under a storm of submissions, again and
// again; what was acknowledged is there, once, as it was sent, and a live poller got it once.
import { setTimeout } from 'node:timers/promises'
import { checkAccount } from './account.ts'
import { type Cluster, type Ending, openCluster } from './cluster.ts'
import { type FaultHub, openFaultHub } from './hub.ts'
import {
  askAgain,
  compare,
  faultsOf,
  type Journal,
  judge,
  openJournal,
  readAll,
  storm,
} from './journal.ts'
import { openWire, relaxCommits } from './pg-proxy.ts'
import { countMisses, openPoller } from './poller.ts'
import type { Ground, Result } from './row.ts'

/** What is ended in a round: the hub, or PostgreSQL in one of the hard ways. */
export type Crash = 'hub' | Exclude<Ending, 'fast'>

type Scene = { cluster: Cluster; hub: FaultHub; journal: Journal }

const roundMsMax = 180_000
/** Each round acknowledges so many objects at least before it is ended. */
const objectsInRound = 1_800

/** Acknowledged again after a crash, within a minute, or the hub does not come back. */
const waitForNew = async ({ journal, hub }: Scene): Promise<number> => {
  const before = journal.acknowledged
  const started = performance.now()
  while (journal.acknowledged === before) {
    if (performance.now() - started > roundMsMax) throw new Error('nothing is acknowledged again')
    if (!hub.isRunning()) throw new Error('the hub ended')
    await setTimeout(10)
  }
  return performance.now() - started
}

/** One round; answers the milliseconds from the crash to the next acknowledgement. */
const crash = async (scene: Scene, how: Crash): Promise<number> => {
  const { cluster, hub, journal } = scene
  const until = journal.acknowledged + objectsInRound
  const started = performance.now()
  while (journal.acknowledged < until) {
    if (performance.now() - started > roundMsMax) throw new Error('too little is acknowledged')
    await setTimeout(5)
  }
  const at = performance.now()
  if (how === 'hub') {
    await hub.kill()
    await hub.start()
  } else {
    await cluster.end(how)
    await cluster.start()
  }
  await waitForNew(scene)
  return performance.now() - at
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const rest = async (hub: FaultHub): Promise<string> => {
  const health = await askAgain(`${hub.url}/healthz`)
  return health.status === 200 ? '' : `/healthz answers ${health.status}`
}

/** The whole of a run of crashes in this order: storm, crashes, judgement. */
export const runCrashes = async (ground: Ground, crashes: Crash[]): Promise<Result> => {
  const cluster = await openCluster(ground)
  const hub = await openFaultHub(ground, cluster.url)
  const journal = openJournal()
  const scene = { cluster, hub, journal }
  const poller = openPoller(journal, [hub.url])
  let over = false
  ground.teardown(() => {
    over = true
  })
  const storming = storm(journal, [hub.url], () => over)
  const backMs: number[] = []
  for (const [round, how] of crashes.entries()) {
    ground.show(`crash ${round + 1} of ${crashes.length}: ${how}`)
    backMs.push(await crash(scene, how))
  }
  over = true
  await storming
  await poller.finish()
  const verdict = await judge(journal, hub.url)
  const misses = countMisses(poller, journal.sent)
  const sick = await rest(hub)
  const account = await checkAccount(cluster.ownUrl, journal.sent)
  const faults = [
    ...faultsOf(verdict),
    ...journal.unexplained,
    ...account.faults,
    ...(misses.missed > 0 ? [`${misses.missed} missed by the live poller`] : []),
    ...(misses.repeated > 0 ? [`${misses.repeated} repeated to the live poller`] : []),
    ...(hub.exits() > 0 ? [`the hub ended ${hub.exits()} times by itself`] : []),
    ...(sick === '' ? [] : [sick]),
  ]
  const figure = [
    `${crashes.length} crashes, ${verdict.acknowledged} acknowledged, ${verdict.lost} lost`,
    `${verdict.doubled} doubled, ${verdict.partial} partial, ${verdict.changed} changed`,
    `${misses.missed} missed and ${misses.repeated} repeated in ${poller.polls} polls`,
    `acknowledging again after ${Math.round(median(backMs))} ms`,
    account.figure,
  ]
  return { figure: figure.join('; '), faults }
}

/** Rounds of the control: each loses what PostgreSQL had not written, if anything at all. */
const relaxedRounds = 6

/**
 * The control of all of them (F3): connections that do not wait for the disk. PostgreSQL is killed
 * with everything it forked, and the judge must see objects that are gone.
 */
const relax = async (ground: Ground): Promise<Result> => {
  const cluster = await openCluster(ground)
  const wire = await openWire(ground, cluster)
  const hub = await openFaultHub(ground, wire.url)
  const journal = openJournal()
  // The hub looks at its start whether commits are safe; they become unsafe behind its back.
  wire.decide = relaxCommits
  wire.cutAll()
  let lost = 0
  let rounds = 0
  let over = false
  ground.teardown(() => {
    over = true
  })
  const storming = storm(journal, [hub.url], () => over)
  while (rounds < relaxedRounds && lost === 0) {
    rounds += 1
    await crash({ cluster, hub, journal }, 'kill')
    lost = compare(journal, await readAll(hub.url)).lost
  }
  over = true
  await storming
  const figure = `${lost} of ${journal.acknowledged} acknowledged lost in ${rounds} crashes`
  return { figure, faults: lost > 0 ? [`${lost} lost`] : [] }
}

let relaxed: Promise<Result> | null = null

/** The control, run once for all rows that share it. */
export const runRelaxed = (ground: Ground): Promise<Result> => {
  relaxed ??= relax(ground)
  return relaxed
}

/** F3: the row that says that the others are not blind. */
export const runBlindness = async (ground: Ground): Promise<Result> => {
  const { figure, faults } = await runRelaxed(ground)
  return { figure, faults: faults.length > 0 ? [] : ['nothing was lost, so nothing is proved'] }
}
