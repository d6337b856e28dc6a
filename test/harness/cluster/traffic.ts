// What goes through the balancer in the long run: writers that keep what they were acknowledged,
// and pollers that count what they missed, what came twice, and what should never have come.
import { setTimeout } from 'node:timers/promises'
import {
  envelopeOf,
  forbiddenTo,
  type Group,
  headersOf,
  isFor,
  type Kind,
  makeObject,
  objectsPath,
} from './world.ts'

type Acknowledged = Map<string, { group: Group; kind: Kind }>

export type Tally = {
  acknowledged: Acknowledged
  /** What was acknowledged, and not found by its writer in the next request; in words. */
  unread: string[]
  /** Answers that neither the kill nor the stop explains. */
  unexplained: Map<string, number>
  /** Requests that were cut or refused for the moment, and sent again. */
  again: number
  polls: number
}

export const openTally = (): Tally => ({
  acknowledged: new Map(),
  unread: [],
  unexplained: new Map(),
  again: 0,
  polls: 0,
})

/** Asking again would change nothing. */
class Refused extends Error {}

const requestMs = 60_000
const retryMs = 100

/** Of a request that was answered in full: null was cut, or told to come back. */
type Answer = { status: number; text: string; last: string | null }

const ask = async (tally: Tally, url: string, options: RequestInit): Promise<Answer | null> => {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(requestMs), ...options })
    const text = await answer.text()
    const { status } = answer
    if (status < 400) return { status, text, last: answer.headers.get('x-taxii-date-added-last') }
    if (status !== 503) {
      const what = `${options.method ?? 'GET'} ${status} ${text.slice(0, 300)}`
      tally.unexplained.set(what, (tally.unexplained.get(what) ?? 0) + 1)
      if (status < 500) throw new Refused(what)
    }
  } catch (error) {
    if (error instanceof Refused) throw error
    // Cut: whoever asked asks again.
  }
  tally.again += 1
  await setTimeout(retryMs)
  return null
}

const kinds: Kind[] = ['plain', 'strict', 'plain', 'named', 'red', 'plain']

const gone = Symbol('gone')

const refuse = (error: unknown): typeof gone => {
  if (error instanceof Refused) return gone
  throw error
}

type Status = { id: string; status: string; success_count: number; failures?: unknown }

/** A submission whose publication was cut is taken up again within two minutes or so. */
const settleTries = 600
const settlePauseMs = 500

/** Follows a status to its end; read by whichever hub the balancer chooses. */
const settle = async (tally: Tally, url: string, group: Group, name: string, given: Status) => {
  let status = given
  for (let tries = 0; status.status !== 'complete' && tries < settleTries; tries++) {
    await setTimeout(settlePauseMs)
    const path = `${url}/taxii2/${group}/status/${status.id}/`
    const answer = await ask(tally, path, { headers: headersOf(name) }).catch(refuse)
    if (answer === gone) break
    if (answer !== null) status = JSON.parse(answer.text)
  }
  return status
}

/** Posts until `over`; what was cut is sent again as it was, as a client does. */
export const write = async (
  tally: Tally,
  url: string,
  { name, group }: { name: string; group: Group },
  { pauseMs, size }: { pauseMs: number; size: number },
  over: () => boolean,
): Promise<void> => {
  const headers = headersOf(name)
  for (let round = 0; !over(); round++) {
    const kind = kinds[round % kinds.length] as Kind
    const objects = Array.from({ length: size * (1 + (round % 6) ** 2) }, () =>
      makeObject(group, kind),
    )
    const body = envelopeOf(objects, kind, group)
    let answer: Answer | null = null
    while (answer === null) {
      answer = await ask(tally, url + objectsPath(group), { method: 'POST', headers, body })
    }
    // A 202 is a promise, whatever the status says by then.
    for (const { id } of objects) tally.acknowledged.set(id, { group, kind })
    const status = await settle(tally, url, group, name, JSON.parse(answer.text))
    if (status.failures !== undefined) throw new Error(JSON.stringify(status.failures))
    if (status.status !== 'complete') tally.unread.push(`status ${status.id} is ${status.status}`)
    await readOwn(tally, `${url}${objectsPath(group)}${objects[0]?.id}/`, headers, kind)
    await setTimeout(pauseMs)
  }
}

const isNotThere = (text: string, id: string): boolean => !text.includes(id)

/** POST → status → GET: whoever was acknowledged finds its object at whichever hub. */
const readOwn = async (tally: Tally, url: string, headers: Record<string, string>, kind: Kind) => {
  if (kind === 'red') return
  for (let cut = true; cut; ) {
    try {
      const answer = await fetch(url, { headers, signal: AbortSignal.timeout(requestMs) })
      const text = await answer.text()
      cut = answer.status === 503
      const id = url.split('/').at(-2) as string
      if (!cut && (answer.status !== 200 || isNotThere(text, id))) {
        tally.unread.push(`${url} was answered with ${answer.status}: ${text.slice(0, 300)}`)
      }
    } catch {
      await setTimeout(retryMs)
    }
  }
}

export type Poller = {
  name: string
  group: Group
  seen: Map<string, number>
  /** What came that is not for it. */
  leaks: string[]
}

type Page = { objects?: { id: string; type: string }[]; more: boolean }

const idleEnd = 3

/** Polls by `added_after` until `over` and nothing new comes. */
export const poll = async (
  tally: Tally,
  url: string,
  { name, group }: { name: string; group: Group },
  pauseMs: number,
  over: () => boolean,
): Promise<Poller> => {
  const poller: Poller = { name, group, seen: new Map(), leaks: [] }
  const forbidden = forbiddenTo(name, group)
  let after = ''
  for (let idle = 0; idle < idleEnd; ) {
    const ending = over()
    const path = `${url}${objectsPath(group)}?limit=1000${after}`
    const answer = await ask(tally, path, { headers: headersOf(name) })
    if (answer === null) continue
    tally.polls += 1
    poller.leaks.push(...(answer.text.match(forbidden) ?? []))
    if (answer.last !== null) after = `&added_after=${answer.last}`
    const { objects = [], more } = JSON.parse(answer.text) as Page
    for (const { id, type } of objects) {
      if (type === 'indicator') poller.seen.set(id, (poller.seen.get(id) ?? 0) + 1)
    }
    idle = ending && objects.length === 0 ? idle + 1 : 0
    if (!more) await setTimeout(pauseMs)
  }
  return poller
}

export type Judgement = { missed: number; repeated: number; leaked: number; delivered: number }

/** A client's objects have ids of their own: of it repetition and leaks are judged. */
export const judge = ({ acknowledged }: Tally, pollers: Poller[]): Judgement => {
  const judgement = { missed: 0, repeated: 0, leaked: 0, delivered: 0 }
  for (const { name, group, seen, leaks } of pollers) {
    judgement.leaked += leaks.length
    for (const times of seen.values()) {
      judgement.delivered += times
      if (times > 1) judgement.repeated += 1
    }
    if (name === 'shop') continue
    for (const [id, sent] of acknowledged) {
      if (sent.group === group && isFor(name, sent.kind) && !seen.has(id)) judgement.missed += 1
    }
  }
  return judgement
}
