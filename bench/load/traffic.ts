// Members of a hub under load: pollers and submitters who come at their times whether the hub keeps
// up or not, and one organisation that floods. Says what each met; judges nothing.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, openClient } from '../client.ts'
import { makeEnvelope } from './envelope.ts'
import { openFlood } from './flooder.ts'
import { flooderOf, type Peopled, type Place, type Profile, tokenOf } from './profile.ts'

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
  /** How often the flood was answered with which status. */
  flooded: Map<number, number>
}

export type Ground = {
  url: string
  profile: Profile
  people: Peopled
  minutes: number
  flood: boolean
}

const watchEvery = 0.5
const pageOften = 20

const open = (url: string, n: number, credential = 0) =>
  openClient(url, `Bearer ${tokenOf(n, credential)}`)

/** Somebody who is ready to come, until a moment by performance.now(). */
type Visitor = (until: number) => Promise<void>

/** Runs `act` at its times, from a moment drawn by chance; a late one begins at once. */
const onSchedule = async (
  until: number,
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

const look = (sent: Sent, traffic: Seen, organisation: number, body: Buffer): void => {
  for (const [, mark = ''] of body.toString('latin1').matchAll(marks)) {
    const one = sent.get(mark)
    if (one === undefined || one.organisation === organisation) continue
    traffic.lags.push(performance.now() - one.at)
    sent.delete(mark)
  }
}

const countOf = (body: Buffer): number => body.toString('latin1').split('"spec_version"').length - 1

type Seen = Omit<Traffic, 'flooded'>

type Scene = { ground: Ground; traffic: Seen; sent: Sent }

const readPlace = (scene: Scene, n: number, path: string, every: number): Visitor => {
  const { ground, traffic, sent } = scene
  const client = open(ground.url, n)
  let after = new Date().toISOString()
  const poll = async (due: number, nth: number): Promise<void> => {
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
  }
  return async (until) => {
    await onSchedule(until, every, poll)
    client.close()
  }
}

const failed: Answer = { status: 0, body: Buffer.alloc(0), ms: 0, last: undefined }

const submitTo = (
  { ground, traffic, sent }: Scene,
  n: number,
  { path, watched }: { path: string; watched: boolean },
): Visitor => {
  const client = open(ground.url, n)
  const { objectsOfEach, submitEvery } = ground.profile
  const submit = async (due: number): Promise<void> => {
    const mark = randomUUID().slice(-12)
    const body = makeEnvelope(objectsOfEach, mark)
    if (watched) sent.set(mark, { organisation: n, at: performance.now() })
    const answer = await client.post(path, body).catch(() => failed)
    const ms = performance.now() - due
    traffic.met.push({ organisation: n, kind: 'post', path, status: answer.status, ms })
    if (answer.status !== 202) sent.delete(mark)
  }
  return async (until) => {
    await onSchedule(until, submitEvery, submit)
    client.close()
  }
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

const listReaders = (scene: Scene, watched: Place[]): Visitor[] => {
  const { profile, people } = scene.ground
  const flooder = flooderOf(profile)
  const readers = [...people.placesOf.entries()].flatMap(([n, places]) =>
    n === flooder ? [] : places.map(({ path }) => readPlace(scene, n, path, profile.pollEvery)),
  )
  const watchers = watched.map(({ path, members }) => {
    const n = members.find((member) => member !== flooder) as number
    return readPlace(scene, n, path, watchEvery)
  })
  return [...readers, ...watchers]
}

const listSubmitters = (scene: Scene, watched: Place[]): Visitor[] => {
  const { profile, people } = scene.ground
  const flooder = flooderOf(profile)
  return Array.from({ length: profile.submitters }, (_, k) => {
    const place = people.places[k % people.places.length] as Place
    const authors = place.members.filter((member) => member !== flooder)
    const author = authors[1 + (k % (authors.length - 1))] as number
    return submitTo(scene, author, { path: place.path, watched: watched.includes(place) })
  })
}

/**
 * Everybody comes until it is over. Pollers read each of their collections; besides, one member of
 * each watched collection asks twice a second, so that a lag is the hub's and not the interval's.
 */
export const runTraffic = async (ground: Ground): Promise<Traffic> => {
  const traffic: Seen = { met: [], lags: [], delivered: 0 }
  const scene: Scene = { ground, traffic, sent: new Map() }
  const watched = ground.people.places.slice(0, ground.profile.watched)
  const visitors = [...listReaders(scene, watched), ...listSubmitters(scene, watched)]
  const { url, profile, people, minutes } = ground
  const organisation = flooderOf(profile)
  const { path } = floodedPlace({ profile, people })
  const flood = ground.flood ? await openFlood({ url, organisation, path, minutes }) : null
  // All are ready before the first comes: whoever opens a thousand clients hears no answer.
  const until = performance.now() + minutes * 60_000
  const [flooded] = await Promise.all([
    flood?.begin() ?? new Map<number, number>(),
    ...visitors.map((visit) => visit(until)),
  ])
  return { ...traffic, flooded }
}
