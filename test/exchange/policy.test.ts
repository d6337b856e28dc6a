// What is known of the hub at an epoch: whole, read once for many, and never older than asked for.
import t from 'tap'
import { applyHubFile } from '../../src/exchange/apply-hub-file.ts'
import { openPolicyBook } from '../../src/exchange/policy.ts'
import { raiseEpoch } from '../../src/storage/hub.ts'
import type { Pool } from '../../src/storage/pools.ts'
import { hubOf, openHubContext, secretsOf } from '../fixture/hub-context.ts'

const text = `hub: { title: Example ISAC, default_tlp: amber, phrases: { 関係者限り: red } }
organisations:
  - name: acme
    title: Acme
    kind: vendor
    country: JP
    sectors: [transport]
    default_tlp: green
    identities: [identity--023d105b-752e-4e3c-941c-7d3f3cb15e9e]
    assets: { terms: [アクメ] }
    credentials: [{ name: feed, basic: { username: acme, password: correct-horse } }]
    people: [{ name: taro, roles: [analyst] }]
  - { name: bolt, title: Bolt, status: suspended, people: [{ name: taro }] }
groups:
  - name: rail
    title: Rail
    members: { acme: steward }
    max_tlp: amber
    default_tlp: green
    clients: need-to-know
    consent: group
    history: P90D
    attribution: members
    provider_approval: true
    recall: true
    allow: { properties: [x_case] }
collections:
  - { group: rail, name: indicators, title: Indicators, default_tlp: clear,
      spreads_to: { community: shared, public: open } }
  - { group: rail, name: reports, title: Reports, spreads_to: { public: open },
      access: { acme: read, bolt: none } }
  - { group: community, name: shared, title: For members }
  - { group: public, name: open, title: For everyone, publish_gate: automatic }
`

t.test('the policy is the hub file, names resolved', async (t) => {
  const { ctx } = await openHubContext(t)
  await applyHubFile(ctx, hubOf(text), { secrets: secretsOf() })
  const policy = await openPolicyBook(ctx.pools.writer).current()
  t.match(policy, { default_tlp: 'amber', phrases: { 関係者限り: 'red' } })
  const rail = policy.groupByName.get('rail')
  t.match(rail, {
    max_tlp: 'amber',
    default_tlp: 'green',
    clients: 'need-to-know',
    consent: 'group',
    history: 'P90D',
    attribution: 'members',
    provider_approval: true,
    recall: true,
    allow: { types: [], properties: ['x_case'], extensions: [], labels: [] },
  })
  t.equal(policy.groupById.get(rail?.id as string), rail)
  const found = (name: string) =>
    [...policy.collectionById.values()].find((collection) => collection.name === name)
  const [shared, open] = [found('shared'), found('open')]
  t.match(found('indicators'), {
    default_tlp: 'clear',
    spreads_to: { community: shared?.id, public: open?.id },
    publish_gate: 'review',
  })
  t.same(found('reports')?.closed_to, [policy.organisationByName.get('bolt')?.id])
  t.match(found('reports'), { spreads_to: { community: null, public: open?.id } })
  t.match(open, { publish_gate: 'automatic', spreads_to: { community: null, public: null } })
  const acme = policy.organisationByName.get('acme')
  t.match(acme, {
    title: 'Acme',
    kind: 'vendor',
    status: 'active',
    country: 'JP',
    sectors: ['transport'],
    default_tlp: 'green',
    identities: ['identity--023d105b-752e-4e3c-941c-7d3f3cb15e9e'],
    assets: { terms: ['アクメ'] },
  })
  t.equal(policy.organisationById.get(acme?.id as string), acme)
  t.equal(policy.personById.size, 2, 'a service is no person')
  t.match(policy.personByName.get('taro@bolt'), { organisation: 'bolt' })
  t.same(rail?.members, [acme?.id])
})

/** The pool, and how often the whole policy was read through it. */
const counting = (pool: Pool): { pool: Pool; count(): number } => {
  let readings = 0
  const query = (text: unknown, ...rest: unknown[]) => {
    if (typeof text === 'string' && text.includes('as collections')) readings += 1
    return (pool.query as (...all: unknown[]) => unknown)(text, ...rest)
  }
  const watched = new Proxy(pool, {
    get: (target, key) => (key === 'query' ? query.bind(target) : Reflect.get(target, key)),
  })
  return { pool: watched, count: () => readings }
}

t.test('one reading an epoch, and never an older one', async (t) => {
  const { ctx, db } = await openHubContext(t)
  const { pool, count } = counting(ctx.pools.writer)
  const book = openPolicyBook(pool)
  const many = await Promise.all(Array.from({ length: 20 }, () => book.current()))
  t.equal(new Set(many).size, 1)
  t.ok(count() <= 2, 'twenty callers, one reading')
  const { epoch } = await book.current()
  for (let round = 0; round < 20; round += 1) {
    const early = book.current()
    await raiseEpoch(db)
    const late = await Promise.all([book.current(), book.current()])
    await early
    for (const policy of late) t.ok(policy.epoch >= epoch + BigInt(round) + 1n)
  }
  t.equal(await book.at(epoch), null, 'what has moved on is gone')
  t.ok((await book.since(epoch)).epoch > epoch)
})
