// What a caller holds, by the database's clock: memberships and their agreements, sponsors, named
// clearances, caps. Cases C-42 (sign-in), C-43, C-44, C-45.
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { admits, only } from '../../src/core/sharing/audience.ts'
import type { Clearance } from '../../src/core/sharing/clearance.ts'
import { applyHubFile } from '../../src/exchange/apply-hub-file.ts'
import { authenticate } from '../../src/exchange/authenticate.ts'
import { findClearance } from '../../src/exchange/clearance.ts'
import type { Caller } from '../../src/exchange/context.ts'
import { refreshCaller } from '../../src/exchange/refresh-caller.ts'
import { type HubContext, hubOf, openHubContext, secretsOf } from '../fixture/hub-context.ts'
import {
  accepts,
  agreed,
  brief,
  cases,
  nda,
  type Parts,
  textOf,
  tokenOf,
  type Who,
} from './clearance-cases.ts'

const signIn = async ({ ctx }: HubContext, who: Who): Promise<Caller> => {
  const token = tokenOf({ feed: 1, taro: 2, shop: 3 }[who])
  return await authenticate(ctx, { kind: 'token', token }, '192.0.2.1')
}

const hold = async (hub: HubContext, who: Who): Promise<Clearance> =>
  (await signIn(hub, who)).clearance

const apply = async ({ ctx }: HubContext, parts: Parts): Promise<void> => {
  await applyHubFile(ctx, hubOf(textOf(parts)), { secrets: secretsOf() })
}

t.test('what a caller holds', async (t) => {
  const hub = await openHubContext(t)
  for (const [what, parts, who, expected] of cases) {
    await apply(hub, parts)
    t.match(brief(await hold(hub, who)), expected, what)
  }
})

t.test('who a caller is', async (t) => {
  const hub = await openHubContext(t)
  await apply(hub, { acme: 'country: JP\n    sectors: [transport, energy]' })
  const feed = await signIn(hub, 'feed')
  t.match(feed.clearance, { country: 'JP', sectors: ['transport', 'energy'], service: true })
  t.equal(feed.clearance.principal_id, feed.principal_id)
  t.match(await hold(hub, 'taro'), { service: false, principal_id: /./ })
  const [sponsor] = (await hold(hub, 'shop')).sponsors
  t.match(sponsor, { group: 'rail', group_id: feed.clearance.memberships[0]?.group_id })
  const alone = await findClearance(hub.ctx, feed.organisation_id as string)
  t.same(alone, { ...feed.clearance, principal_id: null }, 'an organisation by itself')
  t.equal(await findClearance(hub.ctx, feed.credential_id as string), null)
})

/** Microseconds by the database's clock. */
const clock = async ({ ctx }: HubContext): Promise<number> => {
  const { rows } = await ctx.pools.writer.query(
    'select (extract(epoch from clock_timestamp()) * 1000000)::bigint as now',
  )
  return Number(rows[0].now)
}

const dayMicros = 86_400_000_000
const joinedAt = 1_780_000_000_000_000

// history, what is hidden of a group that was joined at joinedAt
const histories: [string, number][] = [
  ['all', 0],
  ['none', joinedAt],
  ['P10D', joinedAt - 10 * dayMicros],
  ['P2W', joinedAt - 14 * dayMicros],
  ['PT36H', joinedAt - 1.5 * dayMicros],
  ['P56Y5M', 0],
  ['P9999Y9999M9999W9999DT9999H9999M', 0],
]

t.test('C-43 a new member sees what the group’s history says', async (t) => {
  const hub = await openHubContext(t)
  for (const [history, since] of histories) {
    await apply(hub, { group: `history: ${history}\n    clients: allowed` })
    await hub.ctx.pools.writer.query('update membership set since = to_timestamp($1)', [
      joinedAt / 1_000_000,
    ])
    const clearance = await hold(hub, 'feed')
    t.equal(clearance.memberships[0]?.sees_from, since, history)
    const audience = only({
      is: 'member',
      group: clearance.memberships[0]?.group_id as string,
      level: 'consumer',
    })
    t.match(admits(audience, clearance), { admitted: true, since }, `${history}: decided`)
    t.equal((await hold(hub, 'shop')).sponsors[0]?.sees_from, since, `${history}: a client`)
  }
})

t.test('C-43 who leaves and joins again joins then', async (t) => {
  const hub = await openHubContext(t)
  const group = 'history: none'
  await apply(hub, { group })
  const first = (await hold(hub, 'feed')).memberships[0]?.sees_from as number
  await apply(hub, { group, members: '{ acme: trusted }' })
  t.equal((await hold(hub, 'feed')).memberships[0]?.sees_from, first, 'a new level changes nothing')
  await apply(hub, { group, members: '{ mssp: trusted }' })
  const between = await clock(hub)
  await apply(hub, { group })
  t.ok(((await hold(hub, 'feed')).memberships[0]?.sees_from as number) >= between)
})

t.test('C-42 who is suspended or leaves is out at the next request', async (t) => {
  const hub = await openHubContext(t)
  await apply(hub, {})
  const before = await signIn(hub, 'feed')
  const group = before.clearance.memberships[0]?.group_id as string
  const audience = only({ is: 'member', group, level: 'consumer' })
  t.ok(admits(audience, before.clearance).admitted)
  await apply(hub, { members: '{ mssp: contributor }' })
  const left = await refreshCaller(hub.ctx, before)
  t.ok(left.epoch > before.epoch, 'a page of another epoch looks the caller up again')
  t.match(admits(audience, left.clearance), { admitted: false, reason: 'not-a-member' })
  t.ok(admits(audience, before.clearance).admitted, 'control: what was held before would do')
  await apply(hub, { acme: 'status: suspended' })
  const nobody = { reason: 'unauthenticated', message: 'sign in to use this hub' }
  await t.rejects(signIn(hub, 'feed'), nobody)
  await t.rejects(refreshCaller(hub.ctx, left), nobody, 'in the middle of a walk')
  await apply(hub, {})
  t.ok(admits(audience, await hold(hub, 'feed')).admitted, 'and is back')
})

/** Asks again and again, until the database's clock has passed `moment` (microseconds). */
const around = async <T>(hub: HubContext, moment: number, ask: () => Promise<T>) => {
  const before: T[] = []
  for (;;) {
    const answer = await ask()
    if ((await clock(hub)) >= moment) break
    before.push(answer)
    await sleep(50)
  }
  return { before, after: await ask() }
}

const soon = async (hub: HubContext): Promise<{ moment: number; text: string }> => {
  const millis = Math.floor((await clock(hub)) / 1000) + 1500
  return { moment: millis * 1000, text: new Date(millis).toISOString() }
}

t.test('C-44 an agreement comes into force by itself', async (t) => {
  const hub = await openHubContext(t)
  const { moment, text } = await soon(hub)
  const group = `agreement: [${nda(1)}, ${nda(2, text)}]`
  await apply(hub, { group, acme: agreed(accepts(1)) })
  const { epoch, clearance } = await signIn(hub, 'feed')
  const audience = only({
    is: 'member',
    group: clearance.memberships[0]?.group_id as string,
    level: 'consumer',
  })
  const decide = async () => admits(audience, await hold(hub, 'feed'))
  const { before, after } = await around(hub, moment, decide)
  t.ok(
    before.every(({ admitted }) => admitted),
    'until then',
  )
  t.match(after, { admitted: false, reason: 'agreement-not-accepted' })
  t.equal((await signIn(hub, 'feed')).epoch, epoch, 'no act of anybody')
  await apply(hub, { group, acme: agreed(`${accepts(1)}, ${accepts(2)}`) })
  t.match(await decide(), { admitted: true, since: 0 }, 'nothing is lost')
})

t.test('C-45 a clearance expires by itself', async (t) => {
  const hub = await openHubContext(t)
  const { moment, text } = await soon(hub)
  await apply(hub, { acme: `clearances: [{ name: attribution, until: ${text} }]` })
  const group = (await hold(hub, 'feed')).memberships[0]?.group_id as string
  const audience = only(
    { is: 'member', group, level: 'consumer' },
    { is: 'clearance', name: 'attribution' },
  )
  const decide = async () => admits(audience, await hold(hub, 'feed'))
  const { before, after } = await around(hub, moment, decide)
  t.ok(
    before.every(({ admitted }) => admitted),
    'until then',
  )
  t.match(after, { admitted: false, reason: 'clearance-missing' })
})

t.test('what is kept and cannot be read lets nobody in', async (t) => {
  const hub = await openHubContext(t)
  await apply(hub, { credential: ', max_tlp: amber' })
  const { writer } = hub.ctx.pools
  await writer.query("update credential set max_tlp = 'purple'")
  t.equal((await hold(hub, 'feed')).max_tlp, 'clear', 'a cap that is no level')
  await writer.query(`update trust_group set agreement = '[{"name": "nda"}]'`)
  t.match(brief(await hold(hub, 'feed')), { accepted: [false] }, 'an agreement without a version')
  await writer.query(`update trust_group set agreement = '{}'`)
  await t.rejects(hold(hub, 'feed'), 'an agreement that is none')
})
