// An audience's rule against the same rule written another way, and what no audience may do.
import fc from 'fast-check'
import t from 'tap'
import {
  type Atom,
  type Audience,
  admits,
  parseAudience,
  printAudience,
} from '../../../src/core/sharing/audience.ts'
import { type Clearance, levels } from '../../../src/core/sharing/clearance.ts'
import { tlpLevels } from '../../../src/core/sharing/tlp.ts'
import { untilFound } from '../../fixture/until-found.ts'
import { anyAtom, anyAudience, anyClause, anyClearance } from './clearances.ts'

/** The rule once more, written another way. `taken` is how an atom is looked at in `none`. */
const has = (atom: Atom, c: Clearance, taken: boolean): boolean => {
  const inside = taken || ['active', 'restricted'].includes(c.status)
  const cap = c.max_tlp === null ? 4 : tlpLevels.indexOf(c.max_tlp)
  const byAtom: Record<Atom['is'], (atom: never) => boolean> = {
    anyone: () => true,
    active: () => c.status === 'active',
    community: () => inside && c.community,
    organisation: ({ id }: { id: string }) => inside && c.organisation_id === id,
    person: ({ id }: { id: string }) => inside && c.principal_id === id && (taken || !c.service),
    member: (a: { group: string; level: (typeof levels)[number] }) =>
      inside &&
      c.memberships.some(
        (held) =>
          held.group_id === a.group &&
          levels.indexOf(held.level) >= levels.indexOf(a.level) &&
          (taken || held.accepted),
      ),
    client: (a: { group: string; except: string[] }) =>
      inside &&
      c.sponsors.some((s) => s.group_id === a.group && !a.except.includes(s.organisation_id)),
    kind: ({ kind }: { kind: string }) => inside && c.kind === kind,
    sector: ({ sector }: { sector: string }) => inside && c.sectors.includes(sector),
    country: ({ country }: { country: string }) => inside && c.country === country,
    clearance: ({ name }: { name: string }) => inside && c.clearances.includes(name),
    past: (a: { group: string; except: string[]; before: number }) =>
      inside &&
      (c.memberships.some((held) => held.group_id === a.group && held.sees_from < a.before) ||
        c.sponsors.some(
          (s) =>
            s.group_id === a.group &&
            !a.except.includes(s.organisation_id) &&
            s.sees_from < a.before,
        )),
    tlp: ({ tlp }: { tlp: (typeof tlpLevels)[number] }) =>
      cap >= tlpLevels.indexOf(tlp) && !(tlp === 'red' && c.service),
  }
  return byAtom[atom.is](atom as never)
}
const expected = ({ any }: Audience, clearance: Clearance): boolean =>
  any.some(
    ({ all, none }) =>
      all.some(isGround) &&
      all.every((atom) => has(atom, clearance, false)) &&
      !none.some((atom) => has(atom, clearance, true)),
  )

const isGround = ({ is }: Atom): boolean => is !== 'tlp' && is !== 'past'

type Admits = (audience: Audience, clearance: Clearance) => { admitted: boolean }

const agreement = (rule: Admits) =>
  fc.property(anyAudience, anyClearance, (audience, clearance) => {
    return rule(audience, clearance).admitted === expected(audience, clearance)
  })

const runs = { numRuns: 6_000 }

t.test('admits is total and is the rule', async (t) => {
  t.doesNotThrow(() => fc.assert(agreement(admits), runs))
})

const each = (audience: Audience, change: (atom: Atom) => Atom): Audience => ({
  any: audience.any.map(({ all, none }) => ({ all: all.map(change), none: none.map(change) })),
})
const mutants: Record<string, Admits> = {
  'no status is looked at': (a, c) => admits(a, { ...c, status: 'active' }),
  'no agreement is asked': (a, c) =>
    admits(a, { ...c, memberships: c.memberships.map((held) => ({ ...held, accepted: true })) }),
  'a service is a person': (a, c) => admits(a, { ...c, service: false }),
  'no cap': (a, c) => admits(a, { ...c, max_tlp: null }),
  'a level too low is enough': (a, c) =>
    admits(
      each(a, (atom) => (atom.is === 'member' ? { ...atom, level: 'observer' } : atom)),
      c,
    ),
  'any group will do': (a, c) =>
    admits(
      each(a, (atom) => (atom.is === 'member' ? { ...atom, group: 'g1' } : atom)),
      c,
    ),
  'any sponsor will do': (a, c) =>
    admits(
      each(a, (atom) => (atom.is === 'client' ? { ...atom, except: [] } : atom)),
      c,
    ),
  'nothing is taken away': (a, c) =>
    admits({ any: a.any.map(({ all }) => ({ all, none: [] })) }, c),
  'every clause must admit': (a, c) => ({
    admitted: a.any.every((clause) => admits({ any: [clause] }, c).admitted),
  }),
  'only the first clause counts': (a, c) => admits({ any: a.any.slice(0, 1) }, c),
  'only the first atom counts': (a, c) =>
    admits({ any: a.any.map(({ all, none }) => ({ all: all.slice(0, 1), none })) }, c),
  'admitted by default': (a, c) => (a.any.length === 0 ? { admitted: true } : admits(a, c)),
}
t.test('positive control: broken rules are seen', async (t) => {
  for (const [name, mutant] of Object.entries(mutants)) {
    t.throws(() => fc.assert(agreement(mutant), untilFound), name)
  }
})

t.test('more clauses never take away, more that is asked never adds', async (t) => {
  const property = fc.property(
    anyAudience,
    anyClause,
    anyAtom,
    anyClearance,
    (audience, clause, atom, clearance) => {
      const before = admits(audience, clearance).admitted
      const wider = admits({ any: [...audience.any, clause] }, clearance).admitted
      const asking = audience.any.map(({ all, none }) => ({ all: [...all, atom], none }))
      const taking = audience.any.map(({ all, none }) => ({ all, none: [...none, atom] }))
      const grounded = audience.any.every(({ all }) => all.some(isGround))
      const narrower =
        admits({ any: asking }, clearance).admitted || admits({ any: taking }, clearance).admitted
      return (!before || wider) && (before || !grounded || !narrower)
    },
  )
  t.doesNotThrow(() => fc.assert(property, runs))
})

t.test('whoever is neither active nor restricted is admitted by `anyone` alone', async (t) => {
  const property = fc.property(anyAudience, anyClearance, (audience, clearance) => {
    const open = audience.any.filter(({ all }) =>
      all.every(({ is }) => is === 'anyone' || is === 'tlp'),
    )
    const outside = { ...clearance, status: 'suspended' }
    return admits(audience, outside).admitted === admits({ any: open }, outside).admitted
  })
  t.doesNotThrow(() => fc.assert(property, runs))
})

t.test('printing is a normal form, and reads back to the same decisions', async (t) => {
  const property = fc.property(anyAudience, anyClearance, (audience, clearance) => {
    const text = printAudience(audience)
    const turned = [...audience.any, ...audience.any]
      .reverse()
      .map(({ all, none }) => ({ all: [...all, ...all].reverse(), none: [...none].reverse() }))
    const read = parseAudience(text)
    if (read === null || printAudience({ any: turned }) !== text || printAudience(read) !== text)
      return false
    const { admitted, since } = admits(read, clearance)
    const before = admits(audience, clearance)
    return admitted === before.admitted && since === before.since
  })
  t.doesNotThrow(() => fc.assert(property, runs))
})

const clause = (...all: string[]) => `{"any":[{"all":[${all.join()}],"none":[]}]}`
t.test('a predicate nobody understands is no audience', async (t) => {
  t.ok(parseAudience(clause('{"is":"anyone"}')))
  t.ok(parseAudience(clause('{"except":["o1"],"group":"g1","is":"client"}')))
  const strange = [
    '',
    'null',
    '[]',
    '{}',
    '{"any":{}}',
    '{"any":"anyone"}',
    '{"any":[null]}',
    '{"any":[{}]}',
    '{"any":[{"all":[{"is":"anyone"}]}]}',
    '{"any":[{"all":{"is":"anyone"},"none":[]}]}',
    '{"any":[{"all":[{"is":"anyone"}],"none":{}}]}',
    '{"any":[{"all":[{"is":"anyone"}],"none":[null]}]}',
    '{"any":[{"all":[{"is":"anyone"}],"none":[],"until":"2026"}]}',
    '{"any":[{"all":[{"is":"anyone"}],"none":[]}],"not":[]}',
    '{"any":[{"all":[{"is":"anyone"}],"none":[]}],"__proto__":{"any":[]}}',
    '{"all":[{"is":"anyone"}]}',
    clause('null'),
    clause('"anyone"'),
    clause('{"is":"Anyone"}'),
    clause('{"is":"constructor"}'),
    clause('{"is":["anyone"]}'),
    clause('{"is":"anyone","not":true}'),
    clause('{"anyone":true}'),
    clause('{"is":"organisation","id":1}'),
    clause('{"is":"organisation","name":"o1"}'),
    clause('{"is":"member","group":"g1"}'),
    clause('{"is":"member","group":"g1","level":"Steward"}'),
    clause('{"is":"client","group":"g1","except":"o1"}'),
    clause('{"is":"client","group":"g1","except":[1]}'),
    clause('{"is":"tlp","tlp":"pink"}'),
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
