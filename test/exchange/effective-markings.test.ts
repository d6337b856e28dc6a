// What reaches whom, told to each caller by the rule itself.
import t from 'tap'
import { printToken } from '../../src/core/credential/token.ts'
import { applyHubFile } from '../../src/exchange/apply-hub-file.ts'
import { anonymous, authenticate } from '../../src/exchange/authenticate.ts'
import type { Caller, Context } from '../../src/exchange/context.ts'
import {
  type CollectionMarkings,
  listEffectiveMarkings,
  type ReadableMarking,
} from '../../src/exchange/list-effective-markings.ts'
import { openPolicyBook } from '../../src/exchange/policy.ts'
import { hubOf, openHubContext, secretsOf } from '../fixture/hub-context.ts'

const future = '2120-01-01T00:00:00Z'
const who = [
  ...['acme', 'capped', 'watcher', 'mssp', 'shop', 'ministry', 'peer', 'late', 'cleared'],
  ...['outsider', 'friend', 'quiet'],
] as const
type Who = (typeof who)[number] | 'taro'

const tokenOf = (name: Who): string =>
  printToken('test', new Uint8Array(20).fill([...who, 'taro'].indexOf(name) + 1))

const extra: Partial<Record<Who, string>> = {
  acme: `default_tlp: green
    agreements: [{ name: nda, version: 1 }]`,
  mssp: 'vouches: [shop]',
  shop: 'client_of: [mssp]',
  ministry: 'kind: government',
  peer: 'kind: peer-hub\n    peer: { max_tlp: amber }',
  friend: 'kind: peer-hub\n    peer: { same_community: true }',
  cleared: `clearances: [{ name: attribution, until: ${future} }]`,
  quiet: 'status: restricted',
}

const organisation = (name: Who): string => `  - name: ${name}
    title: ${name}
    ${extra[name] ?? 'country: JP'}
    people: [{ name: taro }]
    credentials:
      - { name: feed, token: ${tokenOf(name)}${name === 'capped' ? ', max_tlp: green' : ''} }
${name === 'acme' ? `      - { name: taro-key, kind: person, person: taro, token: ${tokenOf('taro')} }\n` : ''}`

const text = `organisations:
${who.map(organisation).join('')}groups:
  - name: rail
    title: Rail
    members:
      { acme: contributor, capped: consumer, watcher: observer, mssp: contributor,
        ministry: consumer, peer: consumer, cleared: contributor, quiet: contributor }
    clients: allowed
    default_tlp: amber
    consent: hub
  - name: power
    title: Power
    members: { late: contributor, acme: contributor }
    max_tlp: green
    attribution: members
    provider_approval: true
    agreement: [{ name: nda, version: 1 }, { name: nda, version: 2, from: ${future} }]
    history: none
  - { name: hidden, title: Hidden, members: { cleared: steward } }
collections:
  - { group: rail, name: indicators, title: Indicators, access: { mssp: read },
      spreads_to: { community: shared, public: open } }
  - { group: rail, name: reports, title: Reports, access: { mssp: none }, default_tlp: clear }
  - { group: power, name: grid, title: Grid }
  - { group: hidden, name: secret, title: Secret, spreads_to: { public: open } }
  - { group: community, name: shared, title: Shared }
  - { group: public, name: open, title: Open }
`

const wordReadable = ({ tlp, segment, profile, condition, gate }: ReadableMarking): string =>
  [tlp, segment, profile, condition, gate].filter((word) => word !== null).join(' ')

const words = (found: CollectionMarkings): string => {
  const { can_read, can_write, read, write, attribution, default_tlp, consent } = found
  const parts = [
    `${can_read ? 'r' : '-'}${can_write ? 'w' : '-'}`,
    read.map(wordReadable).join(', '),
    ...(attribution ? ['attribution'] : []),
    ...(can_write ? [write.join(' '), `unmarked ${default_tlp}`, `consent ${consent}`] : []),
  ]
  return parts.join('; ')
}

const members = 'clear members P1, green members P1, amber members P1, amber+strict members P1'
const writesAll = 'clear green amber amber+strict red'
const community = 'r-; clear community P2, green community P2 addressed'
const open = 'r-; clear public P3 review'

// who asks; by collection, what it reads and writes there
const cases: [Who | 'nobody', Record<string, string>][] = [
  [
    'acme',
    {
      Indicators: `rw; ${members}; ${writesAll}; unmarked amber; consent hub`,
      Reports: `rw; ${members}; ${writesAll}; unmarked clear; consent hub`,
      Grid: 'rw; clear members P1 approval, green members P1 approval; attribution; clear green red; unmarked green; consent none',
      Shared: community,
      Open: open,
    },
  ],
  [
    'capped',
    {
      Indicators: 'r-; clear members P1, green members P1',
      Reports: 'r-; clear members P1, green members P1',
      Shared: community,
      Open: open,
    },
  ],
  ['watcher', { Indicators: '--; ', Reports: '--; ', Shared: community, Open: open }],
  ['mssp', { Indicators: `r-; ${members}`, Reports: '--; ', Shared: community, Open: open }],
  [
    'shop',
    {
      Indicators: 'r-; clear clients P2, green clients P2, amber clients P2',
      Shared: community,
      Open: open,
    },
  ],
  [
    'ministry',
    {
      Indicators:
        'r-; clear authorities P1 consented, green authorities P1 consented, amber authorities P1 consented, amber+strict authorities P1 consented',
      Reports:
        'r-; clear authorities P1 consented, green authorities P1 consented, amber authorities P1 consented, amber+strict authorities P1 consented',
      Shared: 'r-; clear community P2 consented',
      Open: 'r-; clear public P3 consented review',
    },
  ],
  [
    'peer',
    {
      Indicators: 'r-; clear peers P2, green peers P2, amber peers P2',
      Reports: 'r-; clear peers P2, green peers P2, amber peers P2',
      Open: open,
    },
  ],
  ['friend', { Shared: community, Open: open }],
  ['late', { Grid: '--; ', Shared: community, Open: open }],
  [
    'cleared',
    {
      Indicators: `rw; ${members}; attribution; ${writesAll}; unmarked amber; consent hub`,
      Reports: `rw; ${members}; attribution; ${writesAll}; unmarked clear; consent hub`,
      Secret: `rw; ${members}; attribution; ${writesAll}; unmarked amber+strict; consent none`,
      Shared: community,
      Open: open,
    },
  ],
  ['quiet', { Indicators: `r-; ${members}`, Reports: `r-; ${members}`, Open: open }],
  ['outsider', { Shared: community, Open: open }],
  ['nobody', { Open: open }],
]

const callerOf = async (ctx: Context, name: Who | 'nobody'): Promise<Caller> =>
  name === 'nobody'
    ? await anonymous(ctx)
    : await authenticate(ctx, { kind: 'token', token: tokenOf(name) }, '192.0.2.1')

t.test('what reaches whom', async (t) => {
  const opened = await openHubContext(t)
  await applyHubFile(opened.ctx, hubOf(text), { secrets: secretsOf() })
  const ctx: Context = { ...opened.ctx, policy: openPolicyBook(opened.ctx.pools.writer) }
  const list = async (name: Who | 'nobody') =>
    await listEffectiveMarkings(ctx, await callerOf(ctx, name))
  for (const [name, expected] of cases) {
    const { collections } = await list(name)
    const found = Object.fromEntries(collections.map((one) => [one.title, words(one)]))
    t.same(found, expected, name)
  }
  t.match(await list('acme'), { organisation: 'acme', red: false, max_tlp: null })
  t.equal((await list('taro')).red, true, 'a person may be named')
  t.match(await list('capped'), { red: false, max_tlp: 'green' })
  t.match(await list('cleared'), { clearances: ['attribution'] })
  t.match(await list('peer'), { max_tlp: 'amber' })
  const grid = async (name: Who) =>
    (await list(name)).collections.find(({ title }) => title === 'Grid')
  const versions = [
    { name: 'nda', version: 1, from: null },
    { name: 'nda', version: 2, from: future },
  ]
  t.match(await grid('acme'), { agreement: { accepted: true, versions }, level: 'contributor' })
  t.match(await grid('late'), { agreement: { accepted: false, versions } })
  t.match(await grid('acme'), { hidden_until: /^\d{4}-.*Z$/ }, 'joined with history none')
})
