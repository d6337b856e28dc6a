// A member's feed that polls while faults happen: keeps its place, tries again when it is refused
// or cut, and counts what it missed and what came twice. Knows no fault.
import { setTimeout } from 'node:timers/promises'
import { headersOf, objectsPath } from './hub.ts'
import { ask, type Journal, type Sent } from './journal.ts'

export type Poller = {
  /** Of every id of an indicator, how often it came. */
  seen: Map<string, number>
  polls: number
  /** Asks until nothing new comes any more, and ends; throws when the hub does not answer. */
  finish(): Promise<void>
}

const idleEnd = 3
const pauseMs = 20
const finishMs = 60_000

type Page = { objects?: { id: string; type: string }[]; more?: boolean; next?: string }

/**
 * Starts to poll, page by page as it comes, with `added_after` of the last answer. Every page is
 * asked of the next of these hubs. What a fault does not explain goes to the journal.
 */
export const openPoller = (journal: Pick<Journal, 'unexplained'>, urls: string[]): Poller => {
  let over = false
  let after = ''
  const poller: Poller = { seen: new Map(), polls: 0, finish }
  const step = async (): Promise<number | null> => {
    const url = urls[poller.polls % urls.length] as string
    poller.polls += 1
    const path = `${url}${objectsPath}?limit=500${after}`
    const answer = await ask(journal, path, { headers: headersOf('bolt') })
    if (answer?.status !== 200) return null
    const page = (await answer.json().catch(() => null)) as Page | null
    if (page === null) return null
    const last = answer.headers.get('x-taxii-date-added-last')
    if (last !== null) after = `&added_after=${last}`
    for (const { id, type } of page.objects ?? []) {
      if (type === 'indicator') poller.seen.set(id, (poller.seen.get(id) ?? 0) + 1)
    }
    return page.objects?.length ?? 0
  }
  const run = async (): Promise<void> => {
    let idle = 0
    let overAt = Number.POSITIVE_INFINITY
    while (idle < idleEnd) {
      const ending = over
      if (ending) overAt = Math.min(overAt, performance.now())
      const count = await step()
      idle = ending && count === 0 ? idle + 1 : 0
      if (performance.now() - overAt > finishMs) throw new Error('the hub does not answer a poller')
      if (count === null || count === 0) await setTimeout(pauseMs)
    }
  }
  const running = run()
  running.catch(() => {})
  async function finish(): Promise<void> {
    over = true
    await running
  }
  return poller
}

/** What was acknowledged and never came, and what came more than once. */
export const countMisses = ({ seen }: Poller, sent: Sent[]) => {
  let missed = 0
  for (const { objects, status } of sent) {
    if (status === null) continue
    for (const id of objects.keys()) if (!seen.has(id)) missed += 1
  }
  const repeated = [...seen.values()].filter((times) => times > 1).length
  return { missed, repeated }
}
