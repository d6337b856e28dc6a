// Submissions against COPY of the very rows they became, into tables with the same indexes.
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { type Client, median, openClient } from './client.ts'
import { type BenchHub, collectionIds, viewers } from './hub.ts'
import type { Report } from './report.ts'

const path = `/taxii2/bench/collections/${collectionIds.ingest}/objects/`
const filler = 'Seen beaconing from several hosts. '.repeat(16)

const makeEnvelope = (count: number): Buffer => {
  const objects = Array.from({ length: count }, (_, n) => ({
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${randomUUID()}`,
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    name: `Beacon ${n}`,
    description: filler,
    indicator_types: ['malicious-activity'],
    pattern: `[ipv4-addr:value = '198.51.100.${n % 256}' OR domain-name:value = 'c2-${n}.example']`,
    pattern_type: 'stix',
    valid_from: '2026-01-01T00:00:00Z',
  }))
  return Buffer.from(JSON.stringify({ objects }))
}

type Status = { id: string; status: string; success_count: number }

/** A submission counts when it is published, however early it was acknowledged. */
const settled = async (client: Client, status: Status): Promise<Status> => {
  let now = status
  while (now.status === 'pending') {
    await setTimeout(20)
    now = JSON.parse((await client.get(`/taxii2/bench/status/${status.id}/`)).body.toString())
  }
  return now
}

const measureSubmit = async (hub: BenchHub, size: number, writers: number, seconds: number) => {
  const clients = Array.from({ length: writers }, () => openClient(hub.url, viewers['100 %']))
  const envelopes = clients.map(() =>
    Array.from({ length: Math.max(3, Math.min(400, 20_000 / size)) }, () => makeEnvelope(size)),
  )
  const times: number[] = []
  let objects = 0
  const start = performance.now()
  const write = async (n: number): Promise<void> => {
    for (const envelope of envelopes[n] as Buffer[]) {
      const answer = await (clients[n] as (typeof clients)[number]).post(path, envelope)
      const status = await settled(clients[n] as Client, JSON.parse(answer.body.toString()))
      if (status.success_count !== size) throw new Error(JSON.stringify(status).slice(0, 300))
      times.push(answer.ms)
      objects += size
      if (performance.now() - start > seconds * 1000) break
    }
  }
  await Promise.all(clients.map((_, n) => write(n)))
  const rate = objects / ((performance.now() - start) / 1000)
  for (const client of clients) client.close()
  return { rate, ms: median(times) }
}

const chosen = `select version_id from object_version
  where collection_id = '${collectionIds.ingest}' order by version_id`

/** The rows of so many objects: a version each, and a rendition and an entry for each audience. */
const tablesOf = (objects: number): [string, string][] => [
  ['object_version', `version_id in (${chosen} limit ${objects})`],
  ['rendition', `version_id in (${chosen} limit ${objects})`],
  [
    'feed',
    `rendition_id in (select rendition_id from rendition
      where collection_id = '${collectionIds.ingest}'
        and version_id in (${chosen} limit ${objects}))`,
  ],
]

type CopiedIn = { rate: number; entries: number }

/**
 * Objects a second COPY loads of the rows the hub wrote, into empty tables with the same indexes,
 * and how many entries each object has.
 */
const measureCopyIn = async (hub: BenchHub, objects: number): Promise<CopiedIn> => {
  const client = new pg.Client({ connectionString: hub.databaseUrl })
  await client.connect()
  const dumps = new Map<string, Buffer>()
  for (const [table, which] of tablesOf(objects)) {
    const chunks: Buffer[] = []
    const text = `copy (select * from ${table} where collection_id = '${collectionIds.ingest}'
      and ${which}) to stdout`
    for await (const chunk of client.query(copyTo(text))) chunks.push(chunk as Buffer)
    dumps.set(table, Buffer.concat(chunks))
  }
  const tables = [...dumps.keys()]
  const lines = dumps.get('feed')?.toString('latin1').match(/\n/g)?.length ?? 0
  const rates: number[] = []
  for (let round = 0; round < 3; round++) {
    for (const table of tables) {
      await client.query(`create table bench_${table} (like ${table} including all)`)
    }
    const start = performance.now()
    await client.query('begin')
    for (const [table, bytes] of dumps) {
      const source = Readable.from(slices(bytes))
      await pipeline(source, client.query(copyFrom(`copy bench_${table} from stdin`)))
    }
    await client.query('commit')
    rates.push(objects / ((performance.now() - start) / 1000))
    for (const table of tables) await client.query(`drop table bench_${table}`)
  }
  await client.end()
  return { rate: median(rates), entries: lines / objects }
}

const slices = function* (bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

export const benchIngest = async (hub: BenchHub, report: Report): Promise<void> => {
  const results: { size: number; writers: number; rate: number; ms: number }[] = []
  await measureSubmit(hub, 1000, 2, 5)
  for (const size of [1, 100, 10_000]) {
    for (const writers of [1, 4]) {
      results.push({ size, writers, ...(await measureSubmit(hub, size, writers, 15)) })
    }
  }
  const copy = await measureCopyIn(hub, 20_000)
  report.line(
    `COPY of the same rows, ${copy.entries.toFixed(1)} entries an object, into the same three ` +
      `tables and indexes: ${Math.round(copy.rate)} objects/s`,
  )
  report.table('ingest with full validation and a rendition for each audience', [
    'envelope',
    'writers',
    'objects/s',
    'ms',
    'of COPY',
    '× 335',
  ])
  for (const { size, writers, rate, ms } of results) {
    report.row([
      String(size),
      String(writers),
      String(Math.round(rate)),
      ms.toFixed(1),
      (rate / copy.rate).toFixed(3),
      (rate / 335).toFixed(1),
    ])
  }
}
