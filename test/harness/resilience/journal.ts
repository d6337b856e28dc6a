// Nothing lost (NX): a client that keeps what it was acknowledged, and a judge of what is there
// afterwards. Also says which answers are no explanation of a fault. Knows no fault.
import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { makeIndicator } from '../../fixture/hub.ts'
import { headersOf, objectsPath, statusPath } from './hub.ts'

type Indicator = ReturnType<typeof makeIndicator>

/** One submission. `status` is its id once it was acknowledged; `taken` is for judging. */
export type Sent = { objects: Map<string, string>; status: string | null }

export type Journal = {
  sent: Sent[]
  /** Answers that a fault does not explain, as text. */
  unexplained: string[]
  acknowledged: number
  refused: number
  /** Requests whose connection was cut or refused. */
  cut: number
  post(url: string, objects: Indicator[]): Promise<Sent>
}

export const hashOf = (object: object): string =>
  createHash('sha256').update(JSON.stringify(object)).digest('base64')

const postWaitMs = 60_000

/** Only 503 with a time to come back is an answer to a request that came during a fault. */
export const isExplained = (status: number, headers: Headers): boolean =>
  status < 500 ? status !== 400 : status === 503 && /^\d+$/.test(headers.get('retry-after') ?? '')

/** Whoever asks keeps what is not explained. A connection that was cut answers null. */
export const ask = async (
  journal: Pick<Journal, 'unexplained'>,
  url: string,
  options: RequestInit,
): Promise<Response | null> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(postWaitMs), ...options }).catch(
    () => null,
  )
  if (answer === null || isExplained(answer.status, answer.headers)) return answer
  journal.unexplained.push(`${options.method ?? 'GET'} ${answer.status}`)
  return answer
}

export const openJournal = (): Journal => {
  const journal: Journal = {
    sent: [],
    unexplained: [],
    acknowledged: 0,
    refused: 0,
    cut: 0,
    async post(url, objects) {
      const entries = objects.map((object) => [object.id, hashOf(object)] as const)
      const sent: Sent = { objects: new Map(entries), status: null }
      journal.sent.push(sent)
      await send(journal, url, objects, sent)
      return sent
    },
  }
  return journal
}

const send = async (journal: Journal, url: string, objects: Indicator[], sent: Sent) => {
  const body = JSON.stringify({ objects })
  const options = { method: 'POST', headers: headersOf('acme'), body }
  const answer = await ask(journal, `${url}${objectsPath}`, options)
  if (answer === null) journal.cut += 1
  else if (answer.status !== 202) journal.refused += 1
  const status = (await answer?.json().catch(() => null)) as { id?: string } | null
  if (answer?.status !== 202 || typeof status?.id !== 'string') return
  sent.status = status.id
  journal.acknowledged += objects.length
}

/** Envelopes of these sizes, in turn. */
const sizes = [1, 7, 60, 120]

/**
 * Writers that post until `over`, each to one of the hubs in turn. One that was refused or cut
 * waits a little, as a client does.
 */
export const storm = async (
  journal: Journal,
  urls: string[],
  over: () => boolean,
  writers = 6,
): Promise<void> => {
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; !over(); n++) {
      const count = sizes[(writer + n) % sizes.length] as number
      const objects = Array.from({ length: count }, (_, index) => makeIndicator(index))
      const { status } = await journal.post(urls[(writer + n) % urls.length] as string, objects)
      if (status === null) await setTimeout(50)
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
}

/** Of one id: how often it was delivered, and the hash of what came last. */
export type Held = Map<string, { times: number; hash: string }>

const againTries = 120
/** What its process left pending is found after a minute or two. */
const pendingTries = 800

/** For judging: a hub that has just come back may need a moment. Throws when it needs too long. */
export const askAgain = async (url: string): Promise<Response> => {
  for (let tries = 0; tries < againTries; tries++) {
    const answer = await fetch(url, { headers: headersOf('acme') }).catch(() => null)
    if (answer !== null && answer.status !== 503) return answer
    await setTimeout(250)
  }
  throw new Error(`${url} is not answered`)
}

/** All that the writer itself gets, by `next` from the beginning. */
export const readAll = async (url: string): Promise<Held> => {
  const held: Held = new Map()
  for (let next = ''; ; ) {
    const answer = await askAgain(`${url}${objectsPath}?limit=5000${next}`)
    if (answer.status !== 200) throw new Error(`a poll was answered with ${answer.status}`)
    const page = (await answer.json()) as { objects?: Indicator[]; more: boolean; next: string }
    for (const object of page.objects ?? []) {
      const times = (held.get(object.id)?.times ?? 0) + 1
      held.set(object.id, { times, hash: hashOf(object) })
    }
    if (!page.more) return held
    next = `&next=${page.next}`
  }
}

export type Verdict = {
  acknowledged: number
  lost: number
  doubled: number
  changed: number
  partial: number
  /** Acknowledged submissions without a readable status that says all was taken. */
  mute: number
}

/** Of an acknowledged submission: what is wrong with its status, or null. */
const readStatus = async (url: string, { status, objects }: Sent): Promise<string | null> => {
  for (let tries = 0; tries < pendingTries; tries++) {
    const answer = await askAgain(`${url}${statusPath(status as string)}`)
    if (answer.status !== 200) return `${answer.status}`
    const said = (await answer.json()) as { status: string; success_count: number }
    if (said.status === 'complete') {
      return said.success_count === objects.size ? null : `${said.success_count} taken`
    }
    await setTimeout(250)
  }
  return 'pending for ever'
}

/** Judges the journal against what is there now. Waits for what is still pending. */
export const judge = async (journal: Journal, url: string): Promise<Verdict> => {
  const kept = journal.sent.filter(({ status }) => status !== null)
  let mute = 0
  for (let from = 0; from < kept.length; from += 8) {
    const said = await Promise.all(kept.slice(from, from + 8).map((sent) => readStatus(url, sent)))
    mute += said.filter((fault) => fault !== null).length
  }
  return { ...compare(journal, await readAll(url)), mute }
}

/** The part of the verdict that needs no asking. */
export const compare = ({ sent }: Pick<Journal, 'sent'>, held: Held): Omit<Verdict, 'mute'> => {
  const verdict = { acknowledged: 0, lost: 0, doubled: 0, changed: 0, partial: 0 }
  for (const { objects, status } of sent) {
    const there = [...objects.keys()].filter((id) => held.has(id)).length
    if (status === null && there > 0 && there < objects.size) verdict.partial += 1
    if (status === null) continue
    verdict.acknowledged += objects.size
    verdict.lost += objects.size - there
    for (const [id, hash] of objects) {
      const found = held.get(id)
      if (found !== undefined && found.hash !== hash) verdict.changed += 1
    }
  }
  verdict.doubled = [...held.values()].filter(({ times }) => times > 1).length
  return verdict
}

/** What of a verdict is a fault, in words. */
export const faultsOf = (verdict: Verdict): string[] => {
  const wrong = (['lost', 'doubled', 'changed', 'partial', 'mute'] as const).filter(
    (name) => verdict[name] > 0,
  )
  return wrong.map((name) => `${verdict[name]} ${name}`)
}
