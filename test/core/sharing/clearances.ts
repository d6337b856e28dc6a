// Clearances, audiences and collections at random, over few names so that they meet.
import fc from 'fast-check'
import type { Audience, Term } from '../../../src/core/sharing/audience.ts'
import { type Clearance, levels } from '../../../src/core/sharing/clearance.ts'

export const groupIds = ['g1', 'g2', 'g3'] as const
const organisationIds = ['o1', 'o2', 'o3'] as const
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

const memberships = fc
  .uniqueArray(fc.record({ group_id: fc.constantFrom(...groupIds), level }), {
    selector: ({ group_id }) => group_id,
  })
  .map((held) => held.map((one) => ({ ...one, group: `name of ${one.group_id}` })))

/** Any clearance, also ones no credential can have. */
export const anyClearance: fc.Arbitrary<Clearance> = fc.record({
  organisation_id: fc.option(fc.constantFrom(...organisationIds)),
  organisation: fc.option(fc.constantFrom('acme', 'bolt', 'constructor', '__proto__')),
  status: fc.constantFrom(...statuses),
  kind: fc.constantFrom('company', 'government', 'anonymous'),
  memberships,
  service: fc.boolean(),
  max_tlp: fc.option(fc.constantFrom('clear', 'amber', 'red')),
})

export const anyTerm: fc.Arbitrary<Term> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ everyone: true } as const) },
  { weight: 3, arbitrary: fc.record({ organisation: fc.constantFrom(...organisationIds) }) },
  { weight: 6, arbitrary: fc.record({ member: fc.constantFrom(...groupIds), level }) },
)

export const anyAudience: fc.Arbitrary<Audience> = fc.record({
  any: fc.array(anyTerm, { maxLength: 4 }),
})
