// Runs a script in two worlds and compares, byte for byte, what the viewer is answered; makes a
// script that tells them apart as short as it can be. Knows no rule of sharing.
import type { Act, Decide, Notice, Request, Script, Step } from './act.ts'
import { stepMs, tellMoments } from './act.ts'
import { maskBody } from './mask.ts'
import { reviewer, tokenOf } from './place.ts'
import { type Answer, setClocks, type Twins, type World } from './world.ts'

export type Difference = {
  seed: number
  viewer: string
  step: number
  note: string
  path: string
  answers: [string, string]
}

/** What runs did: so that a run that compares nothing is seen to. */
export type Tally = {
  scripts: number
  compared: number
  /** Objects the viewer was shown, how many of the compared answers were which status. */
  shown: number
  statuses: Map<number, number>
  /** What others submitted, and what of it was taken. */
  submitted: number
  taken: number
  faults: string[]
}

export const openTally = (): Tally => ({
  scripts: 0,
  compared: 0,
  shown: 0,
  statuses: new Map(),
  submitted: 0,
  taken: 0,
  faults: [],
})

type Running = {
  twins: Twins
  start: number
  tally: Tally
  /** Ids of submissions by step, in each world. */
  statuses: [Map<number, string>, Map<number, string>]
  /** Ids that the viewer was shown. */
  seen: string[]
  /** Steps of which not everything was taken in both worlds: nothing can lean on them. */
  refused: Set<number>
}

const nobodys = '00000000-0000-4000-8000-000000000000'
const pagesMost = 30

const fill = (running: Running, world: number, path: string): string =>
  tellMoments(path, running.start)
    .replace(/\{status (\d+)\}/g, (_, step) => {
      return running.statuses[world]?.get(Number(step)) ?? nobodys
    })
    .replace(/\{seen (\d+)\}/g, (_, nth) => {
      const { seen } = running
      return seen.length === 0 ? `tool--${nobodys}` : (seen[Number(nth) % seen.length] as string)
    })

/** A length that is the body's is printed as that of what is compared of it. */
const printHeader = (name: string, value: string, body: Buffer, compared: string): string => {
  if (/^date$/i.test(name)) return `${name}: …`
  const isIts = /^content-length$/i.test(name) && value === String(body.length)
  return `${name}: ${isIts ? compared.length : value}`
}

const print = ({ method, path }: Request, { status, headers, body }: Answer): string => {
  const compared = maskBody(method, path, body.toString('latin1'))
  const lines = [String(status)]
  for (let at = 0; at + 1 < headers.length; at += 2) {
    lines.push(printHeader(headers[at] as string, headers[at + 1] as string, body, compared))
  }
  return `${lines.join('\n')}\n\n${compared}`
}

const askIn = async (
  running: Running,
  index: number,
  act: Request,
  path: string,
): Promise<Answer> => {
  const world = running.twins.worlds[index] as World
  const token = act.by === 'anonymous' ? null : tokenOf(act.by)
  const body = act.body === null ? null : tellMoments(JSON.stringify(act.body), running.start)
  return world.ask({ method: act.method, path: fill(running, index, path), token, body })
}

const parse = (answer: Answer): Record<string, unknown> => {
  try {
    return JSON.parse(answer.body.toString())
  } catch {
    return {}
  }
}

const noteSeen = (running: Running, answer: Answer): string | null => {
  const { objects, next } = parse(answer) as { objects?: { id?: string }[]; next?: string }
  for (const { id } of Array.isArray(objects) ? objects : []) {
    if (typeof id === 'string') running.seen.push(id)
    running.tally.shown += 1
  }
  return typeof next === 'string' ? next : null
}

/** Asks in both worlds, page after page where it is a walk; the first answers that differ. */
const compare = async (
  running: Running,
  act: Request,
  step: number,
): Promise<[string, string, string] | null> => {
  const { tally } = running
  let path = act.path
  for (let page = 0; page < pagesMost; page++) {
    const [one, two] = await Promise.all([
      askIn(running, 0, act, path),
      askIn(running, 1, act, path),
    ])
    tally.compared += 1
    tally.statuses.set(one.status, (tally.statuses.get(one.status) ?? 0) + 1)
    if (one.status >= 500) tally.faults.push(`${one.status} ${act.method} ${path}`)
    const printed: [string, string] = [print(act, one), print(act, two)]
    if (printed[0] !== printed[1]) return [path, ...printed]
    if (act.method === 'POST') noteStatus(running, step, [one, two])
    const next = noteSeen(running, one)
    if (!act.walk || next === null) return null
    const bare = path.replace(/([?&])next=[^&]*/, '$1').replace(/[?&]$/, '')
    path = `${bare}${bare.includes('?') ? '&' : '?'}next=${next}`
  }
  return null
}

const noteStatus = (running: Running, step: number, answers: (Answer | null)[]): void => {
  answers.forEach((answer, world) => {
    const { id } = answer === null ? {} : (parse(answer) as { id?: string })
    if (typeof id === 'string') running.statuses[world]?.set(step, id)
  })
}

/** What others do is not compared; it must work, though. */
const act = async (running: Running, step: number, index: number, deed: Act, now: number) => {
  const world = running.twins.worlds[index] as World
  if (deed.do === 'edit') return void (await world.describe(deed.edits, now))
  if (deed.do === 'decide') return decide(world, deed)
  if (deed.do === 'notice') return void (await world.notice(deed.organisation))
  const answer = await askIn(running, index, deed, deed.path)
  const { tally } = running
  if (answer.status >= 500) {
    tally.faults.push(`${answer.status} ${deed.method} ${deed.path} ${JSON.stringify(deed.body)}`)
  }
  if (deed.method !== 'POST') return
  const { total_count = 0, success_count = 0 } = parse(answer) as Record<string, number>
  tally.submitted += total_count
  tally.taken += success_count
  if (success_count === 0 || success_count < total_count) running.refused.add(step)
  const statuses = running.statuses[index]
  const { id } = parse(answer) as { id?: string }
  if (typeof id === 'string') statuses?.set(step, id)
}

/** A reviewer finds what waits under an id, and decides on it as it was read. */
const decide = async (world: World, { owner, id, to, how }: Decide): Promise<void> => {
  const ask = (method: string, path: string, body: string | null) =>
    world.ask({ method, path, token: tokenOf(reviewer), body })
  const listed = await ask('GET', `/api/reviews?collection=${to}&limit=200`, null)
  const { entries = [] } = parse(listed) as {
    entries?: { id: string; owner: string; object: { id: string } }[]
  }
  for (const entry of entries.filter((one) => one.owner === owner && one.object.id === id)) {
    await ask('POST', `/api/reviews/${entry.id}/${how}`, JSON.stringify({ reason: 'read' }))
  }
}

const compareNotices = async (running: Running, { organisation }: Notice) => {
  const called = await Promise.all(running.twins.worlds.map((world) => world.notice(organisation)))
  running.tally.compared += 1
  const [one, two] = called.map((calls) => calls.join('\n')) as [string, string]
  return one === two ? null : (['webhook', one, two] as [string, string, string])
}

const runStep = async (
  running: Running,
  { seed, viewer }: Script,
  { worlds, compared, note, still = false, leans = false }: Step,
  step: number,
): Promise<Difference | null> => {
  if (leans && running.refused.has(step - 1)) return null
  const now = running.start + step * stepMs
  if (!still) await setClocks(running.twins, now)
  const [one] = worlds
  if (compared && (one?.do === 'ask' || one?.do === 'notice')) {
    const different =
      one.do === 'ask' ? await compare(running, one, step) : await compareNotices(running, one)
    if (different === null) return null
    const [path, ...answers] = different
    const method = one.do === 'ask' ? one.method : 'POST'
    return { seed, viewer, step, note, path: `${method} ${path}`, answers }
  }
  await Promise.all(
    worlds.map((deed, index) => (deed === null ? undefined : act(running, step, index, deed, now))),
  )
  return null
}

const isEdited = ({ steps }: Script): boolean =>
  steps.some(({ worlds }) => worlds.some((deed) => deed?.do === 'edit'))

/** Runs a script from nothing; the first difference, or null. */
export const runScript = async (
  twins: Twins,
  script: Script,
  tally: Tally = openTally(),
): Promise<Difference | null> => {
  const start = twins.takeStart()
  const running: Running = {
    ...{ twins, start, tally, statuses: [new Map(), new Map()] },
    ...{ seen: [], refused: new Set() },
  }
  try {
    await Promise.all(twins.worlds.map((world) => world.forget()))
    for (const [at, step] of script.steps.entries()) {
      const difference = await runStep(running, script, step, at)
      if (difference !== null) return difference
    }
    return null
  } finally {
    tally.scripts += 1
    if (isEdited(script)) {
      await Promise.all(twins.worlds.map((world) => world.forget()))
      const after = start + script.steps.length * stepMs
      await Promise.all(twins.worlds.map((world) => world.describe({}, after)))
    }
  }
}

const nothing: Step = { worlds: [null, null], compared: false, note: 'nothing' }

/**
 * Steps keep their places, so that moments and names of steps stay what they are. What leans on an
 * earlier step goes with it.
 */
const without = (script: Script, steps: Set<number>): Script => ({
  ...script,
  steps: script.steps.map((step, at) => {
    const gone = steps.has(at) || (step.leans === true && steps.has(at - 1))
    return gone ? nothing : step
  }),
})

/**
 * Leaves out of a script whatever is not needed to tell the worlds apart; null for one that does
 * not.
 */
export const shorten = async (
  twins: Twins,
  script: Script,
): Promise<{ script: Script; difference: Difference } | null> => {
  let best = await runScript(twins, script)
  if (best === null) return null
  const gone = new Set<number>()
  for (let at = best.step + 1; at < script.steps.length; at++) gone.add(at)
  const last = best.step
  for (let size = Math.max(1, Math.floor(last / 2)); size >= 1; size = Math.floor(size / 2)) {
    for (let at = last - size; at >= 0; at -= size) {
      const more = new Set([...gone, ...Array.from({ length: size }, (_, n) => at + n)])
      const found = await runScript(twins, without(script, more))
      if (found === null) continue
      best = found
      for (const each of more) gone.add(each)
    }
  }
  return { script: without(script, gone), difference: best }
}

/** A script as somebody reads it: what is done, step by step. */
export const printScript = ({ viewer, steps }: Script): string =>
  [
    `viewer: ${viewer}`,
    ...steps.flatMap(({ worlds: [one, two], compared, note }, at) => {
      if (one === null && two === null) return []
      const same = JSON.stringify(one) === JSON.stringify(two)
      const heading = `${at}. ${compared ? 'viewer: ' : ''}${note}`
      return same
        ? [`${heading}\n   both ${JSON.stringify(one)}`]
        : [`${heading}\n   1: ${JSON.stringify(one)}\n   2: ${JSON.stringify(two)}`]
    }),
  ].join('\n')
