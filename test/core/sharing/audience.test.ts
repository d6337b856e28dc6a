// Who an audience admits: total, by default nobody, and only ever more with more terms or more
// trust.
import fc from 'fast-check'
import t from 'tap'
import {
  type Audience,
  admits,
  isOwnerOnly,
  parseAudience,
  printAudience,
} from '../../../src/core/sharing/audience.ts'
import { type Clearance, levels } from '../../../src/core/sharing/clearance.ts'
import { anyAudience, anyClearance, anyTerm } from './clearances.ts'

const member = (level: (typeof levels)[number], status = 'active'): Clearance => ({
  organisation_id: 'o1',
  organisation: 'acme',
  status,
  kind: 'company',
  memberships: [{ group_id: 'g1', group: 'rail', level }],
  service: true,
  max_tlp: null,
})
const anonymous: Clearance = {
  ...member('observer', 'anonymous'),
  organisation_id: null,
  organisation: null,
  memberships: [],
}

const readers: Audience = { any: [{ member: 'g1', level: 'consumer' }] }
const table: [string, Audience, Clearance, boolean, string][] = [
  ['a reader of the group', readers, member('consumer'), true, 'member-of-group'],
  ['a steward of the group', readers, member('steward'), true, 'member-of-group'],
  ['an observer', readers, member('observer'), false, 'level-too-low'],
  ['a restricted reader', readers, member('consumer', 'restricted'), true, 'member-of-group'],
  ['a suspended reader', readers, member('steward', 'suspended'), false, 'organisation-not-active'],
  ['an unknown status', readers, member('steward', 'Active'), false, 'organisation-not-active'],
  [
    'another group',
    { any: [{ member: 'g2', level: 'observer' }] },
    member('steward'),
    false,
    'not-a-member',
  ],
  [
    "the group's name is not its id",
    { any: [{ member: 'rail', level: 'observer' }] },
    member('steward'),
    false,
    'not-a-member',
  ],
  ['the owner', { any: [{ organisation: 'o1' }] }, member('observer'), true, 'own-organisation'],
  [
    "the owner's name is not its id",
    { any: [{ organisation: 'acme' }] },
    member('observer'),
    false,
    'not-a-member',
  ],
  ['nobody', { any: [] }, member('steward'), false, 'no-such-term'],
  ['everyone', { any: [{ everyone: true }] }, anonymous, true, 'everyone'],
  ['an anonymous caller', readers, anonymous, false, 'organisation-not-active'],
]
t.test('a table of decisions', async (t) => {
  for (const [name, audience, clearance, admitted, reason] of table) {
    t.same(admits(audience, clearance), { admitted, reason }, name)
  }
})

/** The rule once more, written another way. */
const expected = ({ any }: Audience, clearance: Clearance): boolean => {
  if (any.some((term) => 'everyone' in term)) return true
  if (!['active', 'restricted'].includes(clearance.status)) return false
  const rank = new Map(
    clearance.memberships.map((held) => [held.group_id, levels.indexOf(held.level)]),
  )
  return any.some((term) => {
    if ('organisation' in term) return term.organisation === clearance.organisation_id
    return 'member' in term && (rank.get(term.member) ?? -1) >= levels.indexOf(term.level)
  })
}

type Admits = (audience: Audience, clearance: Clearance) => { admitted: boolean }

const agreement = (rule: Admits) =>
  fc.property(anyAudience, anyClearance, (audience, clearance) => {
    return rule(audience, clearance).admitted === expected(audience, clearance)
  })

const runs = { numRuns: 5_000 }

t.test('admits is total and is the rule', async (t) => {
  t.doesNotThrow(() => fc.assert(agreement(admits), runs))
})

const mutants: Record<string, Admits> = {
  'no status is looked at': (a, c) => admits(a, { ...c, status: 'active' }),
  'a level too low is enough': (a, c) =>
    admits({ any: a.any.map((x) => ('member' in x ? { ...x, level: 'observer' } : x)) }, c),
  'any group will do': (a, c) =>
    admits({ any: a.any.map((x) => ('member' in x ? { ...x, member: 'g1' } : x)) }, c),
  'every term must admit': (a, c) => ({
    admitted: a.any.every((term) => admits({ any: [term] }, c).admitted),
  }),
  'only the first term counts': (a, c) => admits({ any: a.any.slice(0, 1) }, c),
  'admitted by default': (a, c) => (a.any.length === 0 ? { admitted: true } : admits(a, c)),
}
t.test('positive control: broken rules are seen', async (t) => {
  for (const [name, mutant] of Object.entries(mutants)) {
    t.throws(() => fc.assert(agreement(mutant), runs), name)
  }
})

t.test('more terms, a higher level or more memberships never take away', async (t) => {
  const property = fc.property(anyAudience, anyTerm, anyClearance, (audience, term, clearance) => {
    const before = admits(audience, clearance).admitted
    const wider = admits({ any: [...audience.any, term] }, clearance).admitted
    const raised = clearance.memberships.map((held) => ({ ...held, level: 'steward' as const }))
    const trusted = admits(audience, { ...clearance, memberships: raised }).admitted
    const alone = admits(audience, { ...clearance, memberships: [] }).admitted
    return (!before || (wider && trusted)) && (!alone || before)
  })
  t.doesNotThrow(() => fc.assert(property, runs))
})

t.test('whoever is neither active nor restricted is admitted by `everyone` alone', async (t) => {
  const property = fc.property(anyAudience, anyClearance, (audience, clearance) => {
    const open = audience.any.some((term) => 'everyone' in term)
    return admits(audience, { ...clearance, status: 'suspended' }).admitted === open
  })
  t.doesNotThrow(() => fc.assert(property, runs))
})

t.test('printing is a normal form, and reads back to the same decisions', async (t) => {
  const property = fc.property(anyAudience, anyClearance, (audience, clearance) => {
    const text = printAudience(audience)
    const shuffled = { any: [...audience.any, ...audience.any].reverse() }
    const read = parseAudience(text)
    if (read === null || printAudience(shuffled) !== text || printAudience(read) !== text)
      return false
    return admits(read, clearance).admitted === admits(audience, clearance).admitted
  })
  t.doesNotThrow(() => fc.assert(property, runs))
})

t.test('a predicate nobody understands is no audience', async (t) => {
  const strange = [
    '',
    'null',
    '[]',
    '{}',
    '{"any":{}}',
    '{"any":"everyone"}',
    '{"any":[null]}',
    '{"any":[{}]}',
    '{"any":[{"everyone":false}]}',
    '{"any":[{"everyone":"true"}]}',
    '{"any":[{"everyone":true,"not":{"organisation":"o1"}}]}',
    '{"any":[{"everyone":true}],"not":[{"organisation":"o1"}]}',
    '{"all":[{"everyone":true}]}',
    '{"any":[{"organisation":1}]}',
    '{"any":[{"member":"g1"}]}',
    '{"any":[{"member":"g1","level":"Steward"}]}',
    '{"any":[{"member":"g1","level":"consumer","until":"2026"}]}',
    '{"any":[{"member":"g1","level":"consumer"},{"clearance":"gov"}]}',
    '{"any":[{"everyone":true}],"__proto__":{"any":[]}}',
  ]
  for (const predicate of strange) t.equal(parseAudience(predicate), null, predicate)
})

t.test('no change of one character makes a predicate admit more than it says', async (t) => {
  const property = fc.property(
    anyAudience,
    anyClearance,
    fc.nat(400),
    fc.constantFrom('"', '{', '}', '[', ']', ',', ':', 'x', '1', ' ', ''),
    (audience, clearance, at, character) => {
      const text = printAudience(audience)
      const place = at % text.length
      const read = parseAudience(text.slice(0, place) + character + text.slice(place + 1))
      return read === null || admits(read, clearance).admitted === expected(read, clearance)
    },
  )
  t.doesNotThrow(() => fc.assert(property, runs))
})

t.test('an audience of the owner only admits nobody else', async (t) => {
  const property = fc.property(anyAudience, anyClearance, (audience, clearance) => {
    const other = clearance.organisation_id !== 'o1'
    return !(isOwnerOnly(audience, 'o1') && other && admits(audience, clearance).admitted)
  })
  t.doesNotThrow(() => fc.assert(property, runs))
  t.ok(isOwnerOnly({ any: [{ organisation: 'o1' }] }, 'o1'))
  for (const any of [
    [],
    [{ organisation: 'o2' }],
    [{ organisation: 'o1' }, { organisation: 'o2' }],
    [{ organisation: 'o1' }, { everyone: true as const }],
    [{ member: 'o1', level: 'steward' as const }],
  ]) {
    t.notOk(isOwnerOnly({ any }, 'o1'), JSON.stringify(any))
  }
})
