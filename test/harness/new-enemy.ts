// The new enemy: many pollers over HTTP while objects are revoked, tightened and kept from one of
// them, and while it is suspended. Whatever was taken away is in no answer that began after the
// taking was acknowledged.
import { setTimeout } from 'node:timers/promises'
import type { Isac } from '../fixture/isac.ts'
import { type Colour, dated, idOf, tlp } from '../fixture/isac-object.ts'

export type RaceResult = {
  /** Answers, and those of them begun while something had been taken from who asked. */
  answers: number
  after: number
  /** Answers that showed what had been taken, and those that showed something else. */
  leaks: number
  shown: number
  refused: number
  rounds: Record<Act, number>
}

const acts = ['revoke', 'tighten', 'suspend', 'exclude'] as const
export type Act = (typeof acts)[number]

type Enemy = { who: string; taken: Set<string> }
type Race = {
  isac: Isac
  enemies: Record<'b' | 'x', Enemy>
  result: RaceResult
  /** Where this round began: pollers ask for what came since. */
  since: string
  /** What this round is about, and who has been shown it. */
  mark: string
  seen: Set<Enemy>
  running: boolean
  flying: number
  held: boolean
}

type Ask = (who: string, url: string) => Promise<{ status: number; text: string }>

/** As a client asks. */
export const askAnew =
  (isac: Isac): Ask =>
  (who, url) =>
    isac.as(who).ask('GET', url)

/** The unsafe control: an answer that shows something is remembered for some time. */
export const askCached = (isac: Isac, cachedMs: number): Ask => {
  const kept = new Map<string, { at: number; answer: { status: number; text: string } }>()
  return async (who, url) => {
    // As over a socket: what is remembered comes no sooner than others get their turn.
    await setTimeout(1)
    const key = `${who} ${url}`
    const known = kept.get(key)
    if (known !== undefined && Date.now() - known.at < cachedMs) return known.answer
    const answer = await isac.as(who).ask('GET', url)
    if (answer.text.includes('mark-')) kept.set(key, { at: Date.now(), answer })
    return answer
  }
}

const pollOnce = async (race: Race, ask: Ask, enemy: Enemy): Promise<void> => {
  const taken = [...enemy.taken]
  const path = race.isac.as(enemy.who).at('one')
  const { status, text } = await ask(enemy.who, `${path}?added_after=${race.since}`)
  const { result } = race
  result.answers += 1
  if (text.includes(race.mark)) race.seen.add(enemy)
  if (taken.length > 0) result.after += 1
  if (status !== 200) result.refused += 1
  if (taken.some((mark) => text.includes(mark))) result.leaks += 1
  else if (text.includes('mark-')) result.shown += 1
}

const keepPolling = async (race: Race, ask: Ask, enemy: Enemy): Promise<void> => {
  while (race.running) {
    if (race.held) {
      await setTimeout(1)
      continue
    }
    race.flying += 1
    await pollOnce(race, ask, enemy).finally(() => {
      race.flying -= 1
    })
  }
}

/** Lets nobody ask until `change` is done: what is given back may be shown again at once. */
const betweenAnswers = async (race: Race, change: () => Promise<void>): Promise<void> => {
  race.held = true
  while (race.flying > 0) await setTimeout(1)
  await change()
  race.held = false
}

const later = (n: number): string => new Date(Date.UTC(2026, 0, 2, 0, 0, n)).toISOString()

const setStatus = (isac: Isac, status: string) =>
  isac.query(
    `with changed as (update organisation set status = '${status}' where name = 'b')
      update hub set policy_epoch = policy_epoch + 1`,
  )

const firstLevel: Record<Act, Colour> = {
  revoke: 'green',
  tighten: 'amber',
  suspend: 'green',
  exclude: 'green',
}

/** Takes something away; answers from whom. The answer comes after the acknowledgement. */
const takeAway = async (
  race: Race,
  act: Act,
  object: ReturnType<typeof dated>,
): Promise<Enemy[]> => {
  const { isac, enemies } = race
  const a = isac.as('a')
  const next = { ...object, modified: later(1) }
  if (act === 'suspend') {
    await setStatus(isac, 'suspended')
    return [enemies.b]
  }
  if (act === 'revoke') await a.share([{ ...next, revoked: true }])
  if (act === 'exclude') await a.share([next], { exclude: ['b'] })
  if (act === 'tighten') await a.share([{ ...next, object_marking_refs: [tlp.strict] }])
  if (act === 'revoke') return [enemies.b, enemies.x]
  return act === 'exclude' ? [enemies.b] : [enemies.x]
}

/** Half of the rounds take away what everyone has seen, the others what is just being read. */
const waitUntilSeen = async ({ seen }: Race): Promise<void> => {
  for (let ms = 0; seen.size < 2 && ms < 10_000; ms += 2) await setTimeout(2)
}

const round = async (race: Race, act: Act, n: number, answers: number): Promise<void> => {
  const { isac, result } = race
  const mark = `mark-${act}-${n}-end`
  const object = dated('malware', firstLevel[act], {
    id: idOf('malware'),
    created: later(0),
    modified: later(0),
    name: 'BadCat',
    is_family: true,
    aliases: [mark],
  })
  await betweenAnswers(race, async () => {
    race.since = new Date(Date.now() - 1).toISOString()
    race.mark = mark
    race.seen.clear()
  })
  await isac.as('a').share([object])
  if (Math.floor(n / acts.length) % 2 === 0) await waitUntilSeen(race)
  await setTimeout(n % 9)
  const robbed = await takeAway(race, act, object)
  for (const { taken } of robbed) taken.add(mark)
  const until = result.after + answers
  while (result.after < until) await setTimeout(2)
  if (act === 'suspend') {
    await betweenAnswers(race, async () => {
      for (const { taken } of robbed) taken.delete(mark)
      await setStatus(isac, 'active')
    })
  }
  result.rounds[act] += 1
}

/** Races until `wanted` answers were begun after something had been taken from who asked. */
export const runRace = async (
  isac: Isac,
  make: (isac: Isac) => Ask,
  { wanted, pollers, each }: { wanted: number; pollers: number; each: number },
): Promise<RaceResult> => {
  const rounds = { revoke: 0, tighten: 0, suspend: 0, exclude: 0 }
  const race: Race = {
    isac,
    enemies: { b: { who: 'b', taken: new Set() }, x: { who: 'x', taken: new Set() } },
    result: { answers: 0, after: 0, leaks: 0, shown: 0, refused: 0, rounds },
    since: new Date().toISOString(),
    mark: 'no mark yet',
    seen: new Set(),
    running: true,
    flying: 0,
    held: false,
  }
  const ask = make(isac)
  const polling = Array.from({ length: pollers }, (_, n) =>
    keepPolling(race, ask, n % 3 === 0 ? race.enemies.x : race.enemies.b),
  )
  const disturbing = async (): Promise<void> => {
    for (let n = 0; race.result.after < wanted; n++) {
      await round(race, acts[n % acts.length] as Act, n, each)
    }
  }
  await Promise.all([
    disturbing().finally(() => {
      race.running = false
    }),
    ...polling,
  ])
  return race.result
}
