// Whom a submission may name: nobody learns from a name who else is in the hub.
import t from 'tap'
import { anonymousClearance } from '../../src/core/sharing/clearance.ts'
import type { Directory } from '../../src/core/sharing/options.ts'
import { applyHubFile } from '../../src/exchange/apply-hub-file.ts'
import { findClearance } from '../../src/exchange/clearance.ts'
import { directoryOf } from '../../src/exchange/directory.ts'
import { openPolicyBook, type Policy } from '../../src/exchange/policy.ts'
import { hubOf, openHubContext, secretsOf } from '../fixture/hub-context.ts'

const text = `organisations:
  - { name: acme, title: Acme, people: [{ name: taro }] }
  - { name: bolt, title: Bolt, status: suspended, people: [{ name: taro }] }
  - { name: mssp, title: Guard, vouches: [shop, acme, stranger], people: [{ name: hanako }] }
  - { name: shop, title: Shop, client_of: [mssp], people: [{ name: jiro }] }
  - name: stranger
    title: Stranger
    credentials: [{ name: feed, basic: { username: stranger, password: correct-horse } }]
    people: [{ name: saburo }]
groups:
  - { name: rail, title: Rail, members: { acme: observer, bolt: steward } }
  - { name: power, title: Power, members: { mssp: contributor, stranger: consumer } }
`

const names = ['acme', 'bolt', 'mssp', 'shop', 'stranger']
const persons = ['taro@acme', 'taro@bolt', 'hanako@mssp', 'jiro@shop', 'saburo@stranger']
const never = ['nobody', 'feed@stranger', '', '@', '__proto__', 'constructor', 'taro@shop']

const knownTo = ({ organisation, person, group }: Directory): string[] => [
  ...[...names, ...never].filter((name) => organisation(name) !== null),
  ...[...persons, ...never].filter((name) => person(name) !== null),
  ...['rail', 'power', 'community', 'public'].filter((name) => group(name) !== null),
]

// who asks, whom it knows
const cases: [string, string[]][] = [
  ['acme', ['acme', 'bolt', 'taro@acme', 'taro@bolt', 'rail']],
  ['mssp', ['mssp', 'shop', 'stranger', 'hanako@mssp', 'jiro@shop', 'saburo@stranger', 'power']],
  ['shop', ['mssp', 'shop', 'hanako@mssp', 'jiro@shop']],
  ['stranger', ['mssp', 'stranger', 'hanako@mssp', 'saburo@stranger', 'power']],
]

t.test('who may be named by whom', async (t) => {
  const { ctx } = await openHubContext(t)
  await applyHubFile(ctx, hubOf(text), { secrets: secretsOf() })
  const policy: Policy = await openPolicyBook(ctx.pools.writer).current()
  const idOf = (name: string): string => policy.organisationByName.get(name)?.id as string
  for (const [who, known] of cases) {
    const asker = await findClearance(ctx, idOf(who))
    if (asker === null) return t.fail(who)
    const directory = directoryOf(policy, asker)
    t.same(knownTo(directory), known, who)
    t.equal(directory.organisation(who), idOf(who))
  }
  t.same(knownTo(directoryOf(policy, anonymousClearance)), [], 'nobody knows nobody')
})
