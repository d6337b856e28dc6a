// Hubs, who signs in, and what is held then: a table of data.
import { printToken } from '../../src/core/credential/token.ts'
import type { Clearance } from '../../src/core/sharing/clearance.ts'

export const tokenOf = (n: number): string => printToken('test', new Uint8Array(20).fill(n))
const past = '2020-01-01T00:00:00Z'
const future = '2120-01-01T00:00:00Z'

export type Parts = {
  acme?: string
  credential?: string
  taro?: string
  mssp?: string
  shop?: string
  group?: string
  members?: string
}

export const textOf = (parts: Parts): string => `organisations:
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

export const brief = (clearance: Clearance) => ({
  accepted: clearance.memberships.map(({ accepted }) => accepted),
  sponsors: clearance.sponsors.length,
  clearances: clearance.clearances.join(' '),
  max_tlp: clearance.max_tlp,
  community: clearance.community,
})

export type Who = 'feed' | 'taro' | 'shop'
type Expected = Partial<ReturnType<typeof brief>>

export const agreed = (lines: string): string => `agreements: [${lines}]`
export const nda = (version: number, from?: string): string =>
  `{ name: nda, version: ${version}${from === undefined ? '' : `, from: ${from}`} }`
export const accepts = (version: number, when?: string): string =>
  `{ name: nda, version: ${version}${when === undefined ? '' : `, accepted: ${when}`} }`

// what, the hub, who signs in, what it holds
export const cases: [string, Parts, Who, Expected][] = [
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
