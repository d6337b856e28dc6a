// A wish of a hub file that nothing acts on is named; a key at its default wishes nothing.
import t from 'tap'
import { parseHubFile } from '../../../src/core/hub-file/parse.ts'
import { listUnenforced } from '../../../src/core/hub-file/unenforced.ts'

const listOf = (text: string): string[] => {
  const parsed = parseHubFile(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return listUnenforced(parsed.hub).map((note) => {
    const found = /^(.*): `(.*)` is kept and has no effect in this release$/.exec(note)
    return `${found?.[1]} ${found?.[2]}`
  })
}

const hubWith = (organisation: string, credential: string, group: string, collection: string) => `
organisations:
  - name: shop
    title: Shop
  - name: acme
    title: Acme
    ${organisation}
    credentials:
      - { name: feed, basic: { username: acme, password: long-enough }${credential} }
groups:
  - { name: rail, title: Rail, members: { acme: trusted }${group} }
collections:
  - { group: public, name: open, title: Open }
  - { group: rail, name: indicators, title: Indicators${collection} }
`

// key, where it stands in hubWith, what is said
const cases: [string, [string, string, string, string], string[]][] = [
  ['nothing', ['', '', '', ''], []],
  [
    'acted on',
    ['status: restricted', ', expires: 2035-01-01T00:00:00Z', '', ', access: { acme: read }'],
    [],
  ],
  [
    'at the default',
    ['', '', ', max_tlp: amber+strict, clients: forbidden, consent: none, history: all', ''],
    [],
  ],
  ['assets', ['assets: { domains: [acme.example] }', '', '', ''], ['organisation acme assets']],
  ['vouches', ['vouches: [shop]', '', '', ''], ['organisation acme vouches']],
  ['client_of', ['client_of: [shop]', '', '', ''], ['organisation acme client_of']],
  ['max_tlp of a credential', ['', ', max_tlp: amber', '', ''], ['credential acme/feed max_tlp']],
  ['max_tlp', ['', '', ', max_tlp: green', ''], ['group rail max_tlp']],
  ['default_tlp', ['', '', ', default_tlp: amber', ''], ['group rail default_tlp']],
  ['clients', ['', '', ', clients: allowed', ''], ['group rail clients']],
  ['consent', ['', '', ', consent: group', ''], ['group rail consent']],
  ['history', ['', '', ', history: P90D', ''], ['group rail history']],
  [
    'default_tlp of a collection',
    ['', '', '', ', default_tlp: red'],
    ['collection rail/indicators default_tlp'],
  ],
  [
    'spreads_to',
    ['', '', '', ', spreads_to: { public: open }'],
    ['collection rail/indicators spreads_to'],
  ],
]

t.test('every wish without effect, and no other', async (t) => {
  for (const [what, parts, said] of cases) t.same(listOf(hubWith(...parts)), said, what)
  const gate = 'collections: [{ group: public, name: open, title: Open, publish_gate: automatic }]'
  t.same(listOf(gate), ['collection public/open publish_gate'])
})
