// Order (F12, F13, F14): clocks that step and writers in several processes against live pollers,
// and pages of every small size of objects that share a millisecond.
import { pino } from 'pino'
import { assemble } from '../../../src/assemble.ts'
import { printPosition } from '../../../src/core/taxii/position.ts'
import { deliver } from '../../../src/exchange/deliver.ts'
import { cloneDatabase } from '../../fixture/database.ts'
import { asQuery, makeIndicator, openHub, type TestHub, testSettings } from '../../fixture/hub.ts'
import { makeChance } from '../chance.ts'
import { type OrderResult, runNaive, runOrder } from '../order.ts'
import type { Ground, Result } from './row.ts'

const seconds = 5
const stepMs = 200
const hourMs = 3_600_000

const openTwo = async (ground: Ground): Promise<{ hub: TestHub; contexts: TestHub['ctx'][] }> => {
  const hub = await openHub(ground)
  const settings = { ...testSettings, databaseUrl: hub.url }
  const second = await assemble(settings, pino({ level: 'silent' }))
  ground.teardown(() => second.close())
  return { hub, contexts: [hub.ctx, second.context] }
}

const tell = ({ written, missed, repeated, polls }: OrderResult): Result => ({
  figure: `${written} written, ${missed} missed, ${repeated} repeated in ${polls} polls`,
  faults: [
    ...(missed > 0 ? [`${missed} missed`] : []),
    ...(repeated > 0 ? [`${repeated} repeated`] : []),
    ...(written < 100 ? [`only ${written} written`] : []),
  ],
})

/** F13: two hub processes write at once. */
export const runWriters = async (ground: Ground): Promise<Result> => {
  const { hub, contexts } = await openTwo(ground)
  return tell(await runOrder(hub, contexts, seconds))
}

/** The control: servers that stamp the time inside each writer's own transaction. */
export const runUnordered = async (ground: Ground): Promise<Result> => {
  const url = await cloneDatabase(ground)
  const { figure, faults } = tell(await runNaive(url, seconds))
  return { figure, faults }
}

/** A clock of the database that a row moves. */
const movableClock = `
  create table moved_clock (micros bigint not null);
  insert into moved_clock values (0);
  grant select on moved_clock to sekisho_writer, sekisho_reader;
  create or replace function hub_clock() returns bigint language sql volatile security definer as
    'select (extract(epoch from clock_timestamp()) * 1000000)::bigint + micros
      from public.moved_clock'`

/** Whether positions rise in the order of commits, as the ledger's submissions tell it. */
const isRising = async (hub: TestHub): Promise<boolean> => {
  const { rows } = await hub.query(
    `select count(*) = count(distinct position) as unique,
      min(gap) >= 20 as apart from (select position,
        position - lag(position) over (order by position) as gap from feed) f`,
  )
  return rows[0].unique && rows[0].apart
}

/** F12: the hub's clock jumps by an hour, the database's by ten seconds, to and fro. */
export const runClocks = async (ground: Ground): Promise<Result> => {
  const { hub, contexts } = await openTwo(ground)
  await hub.query(movableClock)
  const chance = makeChance(ground.seed)
  const realNow = Date.now
  let steps = 0
  let skew = 0
  Date.now = () => realNow() + skew
  const step = (): void => {
    steps += 1
    skew = chance.pick([-hourMs, 0, hourMs])
    const micros = chance.pick([-10_000_000, 0, -1_000, 1_000_000])
    void hub.query('update moved_clock set micros = $1', [micros]).catch(() => {})
  }
  const stepping = setInterval(step, stepMs)
  try {
    const { figure, faults } = tell(await runOrder(hub, contexts, seconds))
    const rising = await isRising(hub)
    return {
      figure: `${steps} steps of the clocks; ${figure}`,
      faults: [...faults, ...(rising ? [] : ['positions do not rise'])],
    }
  } finally {
    clearInterval(stepping)
    Date.now = realNow
  }
}

const sameMoment = 400
const limitMax = 7

type Walk = { seen: number; repeated: number; pages: number }

/** Reads everything by `added_after`, which is made of the last position by `print`. */
const walkByDate = async (
  hub: TestHub,
  limit: number,
  print: (position: bigint) => string,
): Promise<Walk> => {
  const reader = await hub.join('consumer')
  const seen = new Map<string, number>()
  let after = ''
  let pages = 0
  while (pages < (sameMoment * 3) / limit) {
    const query = asQuery(`limit=${limit}${after}`)
    const answer = await deliver(hub.ctx, reader, hub.collection, query, null)
    pages += 1
    const { objects = [] } = JSON.parse(answer.body.toString())
    for (const { id } of objects) seen.set(id, (seen.get(id) ?? 0) + 1)
    if (answer.last === null || objects.length === 0) break
    after = `&added_after=${print(answer.last)}`
  }
  const repeated = [...seen.values()].filter((times) => times > 1).length
  return { seen: seen.size, repeated, pages }
}

const publishTogether = async (ground: Ground): Promise<TestHub> => {
  const hub = await openHub(ground)
  const author = await hub.join('contributor')
  const objects = Array.from({ length: sameMoment }, (_, n) => makeIndicator(n))
  await hub.publish(author, objects)
  return hub
}

/** F14: objects that are microseconds apart, paged by one to seven. */
export const runMicroseconds = async (ground: Ground): Promise<Result> => {
  const hub = await publishTogether(ground)
  const faults: string[] = []
  let pages = 0
  for (let limit = 1; limit <= limitMax; limit++) {
    const walk = await walkByDate(hub, limit, printPosition)
    pages += walk.pages
    if (walk.seen < sameMoment) faults.push(`limit ${limit}: ${sameMoment - walk.seen} missed`)
    if (walk.repeated > 0) faults.push(`limit ${limit}: ${walk.repeated} repeated`)
  }
  return { figure: `${sameMoment} objects in ${pages} pages of 1 to ${limitMax}`, faults }
}

/** The control: a client that cuts microseconds, as JavaScript's Date does. */
export const runMilliseconds = async (ground: Ground): Promise<Result> => {
  const hub = await publishTogether(ground)
  const cutTime = (position: bigint) => new Date(Number(position / 1_000n)).toISOString()
  const { seen, repeated, pages } = await walkByDate(hub, limitMax, cutTime)
  const figure = `${seen} of ${sameMoment} seen, ${repeated} repeated in ${pages} pages`
  return { figure, faults: repeated > 0 || seen < sameMoment ? [figure] : [] }
}
