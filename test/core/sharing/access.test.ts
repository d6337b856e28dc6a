// What an organisation may do with a collection: the level gives, the limit only takes away.
import fc from 'fast-check'
import t from 'tap'
import {
  type Access,
  type AccessLimit,
  type CollectionPolicy,
  decideAccess,
  seesGroup,
} from '../../../src/core/sharing/access.ts'
import { admits } from '../../../src/core/sharing/audience.ts'
import { type Clearance, type Level, levels } from '../../../src/core/sharing/clearance.ts'
import { planSegments } from '../../../src/core/sharing/plan.ts'
import { untilFound } from '../../fixture/until-found.ts'
import { anyClearance, groupIds, viewerOf } from './clearances.ts'
import { anyLabel, anySituation } from './situations.ts'

const limits: AccessLimit[] = ['hidden', 'none', 'read', 'write', 'read-write']

const clearanceOf = (level: Level | null, status = 'active'): Clearance =>
  viewerOf(level, { status, community: status === 'active' })

const collectionOf = (
  access: Record<string, AccessLimit> = {},
  group = 'rail',
  closed_to: string[] = [],
): CollectionPolicy => ({ id: 'c1', group_id: 'g1', group, access, closed_to })

/** v: visible, r: can_read, w: can_write. */
const spell = ({ visible, can_read, can_write }: Access): string =>
  `${visible ? 'v' : '-'}${can_read ? 'r' : '-'}${can_write ? 'w' : '-'}`

const none = null
const byLevel: [Level | null, string, string, AccessLimit | null, string][] = [
  [none, 'active', 'rail', null, '---'],
  ['observer', 'active', 'rail', null, 'v--'],
  ['consumer', 'active', 'rail', null, 'vr-'],
  ['contributor', 'active', 'rail', null, 'vrw'],
  ['trusted', 'active', 'rail', null, 'vrw'],
  ['steward', 'active', 'rail', null, 'vrw'],
  ['contributor', 'restricted', 'rail', null, 'vr-'],
  ['steward', 'suspended', 'rail', null, '---'],
  ['steward', 'terminated', 'rail', null, '---'],
  ['steward', 'applicant', 'rail', null, '---'],
  ['steward', 'active', 'rail', 'hidden', '---'],
  ['steward', 'active', 'rail', 'none', 'v--'],
  ['steward', 'active', 'rail', 'read', 'vr-'],
  ['steward', 'active', 'rail', 'write', 'v-w'],
  ['steward', 'active', 'rail', 'read-write', 'vrw'],
  ['observer', 'active', 'rail', 'read-write', 'v--'],
  ['observer', 'active', 'rail', 'write', 'v--'],
  ['consumer', 'active', 'rail', 'read-write', 'vr-'],
  ['consumer', 'active', 'rail', 'write', 'v--'],
  [none, 'active', 'rail', 'read-write', '---'],
  [none, 'active', 'community', null, 'vr-'],
  [none, 'restricted', 'community', null, '---'],
  [none, 'active', 'community', 'hidden', '---'],
  ['steward', 'active', 'community', 'read-write', 'vr-'],
  [none, 'suspended', 'public', null, 'vr-'],
  ['steward', 'active', 'public', 'read-write', 'vr-'],
]
t.test('a table of access', async (t) => {
  for (const [level, status, group, limit, access] of byLevel) {
    const collection = collectionOf(limit === null ? {} : { acme: limit }, group)
    const name = `${level} ${status} in ${group}, ${limit ?? 'no limit'}`
    t.equal(spell(decideAccess(clearanceOf(level, status), collection)), access, name)
  }
})

const sponsor = (organisation_id: string, group_id = 'g1') => ({
  group_id,
  group: 'rail',
  organisation_id,
  sees_from: 0,
})
const lapsed = (level: Level): Clearance => {
  const held = clearanceOf(level)
  return { ...held, memberships: held.memberships.map((one) => ({ ...one, accepted: false })) }
}

// who, what of the group, the collection, what is allowed
const otherwise: [string, Clearance, CollectionPolicy, string][] = [
  ['who has not accepted', lapsed('steward'), collectionOf(), 'v--'],
  ['a client', { ...clearanceOf(null), sponsors: [sponsor('o2')] }, collectionOf(), 'vr-'],
  ['a peer hub', { ...clearanceOf('steward'), kind: 'peer-hub' }, collectionOf(), 'vr-'],
  [
    'a peer hub, given more',
    { ...clearanceOf('steward'), kind: 'peer-hub' },
    collectionOf({ acme: 'read-write' }),
    'vr-',
  ],
  [
    'a client, narrowed',
    { ...clearanceOf(null), sponsors: [sponsor('o2')] },
    collectionOf({ acme: 'none' }),
    'v--',
  ],
  [
    'a client of another group',
    { ...clearanceOf(null), sponsors: [sponsor('o2', 'g2')] },
    collectionOf(),
    '---',
  ],
  [
    'a client of one that may not read here',
    { ...clearanceOf(null), sponsors: [sponsor('o2')] },
    collectionOf({}, 'rail', ['o2']),
    '---',
  ],
  [
    'a client of another one as well',
    { ...clearanceOf(null), sponsors: [sponsor('o2'), sponsor('o3')] },
    collectionOf({}, 'rail', ['o2']),
    'vr-',
  ],
  [
    'a client that is suspended',
    { ...clearanceOf(null, 'suspended'), sponsors: [sponsor('o2')] },
    collectionOf(),
    '---',
  ],
  [
    'a peer hub outside the community',
    { ...clearanceOf(null), community: false },
    collectionOf({}, 'community'),
    '---',
  ],
]

t.test('who is no ordinary member', async (t) => {
  for (const [what, clearance, collection, access] of otherwise) {
    t.equal(spell(decideAccess(clearance, collection)), access, what)
  }
})

t.test('a limit that is none of the known ones leaves nothing', async (t) => {
  const strange = [
    '',
    'Hidden',
    'readonly',
    'read-only',
    'thread',
    'write ',
    null,
    true,
    [],
    ['read'],
  ]
  for (const limit of strange) {
    const collection = collectionOf({ acme: limit as AccessLimit })
    t.equal(spell(decideAccess(clearanceOf('steward'), collection)), '---', JSON.stringify(limit))
  }
})

t.test('a limit is for the organisation it names, whatever it is called', async (t) => {
  for (const name of ['constructor', 'toString', 'hasOwnProperty', '__proto__']) {
    const clearance = { ...clearanceOf('steward'), organisation: name }
    t.equal(spell(decideAccess(clearance, collectionOf({ acme: 'hidden' }))), 'vrw', name)
    const limited = JSON.parse(`{"${name}":"hidden"}`)
    t.equal(spell(decideAccess(clearance, collectionOf(limited))), '---', `${name}, named`)
  }
})

const anyCollection: fc.Arbitrary<CollectionPolicy> = fc.record({
  id: fc.constant('c1'),
  group_id: fc.constantFrom(...groupIds),
  group: fc.constantFrom('rail', 'rail', 'rail', 'community', 'public'),
  access: fc.dictionary(fc.constantFrom('acme', 'bolt', 'constructor'), fc.constantFrom(...limits)),
  closed_to: fc.subarray(['o1', 'o2', 'o3']),
})

type Decide = (clearance: Clearance, collection: CollectionPolicy) => Access
const runs = { numRuns: 5_000 }

const gives = (more: Access, less: Access): boolean =>
  (more.visible || !less.visible) &&
  (more.can_read || !less.can_read) &&
  (more.can_write || !less.can_write)

/** What no access rule may do. */
const bounds = (decide: Decide) =>
  fc.property(anyClearance, anyCollection, (clearance, collection) => {
    const access = decide(clearance, collection)
    const unlimited = decide(clearance, { ...collection, access: {} })
    const group = { id: collection.group_id, name: collection.group }
    const active = ['active', 'restricted'].includes(clearance.status)
    const held = clearance.memberships.find((one) => one.group_id === collection.group_id)
    const builtIn = collection.group !== 'rail'
    const isClient = clearance.sponsors.some(
      (one) =>
        one.group_id === collection.group_id && !collection.closed_to.includes(one.organisation_id),
    )
    return (
      gives(unlimited, access) &&
      (access.visible || (!access.can_read && !access.can_write)) &&
      (seesGroup(clearance, group) || !access.visible) &&
      (active || collection.group === 'public' || !access.visible) &&
      (builtIn || held !== undefined || isClient || !access.visible) &&
      (builtIn || held?.accepted !== false || !access.can_read) &&
      (builtIn || held !== undefined || !access.can_write) &&
      (clearance.kind !== 'peer-hub' || !access.can_write) &&
      (!access.can_write || (!builtIn && clearance.status === 'active')) &&
      (builtIn || held?.level !== 'observer' || (!access.can_read && !access.can_write))
    )
  })

t.test('access is total, stays within its bounds, and limits only narrow', async (t) => {
  t.doesNotThrow(() => fc.assert(bounds(decideAccess), runs))
})

t.test('positive control: broken rules are seen', async (t) => {
  const mutants: Record<string, Decide> = {
    'a limit widens': (clearance, collection) => {
      const access = decideAccess(clearance, { ...collection, access: {} })
      const limit = collection.access[clearance.organisation ?? ''] ?? ''
      return { ...access, can_write: access.can_write || limit.includes('write') }
    },
    'hidden is readable': (clearance, collection) => ({
      ...decideAccess(clearance, { ...collection, access: {} }),
      visible: decideAccess(clearance, collection).visible,
    }),
    'no status is looked at': (clearance, collection) =>
      decideAccess({ ...clearance, status: 'active' }, collection),
    'any membership will do': (clearance, collection) =>
      decideAccess(
        {
          ...clearance,
          memberships: clearance.memberships.map((held) => ({
            ...held,
            group_id: collection.group_id,
          })),
        },
        collection,
      ),
    'an observer reads': (clearance, collection) => {
      const access = decideAccess(clearance, collection)
      return { ...access, can_read: access.visible }
    },
    'agreements are not asked for': (clearance, collection) =>
      decideAccess(
        {
          ...clearance,
          memberships: clearance.memberships.map((held) => ({ ...held, accepted: true })),
        },
        collection,
      ),
    'a peer hub posts': (clearance, collection) =>
      decideAccess({ ...clearance, kind: 'company' }, collection),
    'a client gets more than its sponsor': (clearance, collection) =>
      decideAccess(clearance, { ...collection, closed_to: [] }),
  }
  for (const [name, mutant] of Object.entries(mutants)) {
    t.throws(() => fc.assert(bounds(mutant), untilFound), name)
  }
})

t.test('who may not read a collection is admitted to nothing of others in it', async (t) => {
  const property = fc.property(
    anyClearance,
    anySituation,
    anyLabel,
    (clearance, situation, label) => {
      const { group_id, collection_id } = situation
      const collection = { id: collection_id, group_id, group: 'rail', access: {}, closed_to: [] }
      const plan = planSegments(situation, label)
      const ofOthers = (plan.ok ? plan.segments : []).filter(
        ({ name, ...segment }) =>
          segment.collection_id === collection_id && name !== 'owner' && name !== 'named',
      )
      const admitted = ofOthers.some(({ audience }) => admits(audience, clearance).admitted)
      return !admitted || decideAccess(clearance, collection).can_read
    },
  )
  t.doesNotThrow(() => fc.assert(property, runs))
})

t.test('the levels are ordered: a higher one never gives less', async (t) => {
  const property = fc.property(anyCollection, fc.constantFrom(...limits), (collection, limit) => {
    const limited = { ...collection, group_id: 'g1', access: { acme: limit } }
    const ladder = levels.map((level) => decideAccess(clearanceOf(level), limited))
    return ladder.every((access, index) => index === 0 || gives(access, ladder[index - 1]!))
  })
  t.doesNotThrow(() => fc.assert(property, runs))
})
