// Union, intersection and difference of audiences, and what they imply, against what they admit.
import fc from 'fast-check'
import t from 'tap'
import { lackOf, touches } from '../../../src/core/sharing/atom.ts'
import {
  type Atom,
  type Audience,
  admits,
  anyone,
  implies,
  intersect,
  isEmpty,
  nobody,
  only,
  parseAudience,
  printAudience,
  subtract,
  unite,
} from '../../../src/core/sharing/audience.ts'
import type { Clearance } from '../../../src/core/sharing/clearance.ts'
import { untilFound } from '../../fixture/until-found.ts'
import { anyAudience, anyClearance } from './clearances.ts'

const organisation = (id: string): Atom => ({ is: 'organisation', id })
const consumer: Atom = { is: 'member', group: 'g1', level: 'consumer' }
const trusted: Atom = { is: 'member', group: 'g1', level: 'trusted' }
const green: Atom = { is: 'tlp', tlp: 'green' }
const amber: Atom = { is: 'tlp', tlp: 'amber' }
const client = (...except: string[]): Atom => ({ is: 'client', group: 'g1', except })
const clause = (all: Atom[], ...none: Atom[]): Audience => ({ any: [{ all, none }] })

const alike: [string, Audience, Audience][] = [
  ['twice', clause([consumer, consumer]), clause([consumer])],
  ['a higher level', clause([consumer, trusted]), clause([trusted])],
  ['another group', only(trusted), clause([{ ...trusted }])],
  ['a stricter cap', clause([consumer, green, amber]), clause([amber, consumer])],
  ['anyone besides', clause([{ is: 'anyone' }, consumer]), clause([consumer])],
  ['fewer sponsors', clause([client(), client('o2')]), clause([client('o2')])],
  ['sponsors in another order', only(client('o2', 'o1', 'o2')), only(client('o1', 'o2'))],
  ['held and taken', clause([trusted], consumer), nobody],
  ['taken at a higher level', clause([consumer], trusted), clause([consumer], trusted, trusted)],
  ['two organisations', clause([organisation('o1'), organisation('o2')]), nobody],
  [
    'two countries',
    clause([
      { is: 'country', country: 'JP' },
      { is: 'country', country: 'US' },
    ]),
    nobody,
  ],
  [
    'two kinds',
    clause([
      { is: 'kind', kind: 'a' },
      { is: 'kind', kind: 'b' },
    ]),
    nobody,
  ],
  [
    'two people',
    clause([
      { is: 'person', id: 'a' },
      { is: 'person', id: 'b' },
    ]),
    nobody,
  ],
  ['anyone taken', clause([consumer], { is: 'anyone' }), nobody],
  ['asks nothing', clause([]), nobody],
  ['asks only how much', clause([green]), nobody],
  ['only how much, in words', only(green), clause([{ is: 'anyone' }, green])],
  [
    'another organisation taken',
    clause([organisation('o1')], organisation('o2')),
    only(organisation('o1')),
  ],
  [
    'a lower level taken as well',
    clause([{ is: 'anyone' }], trusted, consumer),
    clause([{ is: 'anyone' }], consumer),
  ],
  [
    'a clause within another',
    { any: [...only(trusted).any, ...only(consumer).any] },
    only(consumer),
  ],
  ['around it', { any: [...only(consumer).any, ...only(trusted).any] }, only(consumer)],
  [
    'a clause that takes more',
    { any: [...clause([consumer], organisation('o1')).any, ...only(consumer).any] },
    only(consumer),
  ],
  [
    'a clause of another',
    {
      any: [
        ...only(consumer, organisation('o2')).any,
        ...clause([consumer], organisation('o1')).any,
      ],
    },
    clause([consumer], organisation('o1')),
  ],
]
t.test('equal audiences print alike', async (t) => {
  for (const [name, one, other] of alike) t.equal(printAudience(one), printAudience(other), name)
  t.not(printAudience(only(consumer)), printAudience(only(trusted)))
  t.not(
    printAudience(
      clause([
        { is: 'sector', sector: 'a' },
        { is: 'sector', sector: 'b' },
      ]),
    ),
    printAudience(nobody),
    'an organisation has several sectors',
  )
})

t.test('a table of implications', async (t) => {
  const cases: [string, Audience, Audience, boolean][] = [
    ['itself', only(consumer), only({ ...consumer }), true],
    ['nobody is anybody', nobody, only(consumer), true],
    ['anybody is not nobody', only(consumer), nobody, false],
    ['a higher level', only(trusted), only(consumer), true],
    ['a lower level', only(consumer), only(trusted), false],
    ['anyone', only(consumer), anyone, true],
    [
      'a person of an organisation',
      only({ is: 'person', id: 'p1' }),
      only(organisation('o1')),
      false,
    ],
    ['fewer sponsors', only(client('o1')), only(client()), true],
    ['more sponsors', only(client()), only(client('o1')), false],
    ['a stricter cap', only(consumer, amber), only(consumer, green), true],
    ['less taken', clause([consumer], organisation('o1')), only(consumer), true],
    ['more taken', only(consumer), clause([consumer], organisation('o1')), false],
    ['a wider taking', clause([consumer], client()), clause([consumer], client('o1')), true],
    [
      'each of two',
      unite(only(trusted), only(organisation('o1'))),
      unite(only(organisation('o1')), only(consumer)),
      true,
    ],
    ['one of two', unite(only(trusted), only(organisation('o1'))), only(consumer), false],
  ]
  for (const [name, narrow, wide, expected] of cases) t.equal(implies(narrow, wide), expected, name)
})

/** Whether a clearance is touched by an audience as it is when taken away from another. */
const touchedBy = (audience: Audience, c: Clearance): boolean =>
  (parseAudience(printAudience(audience)) as Audience).any.some(
    ({ all, none }) =>
      all.every((atom) => touches(atom, c)) && none.every((atom) => lackOf(atom, c) !== null),
  )
const takes = (audience: Audience, c: Clearance): boolean => admits(audience, c).admitted

type Algebra = {
  unite: typeof unite
  intersect: typeof intersect
  subtract: typeof subtract
  implies: typeof implies
  isEmpty: typeof isEmpty
}
const algebra: Algebra = { unite, intersect, subtract, implies, isEmpty }

const holds = (rule: Algebra) =>
  fc.property(anyAudience, anyAudience, anyClearance, (a, b, c) => {
    const [inA, inB] = [takes(a, c), takes(b, c)]
    const rest = takes(rule.subtract(a, b), c)
    return (
      takes(rule.unite(a, b), c) === (inA || inB) &&
      takes(rule.intersect(a, b), c) === (inA && inB) &&
      rest === (inA && !touchedBy(b, c)) &&
      !(rest && inB) &&
      !(rule.implies(a, b) && inA && !inB) &&
      !(rule.isEmpty(a) && inA)
    )
  })
const runs = { numRuns: 6_000 }

t.test('the algebra is that of who is admitted', async (t) => {
  t.doesNotThrow(() => fc.assert(holds(algebra), runs))
})

t.test('positive control: a broken algebra is seen', async (t) => {
  const firsts = (a: Audience): Audience => ({ any: a.any.slice(0, 1) })
  const level = (a: Audience): Audience =>
    parseAudience(
      printAudience(a).replaceAll(/consumer|contributor|trusted|steward/g, 'observer'),
    ) as Audience
  const mutants: Record<string, Partial<Algebra>> = {
    'union of one': { unite: (a, b) => (a.any.length > 0 ? a : b) },
    'intersection of the first clauses': { intersect: (a, b) => intersect(firsts(a), b) },
    'difference that takes nothing': { subtract: (a) => a },
    'difference that takes the first clause': { subtract: (a, b) => subtract(a, firsts(b)) },
    'difference that forgets what was taken before': {
      subtract: (a, b) => subtract({ any: a.any.map(({ all }) => ({ all, none: [] })) }, b),
    },
    'a level is taken for another': { implies: (a, b) => implies(level(a), level(b)) },
    'what a clause takes is not looked at': {
      implies: (a, b) => implies(a, { any: b.any.map(({ all }) => ({ all, none: [] })) }),
    },
    'one clause is enough': { implies: (a, b) => implies(firsts(a), b) },
    'no clause is empty': { isEmpty: (a) => a.any.length < 2 },
  }
  for (const [name, mutant] of Object.entries(mutants)) {
    t.throws(() => fc.assert(holds({ ...algebra, ...mutant }), untilFound), name)
  }
})

t.test('laws: order, doubles, nobody and anyone', async (t) => {
  const property = fc.property(anyAudience, anyAudience, anyClearance, (a, b, c) => {
    const print = printAudience
    return (
      print(intersect(a, b)) === print(intersect(b, a)) &&
      print(unite(a, b)) === print(unite(b, a)) &&
      print(intersect(a, a)) === print(intersect(a, { any: [...a.any] })) &&
      print(unite(a, a)) === print(a) &&
      print(intersect(a, anyone)) === print(a) &&
      print(unite(a, nobody)) === print(a) &&
      print(subtract(a, nobody)) === print(a) &&
      isEmpty(subtract(a, anyone)) &&
      isEmpty(intersect(a, nobody)) &&
      implies(intersect(a, b), a) &&
      implies(a, unite(a, b)) &&
      implies(subtract(a, b), a) &&
      admits(intersect(a, b), c).since ===
        (takes(a, c) && takes(b, c) ? Math.max(admits(a, c).since, admits(b, c).since) : 0)
    )
  })
  t.doesNotThrow(() => fc.assert(property, runs))
})

t.test('what is remembered is bounded and changes nothing', async (t) => {
  const first = printAudience(only(organisation('first')))
  for (let n = 0; n < 10_100; n++) intersect(only(organisation(`n${n}`)), only(green))
  t.equal(printAudience(only(organisation('first'))), first)
  t.equal(
    printAudience(intersect(only(organisation('n1')), only(green))),
    printAudience(only(organisation('n1'), green)),
  )
})
