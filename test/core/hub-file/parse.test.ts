// A hub file is taken whole or refused with every fault, its line and its reason.
import fc from 'fast-check'
import t from 'tap'
import { printToken } from '../../../src/core/credential/token.ts'
import { parseHubFile } from '../../../src/core/hub-file/parse.ts'

const whole = `hub: { title: Example ISAC, contact: soc@isac.example }
organisations:
  - name: acme
    title: Acme Rail K.K.
    kind: company
    sectors: [transport]
    country: JP
    identities: [identity--023d105b-752e-4e3c-941c-7d3f3cb15e9e]
    assets: { domains: [ACME.example], cidrs: [198.51.100.0/24, "2001:db8::/32"], terms: [Acme, アクメ] }
    credentials:
      - { name: acme-feed, kind: service, basic: { username: acme-feed, password_env: ACME_FEED } }
      - { name: acme-push, token_env: ACME_PUSH_TOKEN, max_tlp: amber, expires: 2030-01-01T00:00:00Z }
      - { name: acme-tls, certificate: { fingerprint: "${'AB:'.repeat(31)}AB" } }
      - { name: taro-key, kind: person, person: taro, basic: { username: taro, password: "p:a:ss:wd" } }
    people:
      - { name: taro, email: taro@acme.example, roles: [analyst, org-admin] }
  - { name: mssp, title: Guard Inc., kind: mssp, vouches: [shop] }
  - { name: shop, title: Corner Shop, client_of: [mssp] }
groups:
  - name: rail
    title: Rail ISAC
    members: { acme: contributor, mssp: steward }
    default_tlp: amber
    clients: need-to-know
    history: P90D
collections:
  - { group: rail, name: indicators, title: Indicators, id: 91a7b528-80eb-42ed-a74d-c6fbd5a26116,
      alias: indicators, access: { mssp: read }, spreads_to: { community: shared, public: open } }
  - { group: community, name: shared, title: For every member }
  - { group: public, name: open, title: For everyone, publish_gate: automatic }
`

t.test('a whole hub file', async (t) => {
  const parsed = parseHubFile(whole)
  t.ok(parsed.ok, 'is taken')
  if (!parsed.ok) return t.match(parsed, { faults: [] })
  const { hub } = parsed
  t.equal(hub.organisations[1]?.status, 'active', 'an organisation is active by default')
  t.equal(hub.groups[0]?.max_tlp, 'amber+strict')
  t.same(hub.collections[1]?.media_types, ['application/stix+json;version=2.1'])
  t.equal(hub.organisations[0]?.credentials[2]?.certificate?.fingerprint, 'ab'.repeat(32))
  t.same(hub.organisations[0]?.assets.domains, ['acme.example'])
})

t.test('nearly nothing is a hub', async (t) => {
  t.match(parseHubFile('organisations: []\n'), {
    ok: true,
    hub: { hub: { title: 'Sekisho' }, groups: [], collections: [] },
  })
})

const organisation = (line: string) =>
  `organisations:\n  - name: acme\n    title: Acme\n    ${line}\n`
const credential = (entry: string) => organisation(`credentials:\n      - ${entry}`)
const group = (line: string) =>
  `${organisation('kind: isac')}groups:\n  - name: g\n    title: G\n    ${line}\n`
const collection = (line: string) =>
  `${group('members: {}')}collections:\n  - group: g\n    name: c\n    title: C\n    ${line}\n`

// what, text, line, part of the path, part of the message
const faults: [string, string, number, string, RegExp][] = [
  ['nothing', '', 1, '', /empty/],
  ['text', 'sekisho', 1, '', /must be a map/],
  [
    'an unknown key at the top',
    'hub: {}\nmembers: {}\n',
    2,
    'members',
    /unknown key `members`.*`groups`/,
  ],
  [
    'an unknown key within',
    organisation('colour: red'),
    4,
    'organisations[0].colour',
    /unknown key/,
  ],
  [
    'an unknown key in a spread',
    collection('spreads_to: { peers: x }'),
    13,
    'spreads_to.peers',
    /unknown key/,
  ],
  [
    'a name in capitals',
    'organisations:\n  - { name: Acme, title: A }\n',
    2,
    'organisations[0].name',
    /a-z/,
  ],
  ['a missing title', 'organisations:\n  - name: acme\n', 2, 'organisations[0].title', /missing/],
  ['a number for a title', 'hub: { title: 7 }\n', 1, 'hub.title', /must be text, not a number/],
  [
    'a kind nobody knows',
    organisation('kind: club'),
    4,
    'organisations[0].kind',
    /`company`.*not `club`/,
  ],
  ['a status nobody knows', organisation('status: asleep'), 4, 'status', /`suspended`/],
  ['a country in small letters', organisation('country: jp'), 4, 'country', /capital/],
  [
    'an identity of another type',
    organisation('identities: [malware--x]'),
    4,
    'identities[0]',
    /identity/,
  ],
  [
    'an impossible range',
    organisation('assets: { cidrs: [300.1.1.0/24] }'),
    4,
    'assets.cidrs[0]',
    /range/,
  ],
  [
    'vouching for a stranger',
    organisation('vouches: [nobody]'),
    4,
    'vouches[0]',
    /no organisation `nobody`/,
  ],
  ['vouching for oneself', organisation('vouches: [acme]'), 4, 'vouches[0]', /itself/],
  [
    'two organisations of one name',
    'organisations:\n  - { name: a, title: A }\n  - { name: a, title: B }\n',
    3,
    'organisations[1].name',
    /twice/,
  ],
  [
    'a credential of nothing',
    credential('{ name: x }'),
    5,
    'credentials[0]',
    /exactly one of `basic`/,
  ],
  [
    'a credential of two things',
    credential('{ name: x, token_env: A, basic: { username: u, password_env: P } }'),
    5,
    'credentials[0]',
    /exactly one/,
  ],
  [
    'no password',
    credential('{ name: x, basic: { username: u } }'),
    5,
    'basic',
    /exactly one of `password`/,
  ],
  [
    'a short password',
    credential('{ name: x, basic: { username: u, password: short } }'),
    5,
    'password',
    /at least 8/,
  ],
  [
    'a colon in a username',
    credential('{ name: x, basic: { username: "u:v", password_env: P } }'),
    5,
    'username',
    /RFC 7617/,
  ],
  [
    'a token of one’s own making',
    credential('{ name: x, token: hunter2hunter2 }'),
    5,
    'token',
    /sekisho token/,
  ],
  [
    'a reference that is no variable',
    credential('{ name: x, token_env: "A-B" }'),
    5,
    'token_env',
    /environment/,
  ],
  [
    'an expiry that never comes',
    credential('{ name: x, token_env: A, expires: 2026-02-30T00:00:00Z }'),
    5,
    'expires',
    /RFC 3339/,
  ],
  [
    'a cap nobody knows',
    credential('{ name: x, token_env: A, max_tlp: purple }'),
    5,
    'max_tlp',
    /`amber\+strict`/,
  ],
  [
    'a short fingerprint',
    credential('{ name: x, certificate: { fingerprint: abcd } }'),
    5,
    'fingerprint',
    /SHA-256/,
  ],
  [
    'a person who is not there',
    credential('{ name: x, kind: person, person: hanako, token_env: A }'),
    5,
    'person',
    /no such person/,
  ],
  [
    'a person’s credential without a person',
    credential('{ name: x, kind: person, token_env: A }'),
    5,
    'kind',
    /names its `person`/,
  ],
  [
    'two credentials of one name',
    credential('{ name: x, token_env: A }\n      - { name: x, token_env: B }'),
    6,
    'credentials[1].name',
    /twice/,
  ],
  [
    'usernames alike but for case',
    credential(
      '{ name: x, basic: { username: Feed, password_env: A } }\n      - { name: y, basic: { username: feed, password_env: B } }',
    ),
    6,
    'username',
    /twice/,
  ],
  [
    'a stranger as a member',
    group('members: { acme: steward, nobody: consumer }'),
    8,
    'members.nobody',
    /no organisation/,
  ],
  ['a level nobody knows', group('members: { acme: king }'), 8, 'members.acme', /`observer`/],
  [
    'members of a built-in group',
    `${group('members: {}')}  - { name: public, title: P, members: { acme: steward } }\n`,
    9,
    'groups[1].members',
    /built in/,
  ],
  [
    'a group with a word of TAXII',
    'groups:\n  - { name: collections, title: C }\n',
    2,
    'groups[0].name',
    /paths/,
  ],
  ['a default beyond the most', group('default_tlp: red'), 8, 'default_tlp', /stricter/],
  ['a duration in words', group('history: three weeks'), 8, 'history', /ISO 8601/],
  ['an empty duration', group('history: PT'), 8, 'history', /ISO 8601/],
  ['a consent nobody knows', group('consent: maybe'), 8, 'consent', /`everyone`/],
  [
    'a collection of no group',
    'collections:\n  - { group: g, name: c, title: C }\n',
    2,
    'collections[0].group',
    /no group `g`/,
  ],
  [
    'an id that is no UUIDv4',
    collection('id: 91a7b528-80eb-12ed-a74d-c6fbd5a26116'),
    13,
    'id',
    /UUIDv4/,
  ],
  [
    'an alias like a UUID',
    collection('alias: 91a7b528-80eb-42ed-a74d-c6fbd5a26116'),
    13,
    'alias',
    /UUID/,
  ],
  ['an alias in capitals', collection('alias: A_B'), 13, 'alias', /a-z/],
  ['an alias too long', collection(`alias: ${'a'.repeat(251)}`), 13, 'alias', /250/],
  [
    'access for a stranger',
    collection('access: { nobody: read }'),
    13,
    'access.nobody',
    /no organisation/,
  ],
  [
    'spreading to nowhere',
    collection('spreads_to: { community: shared }'),
    13,
    'spreads_to.community',
    /no collection `shared`/,
  ],
  ['a gate where nobody passes', collection('publish_gate: review'), 13, 'publish_gate', /public/],
  [
    'a media type of yesterday',
    collection('media_types: [text/xml]'),
    13,
    'media_types[0]',
    /version=2\.1/,
  ],
  ['no media type', collection('media_types: []'), 13, 'media_types', /at least one/],
  [
    'two titles alike',
    `${collection('alias: a')}  - { group: g, name: d, title: C }\n`,
    14,
    'collections[1].title',
    /twice/,
  ],
  [
    'two aliases alike',
    `${collection('alias: a')}  - { group: g, name: d, title: D, alias: a }\n`,
    14,
    'collections[1].alias',
    /twice/,
  ],
  ['a key twice', 'hub: {}\nhub: {}\n', 2, '', /twice/],
  ['a hidden key', 'hub: {}\n__proto__: {}\n', 2, '', /ordinary word/],
  ['a tab', 'hub:\n\ttitle: x\n', 2, '', /./],
  ['two documents', 'hub: {}\n---\nhub: {}\n', 2, '', /one document/],
  ['a tag', 'hub: !!js/function x\n', 1, '', /tags/],
]

t.test('each fault has its line and its reason', async (t) => {
  for (const [what, text, line, path, message] of faults) {
    const parsed = parseHubFile(text)
    if (parsed.ok) {
      t.fail(`${what}: was taken`)
      continue
    }
    const [first] = parsed.faults
    t.equal(parsed.faults.length, 1, `${what}: one fault`)
    t.match(first?.message, message, what)
    t.ok(first?.path.includes(path), `${what}: at ${path}, got ${first?.path}`)
    t.equal(first?.line, line, `${what}: line`)
  }
})

t.test('several faults are told at once, from top to bottom', async (t) => {
  const text = whole
    .replace('country: JP', 'country: japan')
    .replace('mssp: steward', 'stranger: steward')
    .replace('alias: indicators', 'alias: No Such')
  const parsed = parseHubFile(text)
  t.notOk(parsed.ok)
  if (parsed.ok) return
  t.same(
    parsed.faults.map(({ line, path }) => [line, path]),
    [
      [7, 'organisations[0].country'],
      [22, 'groups[0].members.stranger'],
      [28, 'collections[0].alias'],
    ],
  )
})

t.test('a bomb of aliases does not go off', async (t) => {
  const layers = Array.from({ length: 12 }, (_, n) => {
    const last = n === 0 ? '"lol"' : `*a${n - 1}`
    return `a${n}: &a${n} [${Array(10).fill(last).join(', ')}]`
  })
  const parsed = parseHubFile(layers.join('\n'))
  t.match(parsed, { ok: false, faults: [{ message: /anchor/ }] })
})

t.test('no fault ever holds a secret', async (t) => {
  const secret = 'correct-horse'
  const leaks = (text: string) => JSON.stringify(parseHubFile(text)).includes(secret)
  t.ok(leaks(organisation(`kind: ${secret}`)), 'control: a word of a closed list is echoed')
  const token = printToken('push', new Uint8Array(20).fill(7))
  for (const text of [
    credential(`{ name: x, token: ${secret}${token} }`),
    credential(`{ name: x, basic: { username: "a:b", password: ${secret} } }`),
    credential(`{ name: x, basic: { username: ab, password: [${secret}] } }`),
    credential(`{ name: x, basic: { username: ab, password: "${secret} } }`),
    credential(`{ name: x, basic: { username: ab, password: "${secret}\\q" } }`),
    credential(`{ name: x, basic: { username: ab, password: !x ${secret} } }`),
    credential(`{ name: x, basic: { username: ab, password: @${secret} } }`),
    credential(`{ name: x, basic: { username: ab, password: *${secret} } }`),
  ]) {
    t.equal(parseHubFile(text).ok, false)
    t.notOk(leaks(text), text)
  }
})

t.test('any text gives an answer', async (t) => {
  const pieces = fc.constantFrom(
    'organisations',
    ':',
    ' ',
    '\n',
    '-',
    '{',
    '}',
    '[',
    '&a',
    '*a',
    '"',
    "'",
    'x',
    '|',
    '#',
    '!',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const parsed = parseHubFile(parts.join(''))
      return parsed.ok || parsed.faults.every(({ line, column }) => line >= 1 && column >= 1)
    }),
    { numRuns: 500 },
  )
  t.pass('five hundred texts')
})
