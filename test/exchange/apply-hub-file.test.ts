// A hub file is applied whole, once, and says what it does.
import t from 'tap'
import { printToken } from '../../src/core/credential/token.ts'
import { deriveCollectionId } from '../../src/core/hub-file/collection-id.ts'
import type { HubFilePlan } from '../../src/exchange/apply-hub-file.ts'
import { applyHubFile, planHubFile } from '../../src/exchange/apply-hub-file.ts'
import { hubOf, openHubContext, secretsOf } from '../fixture/hub-context.ts'

const token = printToken('push', new Uint8Array(20).fill(1))
const password = 'p:a:ss:wörd'
const secrets = secretsOf({ ACME_FEED: password, ACME_PUSH: token, SHORT: 'short' })

const key = 'ab'.repeat(32)

const base = `hub: { title: Example ISAC, phrases: { 関係者限り: amber+strict } }
organisations:
  - name: acme
    title: Acme
    assets: { domains: [acme.example], corporate_numbers: [1234567890123] }
    default_tlp: amber
    agreements: [{ name: nda, version: 1, accepted: 2026-04-01T00:00:00Z }]
    clearances: [{ name: attribution, until: 2035-04-01T00:00:00Z }]
    credentials:
      - { name: feed, basic: { username: acme-feed, password_env: ACME_FEED } }
      - { name: push, token_env: ACME_PUSH, max_tlp: amber, expires: 2035-01-01T00:00:00Z }
      - { name: taro-key, kind: person, person: taro, certificate: { fingerprint: "${key}" } }
    people: [{ name: taro, email: taro@acme.example, roles: [analyst] }]
  - { name: bolt, title: Bolt }
  - { name: peer, title: Peer, kind: peer-hub, peer: { max_tlp: amber } }
groups:
  - name: rail
    title: Rail
    members: { acme: steward, bolt: consumer }
    agreement: [{ name: nda, version: 1 }, { name: nda, version: 2, from: 2035-01-01T00:00:00Z }]
    allow: { types: [x-case] }
collections:
  - { group: rail, name: indicators, title: Indicators, alias: ioc, spreads_to: { public: open } }
  - { group: rail, name: reports, title: Reports, id: 91a7b528-80eb-42ed-a74d-c6fbd5a26116 }
  - { group: public, name: open, title: For everyone, publish_gate: automatic }
`

const words = ({ changes }: HubFilePlan): string[] =>
  changes.map(({ act, what, name, words }) => `${act} ${what} ${name}: ${words}`)

t.test(
  'a plan is what an application does, and the second time there is nothing to do',
  async (t) => {
    const { ctx, db } = await openHubContext(t)
    const hub = hubOf(base)
    const epoch = async () =>
      (await db.selectFrom('hub').select('policy_epoch').executeTakeFirstOrThrow()).policy_epoch
    const before = await epoch()
    const planned = await planHubFile(ctx, hub, { secrets })
    t.equal(await epoch(), before, 'a plan changes nothing')
    t.equal((await db.selectFrom('organisation').selectAll().execute()).length, 0)
    const applied = await applyHubFile(ctx, hub, { secrets })
    t.same(
      words(applied).filter((line) => !line.includes('collection')),
      words(planned).filter((line) => !line.includes('collection')),
    )
    t.same(words(applied), [
      'change hub Example ISAC: title Sekisho → Example ISAC; phrases {} → {"関係者限り":"amber+strict"}',
      'add organisation acme: company',
      'add person acme/taro: analyst',
      'add credential acme/feed: basic',
      'add credential acme/push: token, up to amber',
      'add credential acme/taro-key: certificate',
      'add organisation bolt: company',
      'add organisation peer: peer-hub',
      'add group rail: Rail',
      'add member acme in rail: steward',
      'add member bolt in rail: consumer',
      'add group public: Public',
      `add collection rail/indicators: ${deriveCollectionId('rail', 'indicators')}`,
      'add collection rail/reports: 91a7b528-80eb-42ed-a74d-c6fbd5a26116',
      `add collection public/open: ${deriveCollectionId('public', 'open')}`,
    ])
    t.equal(await epoch(), before + 1n, 'the policy epoch rises once')
    const again = await applyHubFile(ctx, hub, { secrets })
    t.same(again, { changes: [], notes: [] })
    t.equal(await epoch(), before + 1n, 'and stays')
    const kept = JSON.stringify(await db.selectFrom('credential').selectAll().execute())
    t.notOk(kept.includes(password) || kept.includes(token), 'no secret is kept as it is')
    t.notOk(JSON.stringify([planned, applied]).match(/wörd|sekisho_|argon2/), 'none is shown')
  },
)

// what, a change of the text, what it says, what it leaves alone
const edits: [string, (text: string) => string, string[], RegExp[]][] = [
  [
    'a title',
    (x) => x.replace('title: Acme', 'title: Acme Rail'),
    ['change organisation acme: title Acme → Acme Rail'],
    [],
  ],
  [
    'a status',
    (x) => x.replace('title: Bolt', 'title: Bolt, status: suspended'),
    ['change organisation bolt: status active → suspended'],
    [],
  ],
  [
    'assets, unsaid',
    (x) => x.replace('[acme.example]', '[secret.example]'),
    ['change organisation acme: other assets'],
    [],
  ],
  [
    'a level',
    (x) => x.replace('bolt: consumer', 'bolt: trusted'),
    ['change member bolt in rail: consumer → trusted'],
    [],
  ],
  [
    'what is agreed',
    (x) => x.replace('version: 1, accepted: 2026-04-01', 'version: 2, accepted: 2026-05-01'),
    [
      'change organisation acme: agreements {"accepted":"2026-04-01T00:00:00Z","name":"nda","version":1} → {"accepted":"2026-05-01T00:00:00Z","name":"nda","version":2}',
    ],
    [],
  ],
  [
    'what is granted',
    (x) =>
      x
        .replace(/ {4}clearances: .*\n/, '')
        .replace('[analyst] }', '[analyst], clearances: [{ name: a }] }'),
    [
      'change organisation acme: clearances {"name":"attribution","until":"2035-04-01T00:00:00Z"} → none',
      'change person acme/taro: clearances none → {"name":"a"}',
    ],
    [],
  ],
  [
    'what a peer is given',
    (x) => x.replace('peer: { max_tlp: amber }', 'peer: { same_community: true }'),
    ['change organisation peer: peer_max_tlp amber → green; same_community false → true'],
    [],
  ],
  [
    'the rules of a group',
    (x) =>
      x.replace(
        'allow: { types: [x-case] }',
        'attribution: members\n    provider_approval: true\n    recall: true',
      ),
    [
      'change group rail: attribution cleared → members; provider_approval false → true; recall false → true; allow {"extensions":[],"labels":[],"properties":[],"types":["x-case"]} → {"extensions":[],"labels":[],"properties":[],"types":[]}',
    ],
    [],
  ],
  [
    'what unmarked objects are',
    (x) =>
      x
        .replace('ISAC, phrases', 'ISAC, default_tlp: green, phrases')
        .replace('    default_tlp: amber\n', ''),
    [
      'change hub Example ISAC: default_tlp none → green',
      'change organisation acme: default_tlp amber → none',
    ],
    [],
  ],
  ['a member gone', (x) => x.replace(', bolt: consumer', ''), ['remove member bolt in rail: '], []],
  [
    'a credential gone',
    (x) => x.replace(/ {6}- \{ name: push.*\n/, ''),
    ['remove credential acme/push: revoked at once'],
    [],
  ],
  [
    'a person gone',
    (x) => x.replace(/ {4}people:.*\n/, '').replace(/ {6}- \{ name: taro-key.*\n/, ''),
    [
      'remove credential acme/taro-key: revoked at once',
      'remove person acme/taro: with every credential of theirs',
    ],
    [],
  ],
  [
    'an organisation gone',
    (x) => x.replace(/ {2}- \{ name: bolt.*\n/, '').replace(', bolt: consumer', ''),
    ['remove member bolt in rail: '],
    [/organisation bolt is not in the file/],
  ],
  [
    'a collection gone',
    (x) => x.replace(/ {2}- \{ group: rail, name: reports.*\n/, ''),
    [],
    [/rail\/reports is not in the file/],
  ],
  [
    'a collection renamed',
    (x) => x.replace('name: reports, title: Reports', 'name: papers, title: Papers'),
    ['change collection rail/papers: name reports → papers; title Reports → Papers'],
    [],
  ],
  [
    'two titles swapped',
    (x) =>
      x
        .replace('title: Indicators', 'title: X')
        .replace('title: Reports', 'title: Indicators')
        .replace('title: X', 'title: Reports'),
    [
      'change collection rail/indicators: title Indicators → Reports',
      'change collection rail/reports: title Reports → Indicators',
    ],
    [],
  ],
  [
    'access',
    (x) => x.replace('title: Reports,', 'title: Reports, access: { bolt: hidden },'),
    ['change collection rail/reports: access {} → {"bolt":"hidden"}'],
    [],
  ],
  [
    'a group gone',
    (x) =>
      x
        .replace(/groups:\n[\s\S]*collections:/, 'collections:')
        .replace(/ {2}- \{ group: rail.*\n/g, ''),
    [],
    [/group rail is not in the file/, /rail\/indicators/, /rail\/reports/],
  ],
  [
    'an expiry',
    (x) => x.replace('expires: 2035', 'expires: 2036'),
    ['change credential acme/push: expires 2035-01-01T00:00:00.000Z → 2036-01-01T00:00:00.000Z'],
    [],
  ],
  [
    'another username',
    (x) => x.replace('username: acme-feed', 'username: acme'),
    ['change credential acme/feed: username acme-feed → acme'],
    [],
  ],
]

t.test('what an edited file changes', async (t) => {
  const { ctx } = await openHubContext(t)
  for (const [what, edit, changes, notes] of edits) {
    await applyHubFile(ctx, hubOf(base), { secrets })
    const text = edit(base)
    t.not(text, base, `${what}: is an edit`)
    const applied = await applyHubFile(ctx, hubOf(text), { secrets })
    t.same(words(applied), changes, what)
    t.equal(applied.notes.length, notes.length, `${what}: notes`)
    for (const note of notes) t.match(applied.notes.join('\n'), note, what)
    t.same((await applyHubFile(ctx, hubOf(text), { secrets })).changes, [], `${what}: once`)
  }
})

t.test('passwords and tokens', async (t) => {
  const { ctx, db } = await openHubContext(t)
  const kept = async () =>
    await db
      .selectFrom('credential')
      .select(['name', 'secret', 'username'])
      .orderBy('name')
      .execute()
  await applyHubFile(ctx, hubOf(base), { secrets })
  const before = await kept()
  const other = secretsOf({ ACME_FEED: 'another password', ACME_PUSH: token })
  const applied = await applyHubFile(ctx, hubOf(base), { secrets: other })
  t.same(words(applied), ['change credential acme/feed: other secret'])
  t.not((await kept())[0]?.secret, before[0]?.secret)
  const swapped = base
    .replace(
      '{ name: feed, basic: { username: acme-feed, password_env: ACME_FEED } }',
      '{ name: feed, token_env: ACME_PUSH }',
    )
    .replace(
      '{ name: push, token_env: ACME_PUSH,',
      '{ name: push, basic: { username: acme-feed, password_env: ACME_FEED },',
    )
  await applyHubFile(ctx, hubOf(swapped), { secrets })
  t.same(
    (await kept()).map(({ username }) => username),
    [null, 'acme-feed', null],
    'swapped',
  )
  const revoked = base.replace(/ {6}- \{ name: (push|feed).*\n/g, '')
  await applyHubFile(ctx, hubOf(revoked), { secrets })
  t.match((await kept())[1]?.secret, /^vacated:/, 'a revoked secret is forgotten')
  const back = await applyHubFile(ctx, hubOf(base), { secrets })
  t.match(words(back)[0], /^change credential acme\/feed: .*revoked yes → no/, 'and comes back')
})

// what, text, environment's fault
const refused: [string, string, RegExp][] = [
  [
    'a variable that is not set',
    base.replace('ACME_FEED', 'NOBODY'),
    /acme\/feed: the environment variable NOBODY is not set/,
  ],
  ['a short password', base.replace('ACME_FEED', 'SHORT'), /acme\/feed: the password in SHORT/],
  [
    'a token of one’s own',
    base.replace('ACME_PUSH', 'ACME_FEED'),
    /acme\/push: the token in ACME_FEED/,
  ],
  [
    'a file that is not there',
    base.replace(/fingerprint: "[^"]*"/, 'file: nowhere.pem'),
    /nowhere\.pem cannot be read/,
  ],
  [
    'one token for two',
    base.replace('- { name: push', '- { name: push2, token_env: ACME_PUSH }\n      - { name: push'),
    /same secret as acme\/push2/,
  ],
  ['a new id for a collection', base.replace('91a7b528', '91a7b529'), /an id never changes/],
  [
    'a collection of another group',
    base.replace('group: rail, name: reports', 'group: public, name: reports'),
    /of another group/,
  ],
  [
    'a title in use',
    base
      .replace(/ {2}- \{ group: rail, name: reports.*\n/, '')
      .replace('title: Indicators', 'title: Reports'),
    /title of the file belongs/,
  ],
]

t.test('what cannot be applied changes nothing', async (t) => {
  const { ctx, db } = await openHubContext(t)
  await applyHubFile(ctx, hubOf(base), { secrets })
  const picture = async () =>
    JSON.stringify(
      [
        await db.selectFrom('organisation').selectAll().execute(),
        await db.selectFrom('credential').selectAll().execute(),
        await db.selectFrom('collection').selectAll().execute(),
        await db.selectFrom('hub').selectAll().execute(),
      ],
      (_, value) => (typeof value === 'bigint' ? String(value) : value),
    )
  const before = await picture()
  for (const [what, text, message] of refused) {
    await t.rejects(
      applyHubFile(ctx, hubOf(text.replace('title: Acme', 'title: Changed')), { secrets }),
      { reason: 'unprocessable', message },
      what,
    )
    t.equal(await picture(), before, `${what}: nothing has changed`)
  }
})

t.test('two hubs that start together', async (t) => {
  const { ctx, db } = await openHubContext(t)
  const both = await Promise.all([
    applyHubFile(ctx, hubOf(base), { secrets }),
    applyHubFile(ctx, hubOf(base), { secrets }),
  ])
  t.same(both.map(({ changes }) => changes.length > 0).sort(), [false, true], 'one does it')
  t.equal((await db.selectFrom('organisation').selectAll().execute()).length, 3)
})
