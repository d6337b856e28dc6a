// What a caller holds, by the database's clock: memberships and their agreements, sponsors, named
// clearances, caps. Cases C-42 (sign-in), C-43, C-44, C-45.
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { printToken } from '../../src/core/credential/token.ts'
import { admits, only } from '../../src/core/sharing/audience.ts'
import type { Clearance } from '../../src/core/sharing/clearance.ts'
import { applyHubFile } from '../../src/exchange/apply-hub-file.ts'
import { authenticate } from '../../src/exchange/authenticate.ts'
import { findClearance } from '../../src/exchange/clearance.ts'
import type { Caller } from '../../src/exchange/context.ts'
import { refreshCaller } from '../../src/exchange/refresh-caller.ts'
import { type HubContext, hubOf, openHubContext, secretsOf } from '../fixture/hub-context.ts'

const tokenOf = (n: number): string => printToken('test', new Uint8Array(20).fill(n))
const past = '2020-01-01T00:00:00Z'
const future = '2120-01-01T00:00:00Z'

type Parts = {
  acme?: string
  credential?: string
  taro?: string
  mssp?: string
  shop?: string
  group?: string
  members?: string
}

const textOf = (parts: Parts): string => `organisations:
  - name: acme
    title: Acme
    ${parts.acme ?? 'country: JP'}
    credentials:
      - { name: feed, token: ${tokenOf(1)}${parts.credential ?? ''} }
      - { name: taro-key, kind: person, person: taro, token: ${tokenOf(2)} }
    people: [{ name: taro${parts.taro ?? ''} }]
  - { name: mssp, title: Guard, kind: mssp, ${parts.mssp ?? 'vouches: [shop]'} }
  - name: shop
    title: Shop
    ${parts.shop ?? 'client_of: [mssp]'}
    credentials: [{ name: feed, token: ${tokenOf(3)} }]
groups:
  - name: rail
    title: Rail
    members: ${parts.members ?? '{ acme: consumer, mssp: contributor }'}
    ${parts.group ?? 'clients: allowed'}
`

const signIn = async ({ ctx }: HubContext, who: 'feed' | 'taro' | 'shop'): Promise<Caller> => {
  const token = tokenOf({ feed: 1, taro: 2, shop: 3 }[who])
  return await authenticate(ctx, { kind: 'token', token }, '192.0.2.1')
}

const hold = async (hub: HubContext, who: 'feed' | 'taro' | 'shop'): Promise<Clearance> =>
  (await signIn(hub, who)).clearance

const apply = async ({ ctx }: HubContext, parts: Parts): Promise<void> => {
  await applyHubFile(ctx, hubOf(textOf(parts)), { secrets: secretsOf() })
}

const brief = (clearance: Clearance) => ({
  accepted: clearance.memberships.map(({ accepted }) => accepted),
  sponsors: clearance.sponsors.length,
  clearances: clearance.clearances.join(' '),
  max_tlp: clearance.max_tlp,
  community: clearance.community,
})

type Who = 'feed' | 'taro' | 'shop'
type Expected = Partial<ReturnType<typeof brief>>

const agreed = (lines: string): string => `agreements: [${lines}]`
const nda = (version: number, from?: string): string =>
  `{ name: nda, version: ${version}${from === undefined ? '' : `, from: ${from}`} }`
const accepts = (version: number, when?: string): string =>
  `{ name: nda, version: ${version}${when === undefined ? '' : `, accepted: ${when}`} }`

// what, the hub, who signs in, what it holds
const cases: [string, Parts, Who, Expected][] = [
  ['no agreement', {}, 'feed', { accepted: [true] }],
  ['an agreement', { group: `agreement: ${nda(1)}` }, 'feed', { accepted: [false] }],
  [
    'accepted',
    { group: `agreement: ${nda(1)}`, acme: agreed(accepts(1)) },
    'feed',
    { accepted: [true] },
  ],
  [
    'accepted long ago',
    { group: `agreement: ${nda(1)}`, acme: agreed(accepts(1, past)) },
    'feed',
    { accepted: [true] },
  ],
  [
    'accepted from some day on',
    { group: `agreement: ${nda(1)}`, acme: agreed(accepts(1, future)) },
    'feed',
    { accepted: [false] },
  ],
  [
    'another agreement accepted',
    { group: `agreement: ${nda(1)}`, acme: agreed('{ name: other, version: 9 }') },
    'feed',
    { accepted: [false] },
  ],
  [
    'a later version accepted',
    { group: `agreement: ${nda(2)}`, acme: agreed(accepts(3)) },
    'feed',
    { accepted: [true] },
  ],
  [
    'an earlier version accepted',
    { group: `agreement: ${nda(2)}`, acme: agreed(accepts(1)) },
    'feed',
    { accepted: [false] },
  ],
  [
    'a second version not yet in force',
    { group: `agreement: [${nda(1)}, ${nda(2, future)}]`, acme: agreed(accepts(1)) },
    'feed',
    { accepted: [true] },
  ],
  [
    'a second version in force',
    { group: `agreement: [${nda(2, past)}, ${nda(1)}]`, acme: agreed(accepts(1)) },
    'feed',
    { accepted: [false] },
  ],
  [
    'an agreement that only begins',
    { group: `agreement: ${nda(1, future)}` },
    'feed',
    { accepted: [true] },
  ],
  ['a client', {}, 'shop', { sponsors: 1 }],
  ['clients by need to know', { group: 'clients: need-to-know' }, 'shop', { sponsors: 1 }],
  ['clients forbidden', { group: 'clients: forbidden' }, 'shop', { sponsors: 0 }],
  ['a client of nobody', { shop: 'country: JP' }, 'shop', { sponsors: 0 }],
  ['a client nobody vouches for', { mssp: 'country: JP' }, 'shop', { sponsors: 0 }],
  [
    'a client of an observer',
    { members: '{ acme: consumer, mssp: observer }' },
    'shop',
    { sponsors: 0 },
  ],
  ['a client of no member', { members: '{ acme: consumer }' }, 'shop', { sponsors: 0 }],
  [
    'a client that is a member',
    { members: '{ shop: observer, mssp: consumer }' },
    'shop',
    { sponsors: 0 },
  ],
  [
    'a client of one suspended',
    { mssp: 'vouches: [shop], status: suspended' },
    'shop',
    { sponsors: 0 },
  ],
  [
    'a client of one without the agreement',
    { group: `clients: allowed\n    agreement: ${nda(1)}` },
    'shop',
    { sponsors: 0 },
  ],
  [
    'a client of one with the agreement',
    {
      group: `clients: allowed\n    agreement: ${nda(1)}`,
      mssp: `vouches: [shop], ${agreed(accepts(1))}`,
    },
    'shop',
    { sponsors: 1 },
  ],
  [
    'clearances of the organisation',
    { acme: `clearances: [{ name: secret }, { name: attribution, until: ${future} }]` },
    'feed',
    { clearances: 'attribution secret' },
  ],
  [
    'an expired clearance',
    { acme: `clearances: [{ name: secret }, { name: attribution, until: ${past} }]` },
    'feed',
    { clearances: 'secret' },
  ],
  [
    'a person’s own besides',
    { acme: 'clearances: [{ name: b }]', taro: ', clearances: [{ name: a }, { name: b }]' },
    'taro',
    { clearances: 'a b' },
  ],
  [
    'a person’s own is not the service’s',
    { taro: ', clearances: [{ name: a }]' },
    'feed',
    { clearances: '' },
  ],
  ['no cap', {}, 'feed', { max_tlp: null, community: true }],
  ['a capped credential', { credential: ', max_tlp: amber' }, 'feed', { max_tlp: 'amber' }],
  ['a peer hub', { acme: 'kind: peer-hub' }, 'feed', { max_tlp: 'green', community: false }],
  [
    'a peer hub with a cap of its own',
    { acme: 'kind: peer-hub\n    peer: { max_tlp: amber, same_community: true }' },
    'feed',
    { max_tlp: 'amber', community: true },
  ],
  [
    'the lower cap of two',
    { acme: 'kind: peer-hub', credential: ', max_tlp: clear' },
    'feed',
    { max_tlp: 'clear' },
  ],
  [
    'the lower cap of two, the other way',
    { acme: 'kind: peer-hub', credential: ', max_tlp: red' },
    'feed',
    { max_tlp: 'green' },
  ],
  ['restricted', { acme: 'status: restricted' }, 'feed', { community: false }],
]

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
