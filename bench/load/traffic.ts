// Members of a hub under load: pollers and submitters who come at their times whether the hub keeps
// up or not, and one organisation that floods. Says what each met; judges nothing.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, openClient } from '../client.ts'
import {
  floodCredentials,
  flooderOf,
  type Peopled,
  type Place,
  type Profile,
  tokenOf,
} from './profile.ts'

/** `ms` is from when the request was due, so that a hub that falls behind cannot hide it. */
export type Met = {
  organisation: number
  kind: 'poll' | 'page' | 'post'
  /** Of the collection that was asked. */
  path: string
  status: number
  ms: number
}

export type Traffic = {
  met: Met[]
  /** Milliseconds from a POST to the first time somebody else was shown one of its objects. */
  lags: number[]
  delivered: number
  flooded: Map<number, number>
}

export type Ground = {
  url: string
  profile: Profile
  people: Peopled
  /** When it is over, by performance.now(). */
  until: number
  flood: boolean
}

const watchEvery = 0.5
const pageOften = 20
const floodConnections = 64

const open = (url: string, n: number, credential = 0) =>
  openClient(url, `Bearer ${tokenOf(n, credential)}`)

/** Runs `act` at its times, from a moment drawn by chance; a late one begins at once. */
const onSchedule = async (
  { until }: Ground,
  everySeconds: number,
  act: (due: number, nth: number) => Promise<void>,
): Promise<void> => {
  const every = everySeconds * 1_000
  let due = performance.now() + Math.random() * every
  for (let nth = 0; due < until; nth++) {
    await pause(Math.max(0, due - performance.now()))
    await act(due, nth)
    due = Math.max(due + every, performance.now() - every)
  }
}

/** What was sent and not seen yet: its mark, by whom, and when. */
type Sent = Map<string, { organisation: number; at: number }>

const marks = /load-([0-9a-f]{12})-/g

const look = (sent: Sent, traffic: Traffic, organisation: number, body: Buffer): void => {
  for (const [, mark = ''] of body.toString('latin1').matchAll(marks)) {
    const one = sent.get(mark)
    if (one === undefined || one.organisation === organisation) continue
    traffic.lags.push(performance.now() - one.at)
    sent.delete(mark)
  }
}

const countOf = (body: Buffer): number => body.toString('latin1').split('"spec_version"').length - 1

const pollPlace = async (
  ground: Ground,
  traffic: Traffic,
  sent: Sent,
  n: number,
  path: string,
  every: number,
): Promise<void> => {
  const client = open(ground.url, n)
  let after = new Date().toISOString()
  await onSchedule(ground, every, async (due, nth) => {
    const deep = every > 1 && nth % pageOften === pageOften - 1
    const query = deep ? '?limit=100' : `?added_after=${after}`
    const answer = await client.get(`${path}${query}`).catch((): Answer => failed)
    const kind = deep ? 'page' : 'poll'
    const ms = performance.now() - due
    traffic.met.push({ organisation: n, kind, path, status: answer.status, ms })
    if (answer.status !== 200 || answer.last === undefined) return
    traffic.delivered += countOf(answer.body)
    if (deep) return
    after = answer.last
    look(sent, traffic, n, answer.body)
  })
  client.close()
}

const failed: Answer = { status: 0, body: Buffer.alloc(0), ms: 0, last: undefined }

const makeEnvelope = (count: number, mark: string): Buffer => {
  const now = new Date().toISOString()
  const objects = Array.from({ length: count }, (_, n) => ({
    ...{ type: 'indicator', spec_version: '2.1', id: `indicator--${randomUUID()}` },
    ...{ created: now, modified: now, valid_from: now, name: `Beacon load-${mark}-${n}` },
    ...{ pattern_type: 'stix', pattern: `[ipv4-addr:value = '198.51.100.${n % 256}']` },
    description: 'Seen beaconing from several hosts. '.repeat(18),
  }))
  return Buffer.from(JSON.stringify({ objects }))
}

const submitTo = async (
  ground: Ground,
  traffic: Traffic,
  sent: Sent,
  n: number,
  place: { path: string; watched: boolean },
): Promise<void> => {
  const client = open(ground.url, n)
  const { objectsOfEach, submitEvery } = ground.profile
  await onSchedule(ground, submitEvery, async (due) => {
    const mark = randomUUID().slice(-12)
    const body = makeEnvelope(objectsOfEach, mark)
    if (place.watched) sent.set(mark, { organisation: n, at: performance.now() })
    const answer = await client.post(place.path, body).catch(() => failed)
    const ms = performance.now() - due
    const { path } = place
    traffic.met.push({ organisation: n, kind: 'post', path, status: answer.status, ms })
    if (answer.status !== 202) sent.delete(mark)
  })
  client.close()
}

/** What was met at several times, as one. */
export const joinTraffic = (all: Traffic[]): Traffic => {
  const flooded = new Map<number, number>()
  for (const [status, count] of all.flatMap((one) => [...one.flooded])) {
    flooded.set(status, (flooded.get(status) ?? 0) + count)
  }
  return {
    met: all.flatMap(({ met }) => met),
    lags: all.flatMap(({ lags }) => lags),
    delivered: all.reduce((sum, { delivered }) => sum + delivered, 0),
    flooded,
  }
}

/** The collection that the flood reads and fills. */
export const floodedPlace = ({ profile, people }: Pick<Ground, 'profile' | 'people'>): Place =>
  people.placesOf[flooderOf(profile)]?.[0] as Place

/** As fast as the hub answers, by every credential it has: pages of a thousand, and envelopes. */
const flood = async (ground: Ground, traffic: Traffic, connection: number): Promise<void> => {
  const n = flooderOf(ground.profile)
  const client = open(ground.url, n, connection % floodCredentials)
  const { path } = floodedPlace(ground)
  const posts = connection % 4 === 0
  while (performance.now() < ground.until) {
    const answer = await (posts
      ? client.post(path, makeEnvelope(100, randomUUID().slice(-12)))
      : client.get(`${path}?limit=1000`)
    ).catch(() => failed)
    traffic.flooded.set(answer.status, (traffic.flooded.get(answer.status) ?? 0) + 1)
  }
  client.close()
}

/**
 * Everybody comes until it is over. Pollers read each of their collections; besides, one member of
 * each watched collection asks twice a second, so that a lag is the hub's and not the interval's.
 */
export const runTraffic = async (ground: Ground): Promise<Traffic> => {
  const { profile, people } = ground
  const traffic: Traffic = { met: [], lags: [], delivered: 0, flooded: new Map() }
  const sent: Sent = new Map()
  const work: Promise<void>[] = []
  const flooder = flooderOf(profile)
  for (const [n, places] of people.placesOf.entries()) {
    if (n === flooder) continue
    for (const { path } of places) {
      work.push(pollPlace(ground, traffic, sent, n, path, profile.pollEvery))
    }
  }
  const watched = people.places.slice(0, profile.watched)
  for (const { path, members } of watched) {
    const n = members.find((member) => member !== flooder) as number
    work.push(pollPlace(ground, traffic, sent, n, path, watchEvery))
  }
  for (let k = 0; k < profile.submitters; k++) {
    const place = people.places[k % people.places.length] as (typeof people.places)[number]
    const authors = place.members.filter((member) => member !== flooder)
    const author = authors[1 + (k % (authors.length - 1))] as number
    const at = { path: place.path, watched: watched.includes(place) }
    work.push(submitTo(ground, traffic, sent, author, at))
  }
  if (ground.flood) {
    for (let c = 0; c < floodConnections; c++) work.push(flood(ground, traffic, c))
  }
  await Promise.all(work)
  return traffic
}
