// What is held for a time, at a moment that is given.
import fc from 'fast-check'
import t from 'tap'
import {
  type Acceptance,
  agreementInForce,
  type GroupAgreement,
  type HeldClearance,
  isAccepted,
  unexpiredClearances,
} from '../../../src/core/sharing/moment.ts'

const at = (second: number): string => new Date(second * 1000).toISOString()
const now = 100 * 1_000_000

const one = { name: 'nda', version: 1 }
const two = { name: 'nda', version: 2 }

// what, the group's agreements, what is accepted, whether that will do at second 100
const agreements: [string, GroupAgreement[], Acceptance[], boolean][] = [
  ['none is asked', [], [], true],
  ['nothing accepted', [one], [], false],
  ['accepted', [one], [one], true],
  ['another one accepted', [one], [{ name: 'charter', version: 1 }], false],
  ['a later version accepted', [one], [two], true],
  ['an earlier version accepted', [two], [one], false],
  ['accepted just now', [one], [{ ...one, accepted: at(100) }], true],
  ['accepted in a second', [one], [{ ...one, accepted: at(101) }], false],
  ['accepted nobody knows when', [one], [{ ...one, accepted: 'soon' }], false],
  ['in force from now on', [one, { ...two, from: at(100) }], [one], false],
  ['in force in a second', [one, { ...two, from: at(101) }], [one], true],
  ['in force nobody knows when', [{ ...two, from: 'soon' }], [one], false],
  ['none in force yet', [{ ...one, from: at(101) }], [], true],
  ['replaced by another', [one, { name: 'charter', version: 1, from: at(50) }], [one], false],
  [
    'in any order',
    [{ ...two, from: at(60) }, one, { name: 'charter', version: 1, from: at(50) }],
    [two],
    true,
  ],
]

t.test('what is accepted', async (t) => {
  for (const [what, asked, accepted, expected] of agreements) {
    t.equal(isAccepted(asked, accepted, now), expected, what)
    t.equal(isAccepted(asked.toReversed(), accepted, now), expected, `${what}, in other order`)
  }
})

// what, what is held, what of it at second 100
const clearances: [string, HeldClearance[], string[]][] = [
  ['nothing', [], []],
  ['without end', [{ name: 'b' }, { name: 'a' }], ['a', 'b']],
  ['until now', [{ name: 'a', until: at(100) }], []],
  ['until a second later', [{ name: 'a', until: at(101) }], ['a']],
  ['until nobody knows when', [{ name: 'a', until: 'soon' }], []],
  ['twice', [{ name: 'a' }, { name: 'a', until: at(101) }], ['a']],
]

t.test('what has not expired', async (t) => {
  for (const [what, held, expected] of clearances) {
    t.same(unexpiredClearances(held, now), expected, what)
  }
})

const second = fc.integer({ min: 0, max: 20 })
const asked = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('nda', 'charter'),
    version: fc.integer({ min: 1, max: 3 }),
    from: second.map(at),
  }),
  { selector: ({ from }) => from, maxLength: 4 },
)

/** Who holds the agreement in force at every moment is never out, and nobody else is in. */
const keepsTo = (rule: typeof isAccepted): boolean => {
  const property = fc.property(asked, second, (list, moment) => {
    const micros = moment * 1_000_000
    const started = list.filter(({ from }) => Date.parse(from) <= moment * 1000)
    const last = started.sort((a, b) => Date.parse(a.from) - Date.parse(b.from)).at(-1)
    const { name, version } = last ?? { name: '', version: 0 }
    const holds = rule(list, [{ name, version }], micros)
    const lacks = rule(list, [{ name, version: version - 1 }], micros)
    return holds && (last === undefined || !lacks)
  })
  return !fc.check(property, { numRuns: 1000 }).failed
}

t.test('the agreement in force decides, whatever the order', async (t) => {
  t.ok(keepsTo(isAccepted))
  const mutant: typeof isAccepted = (list, accepted, micros) => {
    const first = list.filter((one) => agreementInForce([one], micros) !== null)[0]
    return first === undefined || isAccepted([first], accepted, micros)
  }
  t.notOk(keepsTo(mutant), 'control: the first in the list decides')
})
