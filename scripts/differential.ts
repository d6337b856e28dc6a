// `node scripts/start.mjs --run scripts/differential.ts [worlds]`: the sharing rule against its
// second telling, in worlds of 50,000 decisions each: purely, by what a database selects, and a
// sample over HTTP. Ends with 1 on any disagreement, and when a spoilt rule is not noticed.
import { printCount, printTable } from '../src/cli/terminal.ts'
import { openHub } from '../test/fixture/hub.ts'
import { startTemplate } from '../test/fixture/template.ts'
import { makeChance } from '../test/harness/chance.ts'
import {
  comparePure,
  listUnnoticed,
  makeViewers,
  planPosts,
  printDisagreement,
} from '../test/harness/differential.ts'
import { runHttp } from '../test/harness/differential-http.ts'
import { compareSql, fillFeeds } from '../test/harness/differential-sql.ts'

const worldsUsual = 10
const posts = 500
const viewersEach = 100
const submissions = 30
const step = 20

type Sum = { decisions: number; disagreements: number }
type Totals = { pure: Sum; sql: Sum & { pairs: number }; http: Sum }

const add = (sum: Sum, { decisions, disagreements }: Sum): void => {
  sum.decisions += decisions
  sum.disagreements += disagreements
}

/** Runs with what it opens undone at its end, last first. */
const withScope = async (
  use: (scope: { teardown(undo: () => unknown): void }) => Promise<void>,
): Promise<void> => {
  const undos: (() => unknown)[] = []
  try {
    await use({ teardown: (undo) => void undos.unshift(undo) })
  } finally {
    for (const undo of undos) await undo()
  }
}

const tell = (disagreements: string[]): void => {
  for (const one of disagreements) process.stdout.write(`${one.slice(0, 4_000)}\n`)
}

const runWorld = async (seed: number, totals: Totals): Promise<void> =>
  withScope(async (scope) => {
    const chance = makeChance(seed)
    const planned = planPosts(chance, posts)
    const viewers = makeViewers(chance, viewersEach, posts * step)
    const pure = comparePure(planned, viewers)
    tell(pure.first.map(printDisagreement))
    add(totals.pure, pure)
    const hub = await openHub(scope)
    const sql = await compareSql(hub, planned, await fillFeeds(hub, planned), viewers)
    tell(sql.first)
    add(totals.sql, sql)
    totals.sql.pairs += sql.pairs
  })

const runDoors = async (seed: number, totals: Totals): Promise<void> =>
  withScope(async (scope) => {
    const { decisions, compare } = await runHttp(scope, makeChance(seed), submissions)
    const found = compare()
    tell(found)
    add(totals.http, { decisions, disagreements: found.length })
  })

const runControls = () => {
  const chance = makeChance(1)
  const planned = planPosts(chance, posts)
  return listUnnoticed(planned, makeViewers(chance, viewersEach, posts * step))
}

const main = async ([given = String(worldsUsual)]: string[]): Promise<number> => {
  const worlds = Number(given)
  if (!Number.isInteger(worlds) || worlds < 1) {
    process.stderr.write('usage: node scripts/start.mjs --run scripts/differential.ts [worlds]\n')
    return 2
  }
  const template = await startTemplate(null)
  process.env.SEKISHO_TEST_DATABASE_URL = template.url
  try {
    const none = { decisions: 0, disagreements: 0 }
    const totals: Totals = { pure: { ...none }, sql: { ...none, pairs: 0 }, http: { ...none } }
    for (let seed = 1; seed <= worlds; seed++) {
      await runWorld(seed, totals)
      await runDoors(seed, totals)
    }
    const { controls, unnoticed } = runControls()
    tell(unnoticed)
    const rows = Object.entries(totals).map(([side, { decisions, disagreements }]) => [
      ...[side, printCount(decisions), printCount(disagreements)],
    ])
    process.stdout.write(printTable(['against', 'decisions', 'disagreements'], rows))
    process.stdout.write(`${printCount(totals.sql.pairs)} pairs of an entry and a viewer\n`)
    process.stdout.write(`${controls - unnoticed.length} of ${controls} spoilt rules noticed\n`)
    const failed = Object.values(totals).filter(({ disagreements }) => disagreements > 0).length
    const all = failed + (unnoticed.length > 0 ? 1 : 0)
    process.stdout.write(`${4 - all} passed, ${all} failed\n`)
    return all === 0 ? 0 : 1
  } finally {
    await template.stop()
  }
}

process.exitCode = await main(process.argv.slice(2))
