// A hub file is taken whole or refused with every fault, its line and its reason.
import fc from 'fast-check'
import t from 'tap'
import { printToken } from '../../../src/core/credential/token.ts'
import { parseHubFile } from '../../../src/core/hub-file/parse.ts'
import { credential, faults, organisation } from './faults.ts'
import { sharingFaults } from './sharing-faults.ts'

const whole = `hub: { title: Example ISAC, contact: soc@isac.example, default_tlp: amber,
  phrases: { 関係者限り: amber+strict } }
organisations:
  - name: acme
    title: Acme Rail K.K.
    kind: company
    sectors: [transport]
    country: JP
    identities: [identity--023d105b-752e-4e3c-941c-7d3f3cb15e9e]
    assets: { domains: [ACME.example], cidrs: [192.0.2.0/24, "2001:db8::/32"], terms: [アクメ],
      corporate_numbers: [1234567890123], hosts: [ACME-DC01], names: [山田太郎],
      mail_domains: [mail.acme.example], phone_prefixes: ["+81 3-1234"], tenants: [acme-tenant] }
    default_tlp: amber
    agreements: [{ name: nda, version: 2, accepted: 2026-04-01T00:00:00Z }]
    clearances: [{ name: attribution, until: 2027-04-01T00:00:00Z }]
    credentials:
      - { name: acme-feed, kind: service, basic: { username: acme-feed, password_env: ACME_FEED } }
      - { name: acme-push, token_env: ACME_PUSH, max_tlp: amber, expires: 2030-01-01T00:00:00Z }
      - { name: acme-tls, certificate: { fingerprint: "${'AB:'.repeat(31)}AB" } }
      - { name: taro-key, kind: person, person: taro, token_env: TARO }
    people:
      - { name: taro, email: taro@acme.example, roles: [analyst, org-admin],
          clearances: [{ name: eyes-only }] }
  - { name: other, title: Other ISAC, kind: peer-hub, peer: { max_tlp: amber } }
  - { name: mssp, title: Guard Inc., kind: mssp, vouches: [shop] }
  - { name: shop, title: Corner Shop, client_of: [mssp] }
groups:
  - name: rail
    title: Rail ISAC
    members: { acme: contributor, mssp: steward }
    default_tlp: amber
    clients: need-to-know
    history: P90D
    agreement: [{ name: nda, version: 1 }, { name: nda, version: 2, from: 2027-01-01T00:00:00Z }]
    attribution: members
    provider_approval: true
    recall: true
    allow: { types: [x-acme-case], labels: [campaign-x] }
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
  t.same(hub.organisations[0]?.assets.corporate_numbers, ['1234567890123'], 'digits are text')
  t.match(hub.groups[0], { allow: { types: ['x-acme-case'], properties: [], extensions: [] } })
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

t.test('each fault has its line and its reason', async (t) => {
  for (const [what, text, line, path, message] of [...faults, ...sharingFaults]) {
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
      [8, 'organisations[0].country'],
      [30, 'groups[0].members.stranger'],
      [41, 'collections[0].alias'],
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
