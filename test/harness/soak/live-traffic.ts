// Writers and pollers of a hub that lives for hours, and what they keep of a million objects: small
// enough to judge every one of them for every poller. Knows no judge.
import { setTimeout } from 'node:timers/promises'
import {
  envelopeOf,
  forbiddenTo,
  type Group,
  headersOf,
  type Kind,
  makeObject,
  objectsPath,
} from '../cluster/world.ts'
import { ask, type Journal } from '../resilience/journal.ts'

export type Posted = { group: Group; kind: Kind; acknowledged: boolean }

/** All that was sent, in its order; an object is its place in it. */
export type Register = {
  posted: Posted[]
  placeOf: Map<string, number>
}

export type Live = {
  url: string
  register: Register
  journal: Pick<Journal, 'unexplained'>
  /** Requests that were told to come back, or cut. */
  again: number
  /** Acknowledged submissions whose status never said that all was taken. */
  unread: number
  polls: number
}

export const openLive = (url: string): Live => ({
  url,
  register: { posted: [], placeOf: new Map() },
  journal: { unexplained: [] },
  again: 0,
  unread: 0,
  polls: 0,
})

const retryMs = 200
const settleTries = 600
const settlePauseMs = 250

/** Asks until it is answered with other than "come back"; null when it is refused for good. */
const insist = async (live: Live, path: string, options: RequestInit) => {
  for (;;) {
    const answer = await ask(live.journal, live.url + path, options)
    if (answer !== null && answer.status < 300) return answer
    await answer?.body?.cancel()
    if (answer !== null && answer.status !== 503 && answer.status !== 429) return null
    live.again += 1
    await setTimeout(retryMs)
  }
}

type Status = { id: string; status: string; success_count: number }

const settle = async (live: Live, name: string, group: Group, given: Status, count: number) => {
  let said = given
  for (let tries = 0; said.status !== 'complete' && tries < settleTries; tries++) {
    await setTimeout(settlePauseMs)
    const path = `/taxii2/${group}/status/${given.id}/`
    const answer = await insist(live, path, { headers: headersOf(name) })
    if (answer === null) break
    said = (await answer.json()) as Status
  }
  if (said.status !== 'complete' || said.success_count !== count) live.unread += 1
}

export type Writer = { name: string; group: Group }

/** Posts one envelope and follows its status to its end. What is cut is sent again as it was. */
export const post = async (
  live: Live,
  { name, group }: Writer,
  kind: Kind,
  count: number,
): Promise<void> => {
  const { posted, placeOf } = live.register
  const objects = Array.from({ length: count }, () => makeObject(group, kind))
  const sent = objects.map(({ id }) => {
    const one: Posted = { group, kind, acknowledged: false }
    placeOf.set(id, posted.push(one) - 1)
    return one
  })
  const body = envelopeOf(objects, kind, group)
  const options = { method: 'POST', headers: headersOf(name), body }
  const answer = await insist(live, objectsPath(group), options)
  if (answer?.status !== 202) return
  for (const one of sent) one.acknowledged = true
  await settle(live, name, group, (await answer.json()) as Status, count)
}

export type LivePoller = {
  name: string
  group: Group
  /** Whose eyes its answers are judged by. */
  judgedAs: string
  /** Places in the register below this one came before it. */
  from: number
  /** By place, how often it came; up to 255. */
  times: Uint8Array
  /** Ids that nobody sent: a client's own forms. */
  others: Map<string, number>
  leaks: number
}

export const makePoller = (name: string, group: Group, from: number): LivePoller => ({
  name,
  group,
  judgedAs: name,
  from,
  times: new Uint8Array(65_536),
  others: new Map(),
  leaks: 0,
})

const note = (poller: LivePoller, { placeOf }: Register, id: string): void => {
  const place = placeOf.get(id)
  if (place === undefined) {
    poller.others.set(id, (poller.others.get(id) ?? 0) + 1)
    return
  }
  if (place >= poller.times.length) {
    const wider = new Uint8Array(Math.max(place + 1, poller.times.length * 2))
    wider.set(poller.times)
    poller.times = wider
  }
  poller.times[place] = Math.min(255, (poller.times[place] as number) + 1)
}

type Page = { objects?: { id: string; type: string }[]; more: boolean }

const idleEnd = 3

/** Polls by `added_after` from `since` on, until `over` and nothing new comes. */
export const poll = async (
  live: Live,
  poller: LivePoller,
  { since, pauseMs, over }: { since: string; pauseMs: number; over: () => boolean },
): Promise<LivePoller> => {
  const headers = headersOf(poller.name)
  const forbidden = forbiddenTo(poller.judgedAs, poller.group)
  let after = since
  for (let idle = 0; idle < idleEnd; ) {
    const ending = over()
    const query = after === '' ? '' : `&added_after=${after}`
    const path = `${objectsPath(poller.group)}?limit=5000${query}`
    const answer = await insist(live, path, { headers })
    if (answer === null) throw new Error(`a poll of ${poller.name} was refused`)
    live.polls += 1
    const text = await answer.text()
    poller.leaks += text.match(forbidden)?.length ?? 0
    after = answer.headers.get('x-taxii-date-added-last') ?? after
    const { objects = [], more } = JSON.parse(text) as Page
    for (const { id, type } of objects) if (type === 'indicator') note(poller, live.register, id)
    idle = ending && objects.length === 0 ? idle + 1 : 0
    if (!more) await setTimeout(ending ? retryMs : pauseMs)
  }
  return poller
}
