// How outcomes of tests become a judgement of the checklist.
import t from 'tap'
import {
  type Checklist,
  findShortcomings,
  judge,
  type Outcome,
  readOutcome,
} from '../../scripts/conformance.ts'

const lines: [string, Outcome | null][] = [
  ['    ok 3 - 144 M name', { numbers: ['144'], name: 'name', passed: true }],
  ['    not ok 3 - 144 M name', { numbers: ['144'], name: 'name', passed: false }],
  ['    ok 1 - 1,22 Q a b # time=3.5ms {', { numbers: ['1', '22'], name: 'a b', passed: true }],
  ['    ok 3 - 144 M name # SKIP no tool', null],
  ['        ok 3 - 144 M deeper', null],
  ['ok 3 - test/conformance/x.test.ts', null],
  ['    ok 3 - 144 things', null],
]
t.test('a line of TAP names the numbers it proves', async (t) => {
  for (const [line, outcome] of lines) t.strictSame(readOutcome(line), outcome, line)
})

const checklist: Checklist = {
  sections: { A: 'first', P: 'later' },
  items: {
    1: ['A', 'M', 'one'],
    2: ['A', 'Q', 'two'],
    3: ['A', 'D', 'three'],
    4: ['P', 'M', 'four'],
  },
}
const outcome = (number: string, passed = true): Outcome => ({
  numbers: [number],
  name: `of ${number}`,
  passed,
})

t.test('one failing test fails its number, and none leaves it unproved', async (t) => {
  const judged = judge(checklist, [outcome('1'), outcome('1', false), outcome('3')], { 2: 'why' })
  t.strictSame(
    judged.map(({ verdict }) => verdict),
    ['failing', 'not proved', 'proved', 'forgotten'],
  )
})

t.test('only what is demanded counts', async (t) => {
  t.strictSame(findShortcomings(judge(checklist, [outcome('1'), outcome('2')], {})), [])
  t.strictSame(findShortcomings(judge(checklist, [outcome('1')], { 2: 'why' })), [])
  t.equal(findShortcomings(judge(checklist, [outcome('1')], {})).length, 1)
  t.equal(findShortcomings(judge(checklist, [outcome('1'), outcome('2', false)], {})).length, 1)
})

t.test('more than ten open demands are too many', async (t) => {
  const numbers = Array.from({ length: 11 }, (_, index) => String(index + 1))
  const items = Object.fromEntries(numbers.map((number) => [number, ['A', 'M', number] as const]))
  const long = { sections: {}, items } as unknown as Checklist
  const reasons = Object.fromEntries(numbers.map((number) => [number, 'why']))
  t.equal(findShortcomings(judge(long, [], reasons)).length, 1)
  t.equal(findShortcomings(judge(long, [outcome('1')], reasons)).length, 0)
})
