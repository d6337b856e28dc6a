// Connections that cost a hub memory or handles (H2, H5): readers that read next to nothing of a
// large page, thousands that say nothing, and more of them than there are handles for.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { makeIndicator } from '../../fixture/hub.ts'
import { openCluster } from '../resilience/cluster.ts'
import {
  type FaultHub,
  objectsPath as faultPath,
  headersOf,
  openFaultHub,
} from '../resilience/hub.ts'
import type { Result } from '../resilience/row.ts'
import { readGauges, watchGauges } from './gauges.ts'
import { type Members, objectsPath, openMembers } from './many-members.ts'
import type { LongGround } from './row.ts'

const readers = 200
const organisations = 20
const pageMiB = 16
const objectOctets = 16_384
/** What the hub lets wait at once, and what that and the pages in the making may take. */
const heldMost = 16
const grownMostMiB = 600
const readMs = 40_000
/** A flood is another row. */
const turnedAwayMs = 1_000

const open = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  await Promise.race([once(socket, 'connect'), once(socket, 'close')])
  return socket
}

const requestOf = (path: string, headers: Record<string, string>): string => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`GET ${path} HTTP/1.1`, 'host: hub', ...lines, '', ''].join('\r\n')
}

type Holding = { now: number; most: number; cut: number }

/** Holds on to what has come, and reads a little of it now and then. */
const holdOn = async (socket: Socket, holding: Holding, over: () => boolean): Promise<void> => {
  holding.now += 1
  holding.most = Math.max(holding.most, holding.now)
  while (!over() && !socket.destroyed) {
    await setTimeout(1_000)
    socket.read(1_024)
  }
  holding.now -= 1
  if (!over()) holding.cut += 1
}

/** Asks for the whole page until it begins to come. */
const readSlowly = async (members: Members, n: number, holding: Holding, leaving: AbortSignal) => {
  const over = (): boolean => leaving.aborted
  while (!over()) {
    const socket = await open(members.port)
    const begun = Promise.race([once(socket, 'readable'), once(socket, 'close')])
    socket.write(requestOf(`${objectsPath}?limit=5000`, members.headersOf(n)))
    await Promise.race([begun, setTimeout(15_000)])
    const beginning = String(socket.read(12) ?? '')
    if (beginning.endsWith(' 200')) await holdOn(socket, holding, over)
    socket.destroy()
    if (!over()) await setTimeout(turnedAwayMs, null, { signal: leaving }).catch(() => {})
  }
}

const fillPage = async (members: Members): Promise<void> => {
  const description = 'd'.repeat(objectOctets)
  const count = Math.ceil((pageMiB * 1_048_576) / objectOctets)
  for (let from = 0; from < count; from += 256) {
    await members.share(Array.from({ length: 256 }, (_, n) => makeIndicator(n, { description })))
  }
}

/** A member that does nothing wrong, with small pages. */
const pollBeside = async (members: Members, over: () => boolean) => {
  const served = { ok: 0, refused: 0 }
  while (!over()) {
    const headers = members.headersOf(organisations)
    const signal = AbortSignal.timeout(20_000)
    const url = `${members.url}${objectsPath}?limit=1`
    const answer = await fetch(url, { headers, signal }).catch(() => null)
    await answer?.body?.cancel()
    if (answer?.status === 200) served.ok += 1
    else served.refused += 1
    await setTimeout(100)
  }
  return served
}

const runReaders = async (
  ground: LongGround,
  settings: Record<string, string>,
): Promise<Result> => {
  const members = await openMembers(ground, { count: organisations + 1, settings })
  await fillPage(members)
  const before = await readGauges(members.url)
  const watch = watchGauges(members.url, 500)
  const leaving = new AbortController()
  const over = (): boolean => leaving.signal.aborted
  const holding: Holding = { now: 0, most: 0, cut: 0 }
  const reading = Array.from({ length: readers }, (_, n) =>
    readSlowly(members, n % organisations, holding, leaving.signal),
  )
  const beside = pollBeside(members, over)
  await setTimeout(readMs)
  leaving.abort()
  await Promise.all(reading)
  const served = await beside
  await watch.end()
  const { rss } = watch.peak()
  const grown = Math.round(rss - (before?.rss ?? 0))
  const figure = `${readers} slow readers of ${organisations} members, pages of ${pageMiB} MiB, ${holding.most} of them held at once: RSS at most ${Math.round(rss)} MiB, ${grown} more than before; ${served.ok} polls of another served, ${served.refused} refused`
  const faults = [
    ...(holding.most > heldMost ? [`${holding.most} pages were held`] : []),
    ...(grown > grownMostMiB ? [`RSS grew by ${grown} MiB`] : []),
    ...(served.ok === 0 ? ['another member was not served'] : []),
  ]
  return { figure, faults }
}

/** H2. */
export const runSlowReaders = (ground: LongGround): Promise<Result> => runReaders(ground, {})

/** The control: as many turns as there are readers, and no bound on what is held for them. */
export const runHeldPages = (ground: LongGround): Promise<Result> =>
  runReaders(ground, {
    SEKISHO_TURNS: '1000',
    SEKISHO_PAGE_BYTES_MAX: String(256 * 1_048_576),
  })

const idleMost = 10_000
const openLeast = 0.99
/** Of this process and the hub, for everything else they have open. */
const handlesKept = 400
const exhaustedBy = 200
/** Some are left, or fewer than are open: then whatever opens one fails. */
const spares = [60, -15]
const recoverMostMs = 30_000

/** How many files this process, and so what it starts, may have open. */
const handlesAllowed = (): number => {
  const text = readFileSync('/proc/self/limits', 'utf8')
  return Number(/^Max open files\s+(\d+)/m.exec(text)?.[1] ?? 0)
}

/** By a connection of its own, which nobody had before. */
const letIn = async (port: number): Promise<boolean> => {
  const socket = await open(port)
  socket.write(requestOf('/healthz', {}))
  const answered = once(socket, 'data').then(
    ([data]) => String(data).includes(' 200 '),
    () => false,
  )
  const answer = await Promise.race([answered, setTimeout(2_000, false)])
  socket.destroy()
  return answer
}

const polls = async (url: string): Promise<boolean> => {
  const options = { headers: headersOf('bolt'), signal: AbortSignal.timeout(5_000) }
  const answer = await fetch(`${url}${faultPath}?limit=1`, options).catch(() => null)
  await answer?.body?.cancel()
  return answer?.status === 200
}

/** Each asks once and then says nothing, with its connection kept. */
const openIdle = async (port: number, count: number): Promise<Socket[]> => {
  const sockets: Socket[] = []
  while (sockets.length < count) {
    const some = Array.from({ length: Math.min(100, count - sockets.length) }, async () => {
      const socket = await open(port)
      socket.resume()
      socket.write(requestOf('/healthz', {}))
      return socket
    })
    sockets.push(...(await Promise.all(some)))
  }
  return sockets
}

const closeAll = async (sockets: Socket[]): Promise<void> => {
  for (const socket of sockets) socket.destroy()
  await setTimeout(500)
}

const runIdle = async (hub: FaultHub): Promise<Result> => {
  const port = Number(new URL(hub.url).port)
  const count = Math.min(idleMost, handlesAllowed() - handlesKept)
  const before = await readGauges(hub.url)
  const sockets = await openIdle(port, count)
  let during = await readGauges(hub.url)
  for (let tries = 0; (during?.handles ?? 0) < count && tries < 20; tries++) {
    await setTimeout(500)
    during = await readGauges(hub.url)
  }
  const open = sockets.filter(({ destroyed }) => !destroyed).length
  const served = await polls(hub.url)
  await closeAll(sockets)
  await setTimeout(1_000)
  const after = await readGauges(hub.url)
  const each = (((during?.rss ?? 0) - (before?.rss ?? 0)) * 1_024) / count
  const figure = `${open} of ${count} idle connections open: ${during?.handles} handles, ${each.toFixed(1)} KiB each, ${(after?.handles ?? 0) - (before?.handles ?? 0)} left afterwards`
  const faults = [
    ...(served ? [] : ['nobody else was served']),
    ...((after?.handles ?? 0) > (before?.handles ?? 0) + 20 ? ['handles are left open'] : []),
    ...(open < count * openLeast ? ['they were not borne'] : []),
  ]
  return { figure, faults }
}

/** Leaves the hub fewer handles than there are connections, then closes them. */
const runExhausted = async (hub: FaultHub, spare: number): Promise<Result> => {
  const port = Number(new URL(hub.url).port)
  const used = (await readGauges(hub.url))?.handles ?? 0
  spawnSync('prlimit', ['--pid', String(hub.pid()), `--nofile=${used + spare}:`])
  const sockets = await openIdle(port, exhaustedBy)
  await setTimeout(1_000)
  const open = sockets.filter(({ destroyed }) => !destroyed).length
  const shut = !(await letIn(port))
  await closeAll(sockets)
  // What is below what is open must be raised again by somebody.
  if (spare < 0) spawnSync('prlimit', ['--pid', String(hub.pid()), `--nofile=${used + 200}:`])
  const started = performance.now()
  while (!(await polls(hub.url)) && performance.now() - started < recoverMostMs) {
    await setTimeout(100)
  }
  const ms = Math.round(performance.now() - started)
  const left = spare > 0 ? `${spare} handles left` : `${-spare} handles fewer than are open`
  const figure = `${left}, and ${exhaustedBy} connections more: ${open} were open, ${shut ? 'nobody new was let in' : 'somebody new was let in'}; serving again after ${ms} ms`
  const faults = [
    ...(hub.exits() > 0 ? ['the hub ended'] : []),
    ...(ms > recoverMostMs ? ['it did not come back'] : []),
    ...(shut || open < exhaustedBy ? [] : ['the handles did not run out: nothing is proved']),
  ]
  return { figure, faults }
}

/** H5. That the handles ran out is part of its figure. */
export const runConnections = async (ground: LongGround): Promise<Result> => {
  const { url } = await openCluster(ground)
  const hub = await openFaultHub(ground, url)
  const idle = await runIdle(hub)
  const results = [idle]
  for (const spare of spares) results.push(await runExhausted(hub, spare))
  return {
    figure: results.map(({ figure }) => figure).join('; '),
    faults: results.flatMap(({ faults }) => faults),
  }
}

/** What H5 needs of Linux. */
export const lacksPrlimit = (): string | null =>
  spawnSync('prlimit', ['--version']).status === 0 ? null : 'there is no prlimit (util-linux)'
