// Who an audience admits, why, and from when on.
import t from 'tap'
import {
  type Atom,
  type Audience,
  admits,
  anyone,
  nobody,
  only,
  printAudience,
} from '../../../src/core/sharing/audience.ts'
import { anonymousClearance, type Clearance } from '../../../src/core/sharing/clearance.ts'
import { viewerOf } from './clearances.ts'

const readers = only({ is: 'member', group: 'g1', level: 'consumer' })
const but = (all: Atom, ...none: Atom[]): Audience => ({ any: [{ all: [all], none }] })
const clients = (...except: string[]) => only({ is: 'client', group: 'g1', except })
const vouched = (organisation_id: string, sees_from = 0) => ({
  ...viewerOf(null),
  sponsors: [{ group_id: 'g1', group: 'rail', organisation_id, sees_from }],
})
const consumer = viewerOf('consumer')
const suspended = viewerOf('steward', { status: 'suspended' })
const person = { service: false }

const table: [string, Audience, Clearance, string][] = [
  ['a reader of the group', readers, consumer, '+member-of-group'],
  ['a steward of the group', readers, viewerOf('steward'), '+member-of-group'],
  ['an observer', readers, viewerOf('observer'), '-level-too-low'],
  ['restricted', readers, viewerOf('consumer', { status: 'restricted' }), '+member-of-group'],
  ['suspended', readers, suspended, '-organisation-not-active'],
  [
    'unknown status',
    readers,
    viewerOf('steward', { status: 'Active' }),
    '-organisation-not-active',
  ],
  [
    'another group',
    only({ is: 'member', group: 'g2', level: 'observer' }),
    consumer,
    '-not-a-member',
  ],
  [
    'not its name',
    only({ is: 'member', group: 'rail', level: 'observer' }),
    consumer,
    '-not-a-member',
  ],
  ['no agreement', readers, viewerOf('steward', { accepted: false }), '-agreement-not-accepted'],
  ['the owner', only({ is: 'organisation', id: 'o1' }), consumer, '+own-organisation'],
  ['not its name', only({ is: 'organisation', id: 'acme' }), consumer, '-not-a-member'],
  ['nobody', nobody, viewerOf('steward'), '-no-such-term'],
  ['nobody in words', only(), viewerOf('steward'), '-no-such-term'],
  ['a clause for nobody', { any: [{ all: [], none: [] }] }, consumer, '-no-such-term'],
  [
    'a clause that says only how much',
    { any: [{ all: [{ is: 'tlp', tlp: 'clear' }], none: [] }] },
    consumer,
    '-no-such-term',
  ],
  ['anyone', anyone, anonymousClearance, '+everyone'],
  ['anyone, suspended', anyone, suspended, '+everyone'],
  ['anonymous', readers, anonymousClearance, '-organisation-not-active'],
  ['anyone up to clear', only({ is: 'tlp', tlp: 'clear' }), anonymousClearance, '+everyone'],
  ['anyone up to green', only({ is: 'tlp', tlp: 'green' }), anonymousClearance, '-tlp-above-cap'],
  ['anyone but a member', but({ is: 'anyone' }, readers.any[0]!.all[0]!), consumer, '-excluded'],
  [
    'anyone but a member, who accepted nothing and is suspended',
    but({ is: 'anyone' }, readers.any[0]!.all[0]!),
    viewerOf('consumer', { accepted: false, status: 'suspended' }),
    '-excluded',
  ],
  [
    'anyone but an active organisation',
    but({ is: 'anyone' }, { is: 'active' }),
    suspended,
    '+everyone',
  ],
  ['anyone but active ones', but({ is: 'anyone' }, { is: 'active' }), consumer, '-excluded'],
  ['anyone but a person', but({ is: 'anyone' }, { is: 'person', id: 'p1' }), consumer, '-excluded'],
  ['active', only({ is: 'active' }), consumer, '+community'],
  [
    'active, restricted',
    only({ is: 'active' }),
    viewerOf('steward', { status: 'restricted' }),
    '-organisation-not-active',
  ],
  ['community', only({ is: 'community' }), consumer, '+community'],
  [
    'not of it',
    only({ is: 'community' }),
    viewerOf('steward', { community: false }),
    '-not-a-member',
  ],
  ['a person', only({ is: 'person', id: 'p1' }), viewerOf('steward', person), '+named-person'],
  ['its service', only({ is: 'person', id: 'p1' }), consumer, '-not-interactive'],
  ['a colleague', only({ is: 'person', id: 'p2' }), viewerOf('steward', person), '-not-a-member'],
  ['a client', clients(), vouched('o2'), '+client-of-member'],
  ['a client whose sponsor is out', clients('o2'), vouched('o2'), '-excluded'],
  ['a client of another sponsor too', clients('o3'), vouched('o2'), '+client-of-member'],
  ['no client', clients(), consumer, '-not-a-member'],
  [
    'a client of another group',
    only({ is: 'client', group: 'g2', except: [] }),
    vouched('o2'),
    '-not-a-member',
  ],
  ['a kind', only({ is: 'kind', kind: 'company' }), consumer, '+community'],
  ['another kind', only({ is: 'kind', kind: 'regulator' }), consumer, '-not-addressed'],
  [
    'but a kind',
    but({ is: 'member', group: 'g1', level: 'consumer' }, { is: 'kind', kind: 'company' }),
    consumer,
    '-authority-without-consent',
  ],
  [
    'a sector',
    only({ is: 'sector', sector: 'transport' }),
    viewerOf(null, { sectors: ['transport'] }),
    '+community',
  ],
  ['another', only({ is: 'sector', sector: 'transport' }), consumer, '-not-addressed'],
  [
    'a country',
    only({ is: 'country', country: 'JP' }),
    viewerOf(null, { country: 'JP' }),
    '+community',
  ],
  ['none', only({ is: 'country', country: 'JP' }), consumer, '-not-addressed'],
  [
    'cleared',
    only({ is: 'clearance', name: 'x' }),
    viewerOf(null, { clearances: ['x'] }),
    '+community',
  ],
  ['not cleared', only({ is: 'clearance', name: 'x' }), consumer, '-clearance-missing'],
  [
    'red for a service',
    only({ is: 'active' }, { is: 'tlp', tlp: 'red' }),
    consumer,
    '-not-interactive',
  ],
  [
    'red for a person',
    only({ is: 'active' }, { is: 'tlp', tlp: 'red' }),
    viewerOf(null, person),
    '+community',
  ],
  [
    'above the cap',
    only({ is: 'active' }, { is: 'tlp', tlp: 'amber' }),
    viewerOf(null, { max_tlp: 'green' }),
    '-tlp-above-cap',
  ],
  [
    'at the cap',
    only({ is: 'active' }, { is: 'tlp', tlp: 'green' }),
    viewerOf(null, { max_tlp: 'green' }),
    '+community',
  ],
  [
    'a cap nobody knows',
    only({ is: 'active' }, { is: 'tlp', tlp: 'clear' }),
    viewerOf(null, { max_tlp: 'pink' as 'red' }),
    '-tlp-above-cap',
  ],
]
t.test('a table of decisions', async (t) => {
  for (const [name, audience, clearance, expected] of table) {
    const { admitted, reason, since } = admits(audience, clearance)
    t.equal(`${admitted ? '+' : '-'}${reason}`, expected, name)
    t.equal(since, 0, `${name}, all of the past`)
  }
})

t.test('since when', async (t) => {
  const late = viewerOf('trusted', { sees_from: 7 })
  const own: Atom = { is: 'organisation', id: 'o1' }
  const member: Atom = { is: 'member', group: 'g1', level: 'trusted' }
  const cases: [string, Audience, Clearance, number][] = [
    ['a member that came late', readers, late, 7],
    ['a client whose sponsor came late', clients(), vouched('o2', 5), 5],
    [
      'the sponsor that was there first',
      clients(),
      {
        ...vouched('o2', 5),
        sponsors: [...vouched('o2', 5).sponsors, ...vouched('o3', 3).sponsors],
      },
      3,
    ],
    [
      'not the one that is out',
      clients('o3'),
      {
        ...vouched('o2', 5),
        sponsors: [...vouched('o2', 5).sponsors, ...vouched('o3', 3).sponsors],
      },
      5,
    ],
    ['an owner, who is a member too', { any: [...only(member).any, ...only(own).any] }, late, 0],
    ['in the other order', { any: [...only(own).any, ...only(member).any] }, late, 0],
    ['an owner as a member', { any: [{ all: [own, member], none: [] }] }, late, 7],
  ]
  for (const [name, audience, clearance, since] of cases) {
    t.match(admits(audience, clearance), { admitted: true, since }, name)
  }
})

t.test('what was worked out is forgotten in time, and worked out again', async (t) => {
  const first = only({ is: 'organisation', id: 'o0' })
  for (let n = 1; n <= 10_000; n++) only({ is: 'organisation', id: `o${n}` })
  const again = only({ is: 'organisation', id: 'o0' })
  t.not(again, first, 'another value')
  t.equal(printAudience(again), printAudience(first), 'the same meaning')
})
