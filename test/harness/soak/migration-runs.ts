// A release with another schema that starts beside the one that serves (F19): its migration fails
// half-way and leaves nothing, or waits for somebody's long reading; whoever asks the old hub
// notices neither, and afterwards both serve.
import type { ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { root } from '../../../src/runtime.mjs'
import { execute } from '../../fixture/template.ts'
import { endProcess, freePort, spawnHub, waitUntilReady } from '../hub-process.ts'
import { type Cluster, openCluster } from '../resilience/cluster.ts'
import { faultHubFile, headersOf, objectsPath, openFaultHub } from '../resilience/hub.ts'
import { faultsOf, type Journal, judge, openJournal, storm } from '../resilience/journal.ts'
import { countMisses, openPoller } from '../resilience/poller.ts'
import type { Ground, Result } from '../resilience/row.ts'
import type { LongGround } from './row.ts'

const answerMostMs = 5_000
const readingMs = 8_000
const calmMs = 3_000

const expand = `alter table feed add column later_note text;
  create index feed_later_note on feed (collection_id, later_note);`
const failing = `${expand} insert into a_table_that_is_not_there values (1);`

/** A later release: this one, with one migration more. */
const makeRelease = (ground: Pick<Ground, 'teardown'>, sql: string): string => {
  const release = mkdtempSync(join(tmpdir(), 'sekisho-release-'))
  ground.teardown(() => rmSync(release, { recursive: true, force: true }))
  for (const name of ['src', 'migrations']) {
    cpSync(join(root, name), join(release, name), { recursive: true })
  }
  for (const name of ['node_modules', 'schemas', 'console', 'docs', 'package.json']) {
    symlinkSync(join(root, name), join(release, name))
  }
  writeFileSync(join(release, 'migrations', '20991231T2359_later.sql'), sql)
  return release
}

type Started = { url: string; hub: ChildProcess }

const startRelease = async (
  ground: Pick<Ground, 'teardown'>,
  { url: databaseUrl }: Cluster,
  release: string,
): Promise<Started> => {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-later-'))
  ground.teardown(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'var'))
  writeFileSync(join(folder, 'hub.yaml'), faultHubFile())
  const port = await freePort()
  const silent = { SEKISHO_LOG_LEVEL: 'silent' }
  const hub = spawnHub({ databaseUrl, port, folder, release }, silent)
  ground.teardown(() => endProcess(hub))
  return { url: `http://127.0.0.1:${port}`, hub }
}

type Traffic = { asked: number; failed: Map<number, number>; slowestMs: number }

/** Asks the old hub all the time: every answer of 500 and above counts, explained or not. */
const watchTraffic = (url: string, over: () => boolean) => {
  const traffic: Traffic = { asked: 0, failed: new Map(), slowestMs: 0 }
  const run = async (): Promise<Traffic> => {
    while (!over()) {
      const started = performance.now()
      const answer = await fetch(`${url}${objectsPath}?limit=5`, { headers: headersOf('bolt') })
      await answer.body?.cancel()
      traffic.slowestMs = Math.max(traffic.slowestMs, performance.now() - started)
      traffic.asked += 1
      const { status } = answer
      if (status >= 500) traffic.failed.set(status, (traffic.failed.get(status) ?? 0) + 1)
      await setTimeout(10)
    }
    return traffic
  }
  return run()
}

const judgeTraffic = ({ asked, failed, slowestMs }: Traffic): Result => {
  const seconds = (slowestMs / 1_000).toFixed(1)
  const count = [...failed.values()].reduce((sum, one) => sum + one, 0)
  const faults = [...failed].map(([status, times]) => `${times} × ${status}`)
  if (slowestMs > answerMostMs) faults.push(`an answer took ${seconds} s`)
  return { figure: `${asked} polls, ${count} × 5xx, slowest ${seconds} s`, faults }
}

const hasColumn = ({ ownUrl }: Cluster): Promise<boolean> =>
  execute(ownUrl, 'select later_note from feed limit 1').then(
    () => true,
    () => false,
  )

const waitTries = 1_200

/** Until somebody waits for a table. */
const untilHeldUp = async (client: pg.Client): Promise<void> => {
  for (let tries = 0; tries < waitTries; tries++) {
    const { rows } = await client.query(
      "select from pg_locks where not granted and relation = 'feed'::regclass",
    )
    if (rows.length > 0) return
    await setTimeout(50)
  }
  throw new Error('nobody waits for the reading')
}

/** Somebody reads until `during` has been waiting for so long. */
const whileRead = async ({ ownUrl }: Cluster, during: () => Promise<unknown>): Promise<void> => {
  const client = new pg.Client({ connectionString: ownUrl })
  client.on('error', () => {})
  await client.connect()
  await client.query('begin isolation level repeatable read')
  await client.query('select count(*) from feed')
  const doing = during()
  try {
    await untilHeldUp(client)
    await setTimeout(readingMs)
  } finally {
    await client.end()
  }
  await doing
}

/** Half-way: the release does not start, and nothing of its migration is there. */
const failHalfWay = async (ground: LongGround, cluster: Cluster): Promise<string[]> => {
  const { hub } = await startRelease(ground, cluster, makeRelease(ground, failing))
  const code = await new Promise((resolve) => hub.once('exit', resolve))
  return [
    ...(code === 0 ? ['a release whose migration fails started'] : []),
    ...((await hasColumn(cluster)) ? ['half of a migration is there'] : []),
  ]
}

const conclude = async (journal: Journal, url: string): Promise<Result> => {
  const verdict = await judge(journal, url)
  const figure = `${verdict.acknowledged} acknowledged, ${verdict.lost} lost`
  return { figure, faults: [...faultsOf(verdict), ...journal.unexplained] }
}

/** F19. */
export const runMigration = async (ground: LongGround): Promise<Result> => {
  const cluster = await openCluster(ground)
  const old = await openFaultHub(ground, cluster.url)
  const journal = openJournal()
  const poller = openPoller(journal, [old.url])
  let over = false
  const urls = [old.url]
  const storming = storm(journal, urls, () => over, 3)
  const watching = watchTraffic(old.url, () => over)
  await setTimeout(calmMs)
  ground.show('F19 a migration that fails half-way')
  const faults = await failHalfWay(ground, cluster)
  ground.show('F19 a migration while somebody reads')
  const started = performance.now()
  let later: Started | null = null
  let readyMs = 0
  await whileRead(cluster, async () => {
    later = await startRelease(ground, cluster, makeRelease(ground, expand))
    await waitUntilReady(later.url, later.hub)
    readyMs = performance.now() - started
  })
  if (!(await hasColumn(cluster))) faults.push('the migration is not there')
  urls.push(later!.url)
  await setTimeout(calmMs)
  over = true
  await storming
  const traffic = judgeTraffic(await watching)
  const whole = await conclude(journal, later!.url)
  await poller.finish()
  const { missed, repeated } = countMisses(poller, journal.sent)
  if (missed + repeated > 0) faults.push(`${missed} missed, ${repeated} repeated`)
  if (journal.refused > 0) faults.push(`${journal.refused} submissions refused`)
  const figure = `the old hub: ${traffic.figure}; ${journal.refused} submissions refused; the later one ready ${(readyMs / 1_000).toFixed(1)} s after its start, held up for ${readingMs / 1_000} s by a reading; ${whole.figure}, ${missed} missed, ${repeated} repeated`
  return { figure, faults: [...faults, ...traffic.faults, ...whole.faults] }
}

/** The control: the same statements by somebody who waits for the table as long as it takes. */
export const runStubborn = async (ground: LongGround): Promise<Result> => {
  const cluster = await openCluster(ground)
  const old = await openFaultHub(ground, cluster.url)
  let over = false
  const storming = storm(openJournal(), [old.url], () => over, 3)
  const watching = watchTraffic(old.url, () => over)
  await setTimeout(calmMs)
  await whileRead(cluster, () => execute(cluster.ownUrl, expand))
  await setTimeout(calmMs)
  over = true
  await storming
  return judgeTraffic(await watching)
}
