// Most of what attackers leave survives anonymising whole, whoever the victim is: INV-25.
import t from 'tap'
import { compileDictionary, findTerms } from '../../../src/core/anonymity/dictionary.ts'
import { anonymisePattern, type PatternScope } from '../../../src/core/anonymity/pattern.ts'
import { parsePattern } from '../../../src/core/stix/pattern/parse.ts'
import { type AttackerIndicator, makeAttackerCorpus } from '../../harness/attacker-corpus.ts'
import { floors, readPlaybooks, victims } from '../../harness/attackers-victims.ts'
import { exampleOf } from '../../harness/pattern-example.ts'
import { matchesPattern, type Sighted } from '../../harness/pattern-match.ts'

type Tally = { alive: number; changed: number; lost: string[] }

/** How an indicator fares; every form of it that leaves names nothing of the victim. */
const tally = (corpus: readonly AttackerIndicator[], scope: PatternScope): Tally => {
  const counted: Tally = { alive: 0, changed: 0, lost: [] }
  for (const { kind, pattern_type, pattern } of corpus) {
    const drawn = anonymisePattern(pattern, pattern_type, undefined, scope)
    if (drawn.fate === 'withheld') counted.lost.push(`${drawn.reason} ${kind} ${pattern}`)
    else counted.alive += 1
    if (drawn.fate === 'changed') counted.changed += 1
  }
  return counted
}

const dictionaries = Object.fromEntries(
  Object.entries(victims).map(([name, { brands, ...assets }]) => [
    name,
    compileDictionary([assets]),
  ]),
)

t.test('INV-25 the corpus survives each profile, for each victim', async (t) => {
  for (const [name, assets] of Object.entries(victims)) {
    const corpus = makeAttackerCorpus(2_100, assets.brands, 7)
    const kinds = new Set(corpus.map(({ kind }) => kind))
    t.ok(corpus.length >= 2_000 && kinds.size >= 12, `${corpus.length} of ${kinds.size} kinds`)
    for (const profile of ['P1', 'P2', 'P3'] as const) {
      const dictionary = dictionaries[name]!
      const bystanders = Object.entries(dictionaries)
        .filter(([other]) => other !== name)
        .map(([organisation_id, other]) => ({ organisation_id, dictionary: other }))
      const scope = { dictionary, bystanders, profile, victim_consent: false }
      const { alive, changed, lost } = tally(corpus, scope)
      const share = alive / corpus.length
      t.comment(
        `${name} ${profile}: ${(share * 100).toFixed(2)} % of ${corpus.length} survive, ${changed} changed`,
      )
      t.ok(share >= floors[profile], `${name} ${profile}: ${lost.slice(0, 5).join('\n')}`)
      t.ok(changed < corpus.length / 50, `${name} ${profile}: few are changed`)
      const other = lost.filter((one) => !one.startsWith('look-alike look-alike'))
      t.strictSame(other, [], `${name} ${profile}: only look-alikes are withheld`)
      const looking = profile === 'P1' ? 0 : corpus.filter(({ lookAlike }) => lookAlike).length
      t.equal(lost.length, looking, `${name} ${profile}: all look-alikes are withheld past P1`)
    }
  }
})

t.test('INV-25 positive control: a careless dictionary is seen to cost indicators', async (t) => {
  const careless = compileDictionary([{ cidrs: ['5.0.0.0/8', '23.0.0.0/8', '45.0.0.0/8'] }])
  const corpus = makeAttackerCorpus(2_100, [], 7)
  const { alive } = tally(corpus, {
    ...{ dictionary: careless, bystanders: [], profile: 'P2', victim_consent: false },
  })
  t.ok(alive / corpus.length < floors.P2, 'the floor can be missed')
})

const read = (text: string) => {
  const parsed = parsePattern(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`)
  return parsed.pattern
}

/** Whether what a pattern finds, the one drawn from it finds as well. */
const compareOn = (history: Sighted[], before: string, after: string) => {
  if (!matchesPattern(read(before), history)) return 'not tried'
  return matchesPattern(read(after), history) ? 'found' : 'missed'
}

/** What tells nobody by itself once the victim's condition is gone (I2). */
const loose = new Set(['file-name', 'file-path', 'registry-value', 'command-line', 'service'])

t.test('I2, I3 a victim’s condition goes, and the attacker’s stay', async (t) => {
  const dictionary = dictionaries.railway!
  const scope = { dictionary, bystanders: [], profile: 'P1', victim_consent: false } as const
  const victim = "[email-message:to_refs[*].value = 'tanaka@minato-rail.example']"
  const stix = makeAttackerCorpus(2_100, [], 7).filter(
    ({ pattern_type }) => pattern_type === 'stix',
  )
  for (const operator of ['OR', 'AND', 'FOLLOWEDBY']) {
    const fates: Record<string, number> = {}
    for (const { kind, pattern } of stix) {
      const text = `${victim} ${operator} (${pattern})`
      const drawn = anonymisePattern(text, 'stix', undefined, scope)
      const told = drawn.fate === 'changed' ? drawn.relation : drawn.fate
      fates[told] = (fates[told] ?? 0) + 1
      if (drawn.fate === 'changed') {
        const expected = operator === 'OR' ? 'narrows' : 'generalises'
        // A mail address in a URL is opened besides.
        const isOpened = drawn.relation === 'both' && pattern.includes('%40')
        if (drawn.relation !== expected && !isOpened) t.fail(`${text}: ${told}`)
        if (findTerms(drawn.pattern, dictionary).length > 0) t.fail(drawn.pattern)
        const seen = compareOn(exampleOf(read(text)), text, drawn.pattern)
        fates[seen] = (fates[seen] ?? 0) + 1
        if (drawn.relation === 'generalises' && seen === 'missed') t.fail(`${text}: ${seen}`)
      } else if (operator === 'OR' || !loose.has(kind)) t.fail(`${text}: ${told}`)
    }
    t.ok(fates.found! > stix.length * 0.8, `${operator}: most of the derived patterns are tried`)
    t.comment(`${operator}: ${JSON.stringify(fates)} of ${stix.length}`)
  }
})

const playbooks: AttackerIndicator[] = readPlaybooks()
  .flatMap(({ objects }) => objects)
  .filter(({ type }) => type === 'indicator')
  .map(({ pattern }) => ({
    ...{ kind: 'playbook', pattern_type: 'stix', pattern: String(pattern), lookAlike: false },
  }))

t.test('INV-25 real indicators survive', { skip: playbooks.length === 0 }, async (t) => {
  const corpus = playbooks
  t.ok(corpus.length > 500)
  for (const [name, dictionary] of Object.entries(dictionaries)) {
    for (const profile of ['P1', 'P2', 'P3'] as const) {
      const scope = { dictionary, bystanders: [], profile, victim_consent: false }
      const { alive, changed, lost } = tally(corpus, scope)
      const share = alive / corpus.length
      t.comment(
        `${name} ${profile}: ${(share * 100).toFixed(2)} % of ${corpus.length}, ${changed} changed`,
      )
      t.ok(share >= floors[profile], `${name} ${profile}: ${lost.slice(0, 5).join('\n')}`)
      t.equal(changed, 0, `${name} ${profile}: none is changed`)
    }
  }
})
