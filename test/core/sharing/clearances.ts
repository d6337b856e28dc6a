// Clearances and audiences at random, over few names so that they meet.
import fc from 'fast-check'
import type { Atom } from '../../../src/core/sharing/atom.ts'
import type { Audience, Clause } from '../../../src/core/sharing/audience.ts'
import {
  anonymousClearance,
  type Clearance,
  type Level,
  levels,
} from '../../../src/core/sharing/clearance.ts'
import { tlpLevels } from '../../../src/core/sharing/tlp.ts'

export const groupIds = ['g1', 'g2', 'g3'] as const
const organisationIds = ['o1', 'o2', 'o3'] as const
const principalIds = ['p1', 'p2', 'p3'] as const
const kinds = ['company', 'government', 'peer-hub']
const sectors = ['transport', 'energy']
const countries = ['JP', 'US']
const clearanceNames = ['attribution', 'other']
export const statuses = [
  'active',
  'restricted',
  'suspended',
  'terminated',
  'applicant',
  'anonymous',
  '',
]

const level = fc.constantFrom(...levels)
const sees_from = fc.constantFrom(0, 0, 5, 9)
const tlp = fc.constantFrom(...tlpLevels)

const memberships = fc
  .uniqueArray(
    fc.record({
      group_id: fc.constantFrom(...groupIds),
      level,
      accepted: fc.constantFrom(true, true, false),
      sees_from,
    }),
    { selector: ({ group_id }) => group_id },
  )
  .map((held) => held.map((one) => ({ ...one, group: `name of ${one.group_id}` })))

const sponsors = fc.array(
  fc.record({
    group_id: fc.constantFrom(...groupIds),
    group: fc.constant('rail'),
    organisation_id: fc.constantFrom(...organisationIds),
    sees_from,
  }),
  { maxLength: 3 },
)

/** Any clearance, also ones no credential can have; half of them active. */
export const anyClearance: fc.Arbitrary<Clearance> = fc.record({
  organisation_id: fc.option(fc.constantFrom(...organisationIds)),
  organisation: fc.option(fc.constantFrom('acme', 'bolt', 'constructor', '__proto__')),
  status: fc.oneof(fc.constant('active'), fc.constantFrom(...statuses)),
  kind: fc.constantFrom(...kinds, 'anonymous'),
  country: fc.option(fc.constantFrom(...countries)),
  sectors: fc.subarray(sectors),
  principal_id: fc.option(fc.constantFrom(...principalIds)),
  service: fc.boolean(),
  max_tlp: fc.option(tlp),
  memberships,
  sponsors,
  clearances: fc.subarray(clearanceNames),
  community: fc.boolean(),
})

export const anyAtom: fc.Arbitrary<Atom> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom({ is: 'anyone' } as const, { is: 'active' } as const) },
  { weight: 1, arbitrary: fc.constant({ is: 'community' } as const) },
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constant('organisation' as const),
      id: fc.constantFrom(...organisationIds),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constant('person' as const),
      id: fc.constantFrom(...principalIds),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      is: fc.constant('member' as const),
      group: fc.constantFrom(...groupIds),
      level,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('client' as const),
      group: fc.constantFrom(...groupIds),
      except: fc.array(fc.constantFrom(...organisationIds), { maxLength: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('past' as const),
      group: fc.constantFrom(...groupIds),
      except: fc.array(fc.constantFrom(...organisationIds), { maxLength: 2 }),
      before: fc.constantFrom(1, 6, 10),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constant('kind' as const), kind: fc.constantFrom(...kinds) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constant('sector' as const),
      sector: fc.constantFrom(...sectors),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constant('country' as const),
      country: fc.constantFrom(...countries),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constant('clearance' as const),
      name: fc.constantFrom(...clearanceNames),
    }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('tlp' as const), tlp }) },
)

export const anyClause: fc.Arbitrary<Clause> = fc.record({
  all: fc.oneof(
    { weight: 4, arbitrary: fc.array(anyAtom, { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.array(anyAtom, { maxLength: 4 }) },
  ),
  none: fc.oneof(
    { weight: 2, arbitrary: fc.constant<Atom[]>([]) },
    { weight: 1, arbitrary: fc.array(anyAtom, { maxLength: 2 }) },
  ),
})

export const anyAudience: fc.Arbitrary<Audience> = fc.record({
  any: fc.array(anyClause, { maxLength: 3 }),
})

/** An active company of a group, by a service; changed as the test wants. */
export const viewerOf = (
  level: Level | null,
  { accepted = true, sees_from = 0, ...changes }: Partial<Clearance> & Partial<Held> = {},
): Clearance => ({
  ...anonymousClearance,
  organisation_id: 'o1',
  organisation: 'acme',
  status: 'active',
  kind: 'company',
  max_tlp: null,
  principal_id: 'p1',
  community: true,
  memberships:
    level === null ? [] : [{ group_id: 'g1', group: 'rail', level, accepted, sees_from }],
  ...changes,
})

type Held = { accepted: boolean; sees_from: number }
