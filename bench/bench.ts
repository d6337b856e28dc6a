// Measures the hub against what its database can do, in one run on one machine, and prints the
// ratios. Options: --large adds a feed of 5 M entries; --quick uses 100 k where 1 M is usual;
// --console measures nothing but the pages of the console; --no-save.
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { openClient, walk } from './client.ts'
import { benchConsole } from './console.ts'
import { fillFeed } from './fill.ts'
import { type BenchHub, collectionIds, startHub, viewers } from './hub.ts'
import { benchIngest } from './ingest.ts'
import { benchCopyOut, benchNothingNew, benchPageCost } from './poll.ts'
import { openReport, type Report } from './report.ts'

const options = new Set(process.argv.slice(2))
const large = options.has('--large')
const million = options.has('--quick') ? 100_000 : 1_000_000

const memoryOf = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}

const benchMemory = async (hub: BenchHub, report: Report): Promise<void> => {
  const client = openClient(hub.url, viewers['100 %'])
  const path = `/taxii2/bench/collections/${collectionIds.large}/objects/`
  await walk(client, path, 1000, 100)
  const samples: number[] = [memoryOf(hub.pid)]
  const timer = setInterval(() => samples.push(memoryOf(hub.pid)), 250)
  const { pages } = await walk(client, path, 1000)
  clearInterval(timer)
  client.close()
  const low = Math.min(...samples)
  const high = Math.max(...samples)
  report.line(
    `memory of the hub over a walk of ${pages} pages of 1000: ${low.toFixed(1)} to ` +
      `${high.toFixed(1)} MB resident in ${samples.length} samples`,
  )
}

/** What other programs do with the hub: feeds read and filled. */
const benchFeeds = async (report: Report): Promise<void> => {
  const hub = await startHub()
  try {
    const client = new pg.Client({ connectionString: hub.databaseUrl })
    client.on('error', () => {})
    await client.connect()
    await fillFeed(client, collectionIds.small, 10_000)
    await fillFeed(client, collectionIds.large, million)
    if (large) await fillFeed(client, collectionIds.huge, 5_000_000)
    await client.end()
    await benchCopyOut(hub, report, million)
    await benchPageCost(hub, report, large ? ['small', 'large', 'huge'] : ['small', 'large'])
    await benchNothingNew(hub, report)
    await benchIngest(hub, report)
    await benchMemory(hub, report)
  } finally {
    await hub.stop()
  }
}

const consoleOnly = options.has('--console')
const size = large ? '5 M entries' : `${million / 1000} k entries`
const report = openReport(consoleOnly ? 'the console' : size)
if (!consoleOnly) await benchFeeds(report)
await benchConsole(report)
if (!options.has('--no-save')) report.save()
