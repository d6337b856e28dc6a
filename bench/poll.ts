// Polls against what the database itself can give: COPY out of the same bytes, and page cost by
// size.
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type Client, median, nextOf, openClient, walk } from './client.ts'
import { type BenchHub, collectionIds, viewers } from './hub.ts'
import type { Report } from './report.ts'

const pathOf = (collection: keyof typeof collectionIds): string =>
  `/taxii2/bench/collections/${collectionIds[collection]}/objects/`

/** Objects a second that COPY … TO STDOUT gives of the same bodies, as bytes, to one client. */
const measureCopyOut = async (hub: BenchHub, rows: number): Promise<number> => {
  const client = new pg.Client({ connectionString: hub.databaseUrl })
  await client.connect()
  const rates: number[] = []
  for (let round = 0; round < 3; round++) {
    const start = performance.now()
    const text = `copy (select body from rendition where collection_id = '${collectionIds.large}'
      order by rendition_id limit ${rows}) to stdout`
    for await (const _ of client.query(copyTo(text)));
    rates.push(rows / ((performance.now() - start) / 1000))
  }
  await client.end()
  return median(rates)
}

const measureWalk = async (hub: BenchHub, limit: number, clients: number, rows: number) => {
  const open = Array.from({ length: clients }, () => openClient(hub.url, viewers['100 %']))
  const pages = Math.ceil(rows / limit)
  await Promise.all(open.map((client) => walk(client, pathOf('large'), limit, 3)))
  const start = performance.now()
  await Promise.all(open.map((client) => walk(client, pathOf('large'), limit, pages)))
  const seconds = (performance.now() - start) / 1000
  for (const client of open) client.close()
  return (clients * pages * limit) / seconds
}

export const benchCopyOut = async (
  hub: BenchHub,
  report: Report,
  entries: number,
): Promise<void> => {
  const rows = Math.min(entries, 200_000)
  const copy = await measureCopyOut(hub, rows)
  report.line(`COPY … TO STDOUT of ${rows} bodies, one client: ${Math.round(copy)} objects/s`)
  report.table('pages over HTTP against COPY out', ['page', 'clients', 'objects/s', 'ratio'])
  for (const limit of [100, 1_000, 10_000]) {
    for (const clients of [1, 4]) {
      const rates: number[] = []
      const each = limit === 100 ? 40_000 : 100_000
      for (let round = 0; round < 3; round++) {
        rates.push(await measureWalk(hub, limit, clients, each))
      }
      const rate = median(rates)
      report.row([
        String(limit),
        String(clients),
        String(Math.round(rate)),
        (rate / copy).toFixed(3),
      ])
    }
  }
}

/** The cursor behind `pages` pages, to start from the middle of a feed. */
const cursorBehind = async (
  client: Client,
  path: string,
  pages: number,
): Promise<string | null> => {
  let next: string | null = null
  for (let page = 0; page < pages; page++) {
    const answer = await client.get(`${path}?limit=1000${next ? `&next=${next}` : ''}`)
    next = nextOf(answer.body)
    if (next === null) return null
  }
  return next
}

const measurePage = async (hub: BenchHub, viewer: string, path: string, limit: number) => {
  const client = openClient(hub.url, viewer)
  const next = await cursorBehind(client, path, limit < 1000 ? 0 : 3)
  const times: number[] = []
  for (let round = 0; round < 60; round++) {
    const start = round % 2 === 0 || next === null ? '' : `&next=${next}`
    times.push((await client.get(`${path}?limit=${limit}${start}`)).ms)
  }
  client.close()
  return median(times.slice(10))
}

export const benchPageCost = async (
  hub: BenchHub,
  report: Report,
  sizes: (keyof typeof collectionIds)[],
): Promise<void> => {
  report.table('cost of a page, ms', [
    'viewer',
    'page',
    ...sizes,
    ...sizes.slice(1).map((s) => `${s}/small`),
  ])
  const limits = { '100 %': 1000, '10 %': 900, '0.1 %': 9 }
  for (const [name, credentials] of Object.entries(viewers)) {
    const limit = limits[name as keyof typeof limits]
    const costs: number[] = []
    for (const size of sizes) costs.push(await measurePage(hub, credentials, pathOf(size), limit))
    const ratios = costs.slice(1).map((cost) => (cost / (costs[0] as number)).toFixed(2))
    report.row([name, String(limit), ...costs.map((cost) => cost.toFixed(2)), ...ratios])
  }
}

type Served = { seconds: number; requests: number }

/** What the hub itself has measured of its pages so far: request read to answer sent. */
const readServed = async (hub: BenchHub): Promise<Served> => {
  const text = await (await fetch(`${hub.url}/metrics`)).text()
  const total = (what: string): number => {
    let sum = 0
    const form = new RegExp(`^http_request_duration_seconds_${what}\\{([^}]*)\\} (\\S+)$`, 'gm')
    for (const [, labels, value] of text.matchAll(form)) {
      if (labels?.includes('/objects/"') && labels.includes('method="GET"')) sum += Number(value)
    }
    return sum
  }
  return { seconds: total('sum'), requests: total('count') }
}

export const benchNothingNew = async (hub: BenchHub, report: Report): Promise<void> => {
  const client = openClient(hub.url, viewers['100 %'])
  const after = new Date(Date.now() + 60_000).toISOString()
  const poll = () => client.get(`${pathOf('large')}?added_after=${after}`)
  for (let round = 0; round < 100; round++) await poll()
  const times: number[] = []
  const before = await readServed(hub)
  for (let round = 0; round < 1000; round++) times.push((await poll()).ms)
  const then = await readServed(hub)
  client.close()
  const mean = ((then.seconds - before.seconds) * 1000) / (then.requests - before.requests)
  report.line(
    `a poll with nothing new: ${mean.toFixed(2)} ms server time on average, ` +
      `${median(times).toFixed(2)} ms for the whole round trip over HTTP`,
  )
}
