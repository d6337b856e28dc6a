// Runs for the rows of who may see what: two tellings of one rule, twin worlds, the new enemy, and
// subjects that ask all at once.
import pg from 'pg'
import { withClient } from '../../../src/storage/pools.ts'
import { openHub } from '../../fixture/hub.ts'
import { type Isac, openIsac, tokenOf } from '../../fixture/isac.ts'
import { taxii } from '../../fixture/isac-client.ts'
import { dated, indicator, tlp } from '../../fixture/isac-object.ts'
import { makeChance } from '../chance.ts'
import {
  comparePure,
  listUnnoticed,
  makeViewers,
  planPosts,
  printDisagreement,
} from '../differential.ts'
import { compareSql, fillFeeds } from '../differential-sql.ts'
import { askAnew, askCached, runRace } from '../new-enemy.ts'
import { hunt, listSeeds, runSeeds } from '../twin/hunt.ts'
import { mutants } from '../twin/mutants.ts'
import { openTwins } from '../twin/world.ts'
import type { Ground, Result } from './row.ts'

const worlds = 10
const [posts, viewersEach, latest] = [500, 100, 10_000]

/**
 * L1: ten worlds of 50,000 decisions each by the pure rule, one of them by what a database selects
 * besides. Its controls are inside: each rule left out, each plan made wrong.
 */
export const runDecisions = async (ground: Ground): Promise<Result> => {
  const faults: string[] = []
  let [pure, sql] = [0, 0]
  for (let world = 0; world < worlds; world++) {
    ground.show(`L1 world ${world + 1} of ${worlds}`)
    const chance = makeChance(ground.seed + world)
    const planned = planPosts(chance, posts)
    const viewers = makeViewers(chance, viewersEach, latest)
    const told = comparePure(planned, viewers)
    pure += told.decisions
    faults.push(...told.first.map(printDisagreement))
    if (world > 0) continue
    const hub = await openHub(ground)
    const selected = await compareSql(hub, planned, await fillFeeds(hub, planned), viewers)
    sql += selected.decisions
    faults.push(...selected.first)
  }
  const chance = makeChance(1)
  const planned = planPosts(chance, posts)
  const { controls, unnoticed } = listUnnoticed(planned, makeViewers(chance, viewersEach, latest))
  faults.push(...unnoticed.map((rule) => `blind to ${rule}`))
  const noticed = `${controls - unnoticed.length} of ${controls} spoilt rules noticed`
  return { figure: `${pure} decisions purely, ${sql} by SQL; ${noticed}`, faults }
}

const twinScripts = 2_000
const twinMs = 45_000
const hunted = 3
const huntMost = 60

/** L3, L5: as many scripts as there is time for; then leaks are put in, which must be found. */
export const runTwins = async (ground: Ground): Promise<Result> => {
  const twins = await openTwins(ground)
  const until = performance.now() + twinMs
  const seeds = listSeeds(ground.seed, twinScripts)
  const { tally, differences } = await runSeeds(twins, seeds, () => performance.now() < until)
  const faults = [
    ...differences.map((_, n) => `difference ${n + 1}: repeat with npm run twin`),
    ...tally.faults,
    ...(tally.shown === 0 ? ['there was nothing to tell'] : []),
  ]
  let found = 0
  const step = Math.floor(mutants.length / hunted)
  for (let n = 0; n < hunted; n++) {
    const caught = await hunt(twins, mutants[n * step] as (typeof mutants)[number], 1, huntMost)
    if (caught.difference === null) faults.push(`blind to: ${caught.mutant.name}`)
    else found += 1
  }
  const counts = `${tally.scripts} scripts, ${tally.compared} answers compared`
  const figure = `${counts}, ${differences.length} differences; ${found} of ${hunted} seeded leaks found`
  return { figure, faults }
}

const racing = { wanted: 25_000, pollers: 50, each: 500 }
const pollsMin = 50_000

type Limits = typeof racing

const race = async (ground: Ground, cachedMs: number, limits: Limits): Promise<Result> => {
  const isac = await openIsac(ground)
  const make = (hub: Isac) => (cachedMs === 0 ? askAnew(hub) : askCached(hub, cachedMs))
  let [answers, after, leaks] = [0, 0, 0]
  do {
    const result = await runRace(isac, make, limits)
    answers += result.answers
    after += result.after
    leaks += result.leaks
    ground.show(`L15 ${answers} polls, ${after} after something was taken away`)
  } while (cachedMs === 0 && answers < pollsMin)
  const figure = `${answers} polls, ${after} begun after something was taken away, ${leaks} leaks`
  return { figure, faults: leaks > 0 ? [`${leaks} answers showed what had been taken`] : [] }
}

/** Longer than a change takes to be acknowledged, on a machine that has much to do. */
const rememberedMs = 10_000

/** L15: fifty pollers against revoking, tightening, suspending, excluding. */
export const runEnemy = (ground: Ground): Promise<Result> => race(ground, 0, racing)
export const runEnemyControl = (ground: Ground): Promise<Result> =>
  race(ground, rememberedMs, { ...racing, wanted: 300, each: 50 })

const mixedMost = 100_000
const mixedMs = 45_000
const subjects = 64

const firstCanary = 'canary-of-the-first'
const secondCanary = 'canary-of-the-second'

/** Whoever is not of a group is never shown what is marked for it alone. */
const isForeign = (who: string, text: string): boolean =>
  (text.includes(firstCanary) && !/^[abcdm]/.test(who)) ||
  (text.includes(secondCanary) && !/^[cef]/.test(who))

const watchPools = ({ ctx }: Isac) => {
  const seen = { checkouts: 0, open: 0 }
  for (const pool of new Set(Object.values(ctx.pools))) {
    if (!(pool instanceof pg.Pool)) continue
    pool.on('acquire', (client) => {
      const status = (
        client as unknown as { getTransactionStatus(): string }
      ).getTransactionStatus()
      seen.checkouts += 1
      if (status !== 'I' && status !== null) seen.open += 1
    })
  }
  return seen
}

const opening = "begin; select set_config('sekisho.audiences', '{1,2,3,4,5,6,7,8,9}', true)"

/** Code that leaves a transaction open, with audiences of its own in it, or fails inside one. */
const leaveOpen = (pool: pg.Pool, fails: boolean): Promise<void> =>
  withClient(pool, async (client) => {
    await client.query(opening)
    if (fails) throw new Error('a verb fails after BEGIN')
  }).catch(() => {})

const share = async ({ as }: Isac): Promise<void> => {
  const marked = (text: string) =>
    dated('malware', null, {
      object_marking_refs: [tlp.strict],
      name: 'BadCat',
      is_family: true,
      aliases: [text],
    })
  await as('a').share(Array.from({ length: 20 }, () => marked(firstCanary)))
  await as('e').share(
    Array.from({ length: 20 }, () => marked(secondCanary)),
    {},
    'two',
  )
}

/** L21: many subjects at once, some gone before their answer, some failing in a transaction. */
export const runTogether = async (ground: Ground): Promise<Result> => {
  const isac = await openIsac(ground, undefined, { statementTimeoutMs: 2_000 })
  await share(isac)
  await isac.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = isac.app.server.address() as { port: number }
  const pools = watchPools(isac)
  const chance = makeChance(ground.seed)
  const until = performance.now() + mixedMs
  const counts = { asked: 0, aborted: 0, foreign: 0, seen: 0, failed: 0, left: 0, busy: 0 }
  const urls = ['one', 'two'].flatMap((place) =>
    ['objects/', 'objects/?limit=3', 'manifest/', 'objects/?match[version]=all'].map((rest) =>
      isac.as('a').at(place, rest),
    ),
  )
  const people = ['a', 'b', 'c', 'd', 'e', 'f', 'x', 'z', 'h2', 'nobody']
  const abort = async (): Promise<void> => {
    const stop = new AbortController()
    const headers = { authorization: `Bearer ${tokenOf('a')}`, accept: taxii }
    const url = `http://127.0.0.1:${port}${chance.pick(urls)}`
    const asked = fetch(url, { headers, signal: stop.signal }).then((answer) => answer.text())
    setTimeout(() => stop.abort(), chance.below(6))
    await asked.catch(() => {})
    counts.aborted += 1
  }
  const one = async (): Promise<void> => {
    counts.asked += 1
    const kind = chance.below(100)
    if (kind < 5) return abort()
    if (kind < 6) {
      counts.left += 1
      return leaveOpen(isac.ctx.pools.reader, chance.chance(0.5))
    }
    const who = chance.pick(people)
    const client = isac.as(who)
    const posting = kind < 8 && who !== 'nobody'
    const answer = posting
      ? await client.post([indicator('green')])
      : await client.ask('GET', chance.pick(urls))
    if (answer.status === 503) counts.busy += 1
    if (answer.text.includes('canary')) counts.seen += 1
    if (isForeign(who, answer.text)) counts.foreign += 1
    if (answer.status >= 500 && answer.status !== 503) counts.failed += 1
  }
  const subject = async (): Promise<void> => {
    while (counts.asked < mixedMost && performance.now() < until) await one()
  }
  await Promise.all(Array.from({ length: subjects }, subject))
  const { asked, aborted, foreign, seen, failed, left, busy } = counts
  const figure = `${asked} requests of ${subjects} subjects, ${aborted} aborted, ${left} transactions left open, ${busy} told to come later, ${seen} sightings, ${foreign} foreign; ${pools.checkouts} checkouts, ${pools.open} in a transaction`
  const faults = [
    ...(foreign > 0 ? [`${foreign} answers showed what is not for them`] : []),
    ...(pools.open > 0 ? [`${pools.open} clients came with an open transaction`] : []),
    ...(failed > 0 ? [`${failed} answers were 5xx without a reason`] : []),
    ...(seen === 0 || left === 0 ? ['nothing was tried'] : []),
  ]
  return { figure, faults }
}

/** The driver's own pool gives the next one the transaction, and what was set in it. */
export const runTogetherControl = async (ground: Ground): Promise<Result> => {
  const hub = await openHub(ground)
  const pool = new pg.Pool({ connectionString: hub.url, max: 1 })
  pool.on('error', () => {})
  ground.teardown(() => pool.end())
  const client = await pool.connect()
  await client.query(opening)
  client.release()
  const { rows } = await pool.query("select current_setting('sekisho.audiences', true) as left")
  await pool.query('rollback')
  return { figure: '', faults: rows[0].left ? ['the next one has the audiences of the last'] : [] }
}
