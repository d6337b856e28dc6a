// Questions that cost more than others (H7), and a herd of clients that come back after an outage
// at once (H9).
import { setTimeout } from 'node:timers/promises'
import { makeIndicator } from '../../fixture/hub.ts'
import { openCluster } from '../resilience/cluster.ts'
import type { Result } from '../resilience/row.ts'
import { type Members, objectsPath, openMembers } from './many-members.ts'
import type { LongGround } from './row.ts'
import { openSlowWire } from './slow-wire.ts'

const objectsASecond = 200
const objectsLeast = 20_000
const objectsMost = 200_000
const envelopeSize = 2_000
const askers = 4
const asksEach = 40
const p99MostMs = 1_000
/** What needs no database, and the 99th of a hundred of it on a machine that does nothing else. */
const nothing = 'nothing'
const calmMs = 50

const p99 = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? Number.NaN

/** Some of the ids that were sent. */
const fill = async (members: Members, count: number, show: (text: string) => void) => {
  const ids: string[] = []
  for (let sent = 0; sent < count; sent += envelopeSize) {
    show(`H7 filling: ${sent} of ${count}`)
    const objects = Array.from({ length: envelopeSize }, (_, n) => makeIndicator(n))
    ids.push(...objects.slice(0, 20).map(({ id }) => id))
    await members.share(objects)
  }
  return ids
}

const questionsOf = (ids: string[]): [name: string, query: string][] => [
  ['from the beginning', 'added_after=1970-01-01T00:00:00Z&limit=1000'],
  ['every version', 'match[version]=all&limit=1000'],
  ['first and last versions', 'match[version]=first,last&match[spec_version]=2.0,2.1&limit=1000'],
  ['what is not there', 'match[type]=intrusion-set,malware,threat-actor&limit=1000'],
  ['a thousand ids', `match[id]=${ids.slice(0, 1_000).join(',')}&limit=1000`],
  [
    'ids that nobody has',
    `match[id]=${ids
      .slice(0, 1_000)
      .map((id) => id.replace(/.{4}$/, '0000'))
      .join(',')}`,
  ],
  ['all at once', 'match[type]=indicator&match[version]=all&match[spec_version]=2.1&limit=1000'],
]

/** Half way into the collection, page by page. */
const walkTo = async (members: Members, asker: number, pages: number): Promise<string> => {
  let next = ''
  for (let n = 0; n < pages; n++) {
    const query = next === '' ? '' : `&next=${next}`
    const url = `${members.url}${objectsPath}?limit=5000${query}`
    const answer = await fetch(url, { headers: members.headersOf(1 + asker) })
    const page = (await answer.json()) as { next?: string }
    if (page.next === undefined) break
    next = page.next
  }
  return next
}

type Asked = { ms: number; status: number }

/** `deep` are cursors, one for each asker: nobody may use another's. */
const askAll = async (
  members: Members,
  questions: [string, string][],
  each: number,
  deep: string[] = [],
) => {
  const asked = new Map<string, Asked[]>(questions.map(([name]) => [name, []]))
  asked.set(nothing, [])
  const time = async (name: string, url: string, asker: number): Promise<void> => {
    const started = performance.now()
    const answer = await fetch(url, { headers: members.headersOf(1 + asker) })
    await answer.arrayBuffer()
    asked.get(name)?.push({ ms: performance.now() - started, status: answer.status })
  }
  const ask = async (asker: number): Promise<void> => {
    for (let n = 0; n < each * questions.length; n++) {
      const [name, query] = questions[(n + asker) % questions.length] as [string, string]
      const url = `${members.url}${objectsPath}?${query.replace('{deep}', deep[asker] ?? '')}`
      await time(name, url, asker)
      await time(nothing, `${members.url}/healthz`, asker)
    }
  }
  await Promise.all(Array.from({ length: askers }, (_, asker) => ask(asker)))
  return asked
}

/**
 * A machine that is busy with other things makes everything slow: what needs no database at all
 * says how much, and the bound is so much wider.
 */
const boundOf = (asked: Map<string, Asked[]>): number => {
  const idle = p99((asked.get(nothing) ?? []).map(({ ms }) => ms))
  return p99MostMs * Math.max(1, idle / calmMs)
}

const judgeAsked = (asked: Map<string, Asked[]>, count: number): Result => {
  const told: string[] = []
  const faults: string[] = []
  const bound = boundOf(asked)
  for (const [name, answers] of asked) {
    const slow = p99(answers.map(({ ms }) => ms))
    told.push(`${name} ${Math.round(slow)} ms`)
    if (slow > bound) faults.push(`${name}: p99 ${Math.round(slow)} ms`)
    const odd = answers.find(({ status }) => status !== 200)
    if (odd !== undefined) faults.push(`${name}: ${odd.status}`)
  }
  return {
    figure: `${count} objects, ${askers} at a time; p99, of which ${Math.round(bound)} ms are borne: ${told.join(', ')}`,
    faults,
  }
}

/** H7. */
export const runQuestions = async (ground: LongGround): Promise<Result> => {
  const wanted = Math.round(ground.seconds * objectsASecond)
  const count = Math.min(objectsMost, Math.max(objectsLeast, wanted))
  const members = await openMembers(ground, { count: askers + 1 })
  const ids = await fill(members, count, ground.show)
  ground.show('H7 asking')
  const deep = await Promise.all(
    Array.from({ length: askers }, (_, asker) => walkTo(members, asker, count / 10_000)),
  )
  const questions: [string, string][] = [
    ...questionsOf(ids),
    ['deep in a walk', 'limit=1000&next={deep}'],
  ]
  // What a plan and a cache need once is not what a question costs.
  await askAll(members, questions, 2, deep)
  return judgeAsked(await askAll(members, questions, asksEach, deep), count)
}

/** The control: every word to the database is late, and each question has several. */
export const runLateQuestions = async (ground: LongGround): Promise<Result> => {
  const wire = await openSlowWire(ground, await openCluster(ground))
  const members = await openMembers(ground, { count: askers + 1, databaseUrl: wire.url })
  const ids = await fill(members, objectsLeast / 10, ground.show)
  wire.lateMs = 250
  const questions = questionsOf(ids).slice(0, 2)
  return judgeAsked(await askAll(members, questions, 4), objectsLeast / 10)
}

const herd = 200
const herdMembers = 20
const outageMs = 12_000
const backMostMs = 30_000
/** Of all that were told to come back, so many may be told the same second. */
const sameMost = 0.5

type Herd = { told: number[]; unexplained: string[]; lastBackMs: number }

/** Polls, and when it is turned away comes back when it was told to. */
const follow = async (members: Members, n: number, state: Herd, backAt: () => number | null) => {
  for (;;) {
    const options = { headers: members.headersOf(n), signal: AbortSignal.timeout(30_000) }
    const url = `${members.url}${objectsPath}?limit=10`
    const answer = await fetch(url, options).catch(() => null)
    await answer?.arrayBuffer().catch(() => {})
    const back = backAt()
    if (answer?.status === 200 && back !== null) {
      state.lastBackMs = Math.max(state.lastBackMs, performance.now() - back)
      return
    }
    const after = Number(answer?.headers.get('retry-after') ?? Number.NaN)
    if (answer?.status === 503 && after >= 1) state.told.push(after)
    else if (answer !== null && ![200, 429].includes(answer.status)) {
      state.unexplained.push(`${answer.status} without a time to come back`)
    }
    await setTimeout(after >= 1 ? after * 1_000 : 1_000)
  }
}

const runHerd = async (ground: LongGround, settings: Record<string, string>): Promise<Result> => {
  const cluster = await openCluster(ground)
  const wish = { count: herdMembers, databaseUrl: cluster.url, settings }
  const members = await openMembers(ground, wish)
  await members.share(Array.from({ length: 50 }, (_, n) => makeIndicator(n)))
  const state: Herd = { told: [], unexplained: [], lastBackMs: 0 }
  let back: number | null = null
  const following = Array.from({ length: herd }, (_, n) => follow(members, n, state, () => back))
  await setTimeout(1_000)
  await cluster.end('immediate')
  await setTimeout(outageMs)
  await cluster.start()
  back = performance.now()
  await Promise.all(following)
  const counts = new Map<number, number>()
  for (const after of state.told) counts.set(after, (counts.get(after) ?? 0) + 1)
  const most = Math.max(0, ...counts.values()) / Math.max(1, state.told.length)
  const seconds = (state.lastBackMs / 1_000).toFixed(1)
  const figure = `${herd} clients, ${state.told.length} times told to come back, after ${[...counts.keys()].sort((a, b) => a - b).join(', ')} s (at most ${Math.round(most * 100)} % the same); the last served ${seconds} s after the database was`
  const faults = [
    ...(state.lastBackMs > backMostMs ? [`the last was served after ${seconds} s`] : []),
    ...(most > sameMost ? [`${Math.round(most * 100)} % were told the same second`] : []),
    ...(state.told.length === 0 ? ['nobody was told to come back'] : []),
    ...new Set(state.unexplained),
  ]
  return { figure, faults }
}

/** H9. */
export const runHerdBack = (ground: LongGround): Promise<Result> => runHerd(ground, {})

/** The control: a hub without chance tells everybody the same. */
export const runInStep = (ground: LongGround): Promise<Result> =>
  runHerd(ground, { NODE_OPTIONS: '--import data:text/javascript,Math.random=()=%3E0' })
