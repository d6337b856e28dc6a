// The checks before something is shared unseen, case by case, and the warning lists of MISP.
import t from 'tap'
import { compileDictionary } from '../../../src/core/anonymity/dictionary.ts'
import { checkObject } from '../../../src/core/review/check.ts'
import { mayReview } from '../../../src/core/review/reviewer.ts'
import { compileWarnings, warningListModel } from '../../../src/core/review/warning-list.ts'
import { readLabel } from '../../../src/core/sharing/label.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { minimal } from '../stix/model/minimal.ts'

const dictionary = compileDictionary([
  { terms: ['ACME', 'アクメ'], domains: ['acme.example'], cidrs: ['198.51.100.0/24'] },
])

const list = (type: string, entries: string[], matching: string[] = []) =>
  warningListModel.parse({
    name: `${type} list`,
    type,
    list: entries,
    matching_attributes: matching,
    description: 'made up',
    version: 3,
  })

const warned = compileWarnings([
  list('hostname', ['cdn.example', '.tracker.example']),
  list('cidr', ['203.0.113.0/28', '2001:db8:53::/48', '203.0.113.200']),
  list('string', ['https://safe.example/']),
  list('substring', ['/favicon.ico'], ['url']),
])

const check = (object: StixObject): string[] =>
  checkObject({
    object,
    label: readLabel(object, () => null, {} as never, 0n),
    dictionary,
    warned,
  }).map(({ check, path, text }) => `${check} ${path} ${text}`)

const indicator = (changes: object) =>
  minimal('indicator', { pattern: '[url:value = "x"]', ...changes })
const of = (comparison: string, more: object = {}) =>
  indicator({ pattern: `[${comparison}]`, ...more })

const cases: [string, StixObject, string[]][] = [
  ['nothing', of("domain-name:value = 'bad.example'", { confidence: 30 }), []],
  [
    'names, in Japanese and in a host',
    of("domain-name:value = 'vpn.acme.example'", { name: 'アクメで検知' }),
    ['names-found /pattern vpn.acme.example', 'names-found /name アクメ'],
  ],
  [
    'a password',
    minimal('malware', { description: 'password: Tr0ub4dor&3' }),
    ['secret-found /description password'],
  ],
  [
    'a marking nobody knows',
    indicator({
      object_marking_refs: ['marking-definition--55555555-5555-4555-8555-555555555555'],
    }),
    ['unknown-marking /object_marking_refs '],
  ],
  [
    'labels that mean to be markings',
    indicator({ labels: ['tlp:purple', 'tlp:amber', 'PAP:nope', 'pap:red', 'phishing'] }),
    ['unknown-marking /labels/0 tlp:purple', 'unknown-marking /labels/2 PAP:nope'],
  ],
  [
    'internal addresses and hosts, in words and in patterns',
    of("ipv4-addr:value = '10.1.2.3'", { description: 'from dc1.corp.local' }),
    ['internal-address /pattern 10.1.2.3', 'internal-address /description dc1.corp.local'],
  ],
  [
    'low confidence',
    of("domain-name:value = 'bad.example'", { confidence: 29 }),
    ['low-confidence /confidence 29'],
  ],
  [
    'a host on a list, by its parent',
    of("domain-name:value = 'a.cdn.example'"),
    ['warning-list /pattern a.cdn.example: hostname list'],
  ],
  [
    'an address on a list',
    of("ipv4-addr:value = '203.0.113.7'"),
    ['warning-list /pattern 203.0.113.7: cidr list'],
  ],
  [
    'a link on a list, whole and in part',
    of("url:value = 'https://safe.example/' OR url:value = 'http://bad.example/favicon.ico'"),
    [
      'warning-list /pattern https://safe.example/: string list',
      'warning-list /pattern http://bad.example/favicon.ico: substring list',
    ],
  ],
  ['an address beside a list', of("ipv4-addr:value = '203.0.113.99'"), []],
  [
    'an observable',
    minimal('ipv4-addr', { value: '192.168.1.1' }),
    ['internal-address /value 192.168.1.1'],
  ],
]

for (const [name, object, expected] of cases) {
  t.test(name, async (t) => {
    const found = check(object).map((line) => line.trimEnd())
    t.same(found.sort(), expected.map((line) => line.trimEnd()).sort())
  })
}

t.test('lists of regular expressions are refused', async (t) => {
  t.notOk(warningListModel.safeParse({ name: 'x', type: 'regex', list: ['a+'] }).success)
})

t.test('who may review', async (t) => {
  const rule = (
    role: 'curator' | 'org-admin' | 'hub-admin',
    { kind = 'person', steward = true, curated = true, escalated = false },
  ) => mayReview({ kind, roles: [role], steward, curated }, escalated)
  t.ok(rule('curator', {}))
  t.notOk(rule('curator', { kind: 'service' }))
  t.notOk(rule('curator', { steward: false, escalated: true }))
  t.notOk(rule('org-admin', {}))
  t.ok(rule('org-admin', { curated: false }))
  t.ok(rule('org-admin', { escalated: true }))
  t.notOk(rule('hub-admin', { curated: false, escalated: true }))
})
