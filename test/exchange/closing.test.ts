// What closes at a time: later versions govern earlier ones then as well (V1, E4). The clock is the
// database's, moved by the test.
import t, { type Test } from 'tap'
import type { Caller } from '../../src/exchange/context.ts'
import { deliver } from '../../src/exchange/deliver.ts'
import { asQuery, makeIndicator, openHub, type TestHub } from '../fixture/hub.ts'

const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}T00:00:00.000Z`
const hourMs = 3_600_000

const advance = (hub: TestHub, ms: number) =>
  hub.query(`create or replace function hub_clock() returns bigint language sql volatile as
    'select (extract(epoch from clock_timestamp()) * 1000000)::bigint + ${ms * 1000}'`)

/** Days of the versions a caller is shown, as the last and as all. */
const look = async (hub: TestHub, caller: Caller) => {
  const shown: string[] = []
  for (const search of ['', 'match[version]=all']) {
    const { body } = await deliver(hub.ctx, caller, hub.collection, asQuery(search), null)
    const objects: { modified: string }[] = JSON.parse(body.toString()).objects ?? []
    const days = objects.map(({ modified }) => Number(modified.slice(8, 10)))
    shown.push(days.sort().join(' '))
  }
  return shown.join(' | ')
}

// Versions in the order they arrive, and whether each closes within the hour; then what a member is
// shown before and after, as the last | as all.
type Case = [string, [number, boolean][], before: string, after: string]
const cases: Case[] = [
  ['the only version closes', [[1, true]], '1 | 1', ' | '],
  [
    'the latest closes, earlier ones with it',
    [
      [1, false],
      [2, true],
    ],
    '2 | 1 2',
    ' | ',
  ],
  [
    'an earlier one closes alone',
    [
      [1, true],
      [2, false],
    ],
    '2 | 1 2',
    '2 | 2',
  ],
  [
    'one in between closes',
    [
      [1, false],
      [2, true],
      [3, false],
    ],
    '3 | 1 2 3',
    '3 | 3',
  ],
  [
    'an earlier one came late',
    [
      [2, true],
      [1, false],
    ],
    '2 | 1 2',
    ' | ',
  ],
]

const play = async (t: Test, [name, versions, before, after]: Case): Promise<void> => {
  const hub = await openHub(t)
  const owner = await hub.join('contributor')
  const member = await hub.join('consumer')
  const base = makeIndicator(1)
  const not_after = new Date(Date.now() + hourMs).toISOString()
  for (const [n, closes] of versions) {
    const version = { ...base, modified: day(n) }
    const options = closes ? { not_after } : undefined
    t.match(await hub.publish(owner, [version], options), { success_count: 1 }, name)
  }
  t.equal(await look(hub, member), before, `${name}: before`)
  const own = await look(hub, owner)
  await advance(hub, 2 * hourMs)
  t.equal(await look(hub, member), after, `${name}: after`)
  t.equal(await look(hub, owner), own, `${name}: its owner keeps them`)
  const late = { ...base, modified: '2025-12-31T00:00:00.000Z' }
  await hub.publish(owner, [late])
  t.equal(await look(hub, member), after, `${name}: one that comes late is judged the same`)
}

for (const each of cases) t.test(each[0], (t) => play(t, each))
