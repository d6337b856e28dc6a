// A hub file, and edits of it with what applying them says: a table of data.

const key = 'ab'.repeat(32)

export const base = `hub: { title: Example ISAC, phrases: { 関係者限り: amber+strict } }
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

// what, a change of the text, what it says, what it leaves alone
export const edits: [string, (text: string) => string, string[], RegExp[]][] = [
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
