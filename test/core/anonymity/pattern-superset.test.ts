// What a changed pattern is said to match, it matches: more, or less, than the one that was given,
// on any history of observations (I1–I4, INV-24).
import fc from 'fast-check'
import t from 'tap'
import { compileDictionary, findTerms } from '../../../src/core/anonymity/dictionary.ts'
import { anonymisePattern } from '../../../src/core/anonymity/pattern.ts'
import { parsePattern } from '../../../src/core/stix/pattern/parse.ts'
import { printPattern } from '../../../src/core/stix/pattern/print.ts'
import { matchesPattern, type Sighted } from '../../harness/pattern-match.ts'
import { historiesFor, patterns } from './pattern-arbitrary.ts'

const dictionary = compileDictionary([
  { domains: ['acme.example'], cidrs: ['198.51.100.0/24'], terms: ['Acme'] },
])

type Relation = 'generalises' | 'narrows' | 'both'
type Count = Record<string, number>

const read = (text: string) => {
  const parsed = parsePattern(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`)
  return parsed.pattern
}

/** Draws patterns and compares what they match with what their source matches. */
const compare = (told: (relation: Relation) => Relation, counts: Count = {}) =>
  fc.check(
    fc.property(
      patterns.chain((pattern) => fc.tuple(fc.constant(pattern), historiesFor(pattern))),
      fc.constantFrom('P1' as const, 'P2' as const, 'P3' as const),
      ([pattern, history], profile) => {
        const text = printPattern(pattern)
        const drawn = anonymisePattern(text, 'stix', undefined, {
          ...{ dictionary, bystanders: [], profile, victim_consent: false },
        })
        counts[drawn.fate] = (counts[drawn.fate] ?? 0) + 1
        if (drawn.fate !== 'changed') return true
        const relation = told(drawn.relation)
        const [before, after] = [text, drawn.pattern].map((one) =>
          matchesPattern(read(one), history),
        )
        const outcome = `${drawn.relation}: ${before ? 'matched' : 'did not'}, ${after ? 'matches' : 'does not'}`
        counts[outcome] = (counts[outcome] ?? 0) + 1
        if (findTerms(drawn.pattern, dictionary).length > 0) return false
        if (relation === 'generalises') return !before || after!
        return relation === 'narrows' ? before! || !after : true
      },
    ),
    { numRuns: 4000, seed: 20240228 },
  )

t.test('INV-24 a changed pattern matches what it is said to', async (t) => {
  const counts: Count = {}
  const run = compare((relation) => relation, counts)
  t.notOk(run.failed, `${fc.defaultReportMessage(run)}`)
  for (const [outcome, count] of Object.entries(counts).sort()) t.comment(`${outcome}: ${count}`)
  for (const wanted of [
    'generalises: matched, matches',
    'generalises: did not, matches',
    'narrows: matched, matches',
    'narrows: matched, does not',
    'both: matched, does not',
    'both: did not, matches',
  ]) {
    t.ok((counts[wanted] ?? 0) >= 5, `the histories are near enough to see: ${wanted}`)
  }
})

t.test('INV-24 positive control: the same check catches each wrong relation', async (t) => {
  const lies: [Relation, Relation][] = [
    ['generalises', 'narrows'],
    ['narrows', 'generalises'],
    ['both', 'generalises'],
    ['both', 'narrows'],
  ]
  for (const [truth, lie] of lies) {
    const run = compare((relation) => (relation === truth ? lie : relation))
    t.ok(run.failed, `${truth} told as ${lie}`)
  }
})

t.test('the judge of matches knows STIX 2.1 §9', async (t) => {
  const at = (minutes: number, ...objects: Sighted['objects']): Sighted => ({
    at: minutes * 60_000,
    objects,
  })
  const a = { type: 'file', name: 'a', size: 7, list: ['x', 'y'] }
  const b = { type: 'file', name: 'b' }
  const ip = { type: 'ipv4-addr', value: '45.9.20.7' }
  const cases: [string, Sighted[], boolean][] = [
    ["[file:name = 'a']", [at(0, a)], true],
    ["[file:name = 'b']", [at(0, a)], false],
    [
      "[file:name != 'b' AND file:size >= 7 AND file:size <= 7 AND file:size > 6 AND file:size < 8]",
      [at(0, a)],
      true,
    ],
    ["[file:list[*] = 'y' AND file:list[0] = 'x']", [at(0, a)], true],
    ["[file:list[*] NOT IN ('x')]", [at(0, a)], true],
    ["[NOT EXISTS file:size AND file:name LIKE '_']", [at(0, b)], true],
    ["[EXISTS file:name.inner OR file:name[*] = 'b']", [at(0, b)], false],
    ["[file:name = 'a' AND file:name = 'b']", [at(0, a, b)], false],
    ["[file:name = 'a'] AND [file:name = 'b']", [at(0, a, b)], false],
    ["[file:name = 'a'] AND [file:name = 'b']", [at(1, b), at(2, a)], true],
    ["[file:name = 'a'] FOLLOWEDBY [file:name = 'b']", [at(1, b), at(2, a)], false],
    ["[file:name = 'a'] OR [file:name = 'c']", [at(0, a)], true],
    ["([file:name = 'a'] AND [file:name = 'b']) WITHIN 60 SECONDS", [at(1, b), at(2, a)], true],
    ["([file:name = 'a'] AND [file:name = 'b']) WITHIN 59 SECONDS", [at(1, b), at(2, a)], false],
    ["[file:name = 'a'] REPEATS 2 TIMES", [at(1, a), at(1, a)], true],
    ["[file:name = 'a'] REPEATS 2 TIMES", [at(1, a), at(1, b)], false],
    ["[file:name = 'a'] REPEATS 9 TIMES", [at(1, a)], false],
    [
      "[file:name = 'a'] START t'1970-01-01T00:01:00Z' STOP t'1970-01-01T00:02:00Z'",
      [at(1, a)],
      true,
    ],
    [
      "[file:name = 'a'] START t'1970-01-01T00:00:00Z' STOP t'1970-01-01T00:01:00Z'",
      [at(1, a)],
      false,
    ],
    [
      "[ipv4-addr:value ISSUBSET '45.9.20.0/24' AND ipv4-addr:value ISSUPERSET '45.9.20.7']",
      [at(0, ip)],
      true,
    ],
    ["[file:size LIKE '7' OR file:size MATCHES 'a']", [at(0, a)], false],
  ]
  for (const [pattern, history, found] of cases) {
    t.equal(matchesPattern(read(pattern), history), found, pattern)
  }
})
