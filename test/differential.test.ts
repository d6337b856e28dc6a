// The sharing rule against its second telling: what the pure rule decides, what a database selects
// and what a hub gives over HTTP. `npm run differential` asks many more.
import t from 'tap'
import { openHub } from './fixture/hub.ts'
import { makeChance } from './harness/chance.ts'
import {
  comparePure,
  listUnnoticed,
  makeViewers,
  planPosts,
  printDisagreement,
} from './harness/differential.ts'
import { runHttp } from './harness/differential-http.ts'
import { compareSql, fillFeeds, type Spoil } from './harness/differential-sql.ts'
import { rules } from './harness/reference-post.ts'

t.setTimeout(600_000)

const seed = 20261122

t.test('60,000 decisions of the pure rule', async (t) => {
  const chance = makeChance(seed)
  const planned = planPosts(chance, 400)
  const viewers = makeViewers(chance, 150, 8_000)
  const tally = comparePure(planned, viewers)
  t.comment(tally.shown)
  t.equal(tally.decisions, 60_000)
  t.strictSame(tally.first.map(printDisagreement), [])
  t.equal(tally.disagreements, 0)
  const { controls, unnoticed } = listUnnoticed(planned, viewers)
  t.ok(controls > rules.length)
  t.strictSame(unnoticed, [], 'positive control: each rule left out, each plan made wrong')
})

const looks: Record<string, Spoil> = {
  'an audience too few': (look) => ({ ...look, audiences: look.audiences.slice(1) }),
  'an audience too many': (look) => ({ ...look, audiences: [...new Set([...look.audiences, 1])] }),
  'nothing that came too late': (look) => ({ ...look, late: [] }),
}

t.test('20,000 decisions by what a database selects', async (t) => {
  const chance = makeChance(seed + 1)
  const hub = await openHub(t)
  const planned = planPosts(chance, 250)
  const viewers = makeViewers(chance, 80, 5_000)
  const placed = await fillFeeds(hub, planned)
  const tally = await compareSql(hub, planned, placed, viewers)
  t.equal(tally.decisions, 20_000)
  t.comment(`${tally.pairs} pairs of an entry and a viewer`)
  t.strictSame(tally.first, [])
  t.equal(tally.disagreements, 0)
  for (const [name, spoil] of Object.entries(looks)) {
    const wrong = await compareSql(hub, planned, placed, viewers, spoil, 1)
    t.ok(wrong.disagreements > 0, `positive control: a look with ${name} is noticed`)
  }
})

t.test('hundreds of decisions over HTTP', async (t) => {
  const run = await runHttp(t, makeChance(seed + 2), 15)
  t.comment(`${run.decisions} decisions, ${run.seen} of them seen`)
  t.ok(run.decisions >= 400 && run.seen >= 80)
  t.strictSame(run.compare(), [])
  for (const rule of ['rank', 'nearer', 'ceiling', 'consent', 'authority'] as const) {
    t.ok(run.compare(rule).length > 0, `positive control: without \`${rule}\``)
  }
})
