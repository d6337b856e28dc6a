// A valid member that suddenly copies everything (L25): the hub tells within a minute, and tells
// nothing of those who read as they use to.
import { setTimeout } from 'node:timers/promises'
import { makeIndicator } from '../../fixture/hub.ts'
import type { Result } from '../resilience/row.ts'
import { type Members, objectsPath, openMembers } from './many-members.ts'
import type { LongGround } from './row.ts'

const stored = 20_000
const usualPage = 40
const usualEveryMs = 1_000
/** A minute is looked at; what is usual is what came before it. */
const learnedMs = 100_000
const toldMostMs = 60_000
const envelopeSize = 2_000

/** By organisation, how often it was told of. */
const countAlarms = async ({ url }: Members): Promise<number[]> => {
  const text = await fetch(`${url}/metrics`).then((answer) => answer.text())
  const lines = text.matchAll(/^sekisho_bulk_reading_alarms\{[^}]*\} (\d+)$/gm)
  return [...lines].map(([, count]) => Number(count))
}

const read = async (members: Members, who: number, query: string): Promise<string | null> => {
  const url = `${members.url}${objectsPath}?${query}`
  const answer = await fetch(url, { headers: members.headersOf(who) })
  const page = (await answer.json()) as { next?: string }
  return page.next ?? null
}

/** Page after page, `rounds` times the whole of it. */
const copyAll = async (members: Members, who: number, rounds: number): Promise<number> => {
  let pages = 0
  for (let round = 0; round < rounds; round++) {
    for (let next: string | null = ''; next !== null; pages++) {
      next = await read(members, who, `limit=1000${next === '' ? '' : `&next=${next}`}`)
    }
  }
  return pages * 1_000
}

/**
 * Three members read a little for a while; then one reads `rounds` times all there is, one three
 * times as much as before, and one as before.
 */
const runCopy = async (ground: LongGround, rounds: number): Promise<Result> => {
  const members = await openMembers(ground, { count: 4 })
  for (let sent = 0; sent < stored; sent += envelopeSize) {
    await members.share(Array.from({ length: envelopeSize }, (_, n) => makeIndicator(n)))
  }
  let over = false
  const readOn = async (who: number, times: () => number): Promise<void> => {
    while (!over) {
      for (let n = times(); n > 0; n--) await read(members, who, `limit=${usualPage}`)
      await setTimeout(usualEveryMs)
    }
  }
  let busy = false
  const reading = [readOn(1, () => 1), readOn(2, () => (busy ? 3 : 1)), readOn(3, () => 1)]
  ground.show('L25 what is usual')
  await setTimeout(Math.max(learnedMs, ground.seconds * 500))
  const before = (await countAlarms(members)).length
  busy = true
  ground.show('L25 one copies everything')
  const started = performance.now()
  const copied = await copyAll(members, 1, rounds)
  let told: number[] = []
  while (told.length === 0 && performance.now() - started < toldMostMs) {
    await setTimeout(200)
    told = await countAlarms(members)
  }
  const ms = Math.round(performance.now() - started)
  // What is three times as much goes on for as long as a minute is looked at.
  await setTimeout(Math.min(toldMostMs, ground.seconds * 500))
  told = await countAlarms(members)
  over = true
  await Promise.all(reading)
  const heard = told.length === 0 ? 'told of nobody' : `told after ${ms} ms, ${told.length} member`
  const figure = `${copied} objects copied by one of three: ${heard}; told of ${before} before`
  const faults = [
    ...(told.length === 0 ? ['nothing was told within a minute'] : []),
    ...(told.length > 1 ? ['those who read as usual were told of'] : []),
    ...(before > 0 ? ['what is usual was told of'] : []),
  ]
  return { figure, faults }
}

/** L25. */
export const runBulk = (ground: LongGround): Promise<Result> => runCopy(ground, 2)

/** The control: one that copies nothing, so that nothing may be told and the judge must say so. */
export const runNoBulk = (ground: LongGround): Promise<Result> => runCopy(ground, 0)
