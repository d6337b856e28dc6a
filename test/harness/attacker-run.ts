// Shows indicators of attackers as each profile does, drawn, closed and sealed, and counts what is
// left of them. Knows no storage.
import type { Dictionary } from '../../src/core/anonymity/dictionary.ts'
import { patternRelationId } from '../../src/core/anonymity/pattern-relation.ts'
import type { DrawnProfile, Scope } from '../../src/core/anonymity/scope.ts'
import type { StixObject } from '../../src/core/stix/object.ts'
import { parsePattern } from '../../src/core/stix/pattern/parse.ts'
import { minimal } from '../core/stix/model/minimal.ts'
import type { AttackerIndicator } from './attacker-corpus.ts'
import { readPlaybooks } from './attackers-victims.ts'
import { exampleOf } from './pattern-example.ts'
import { matchesPattern } from './pattern-match.ts'
import { isValid, showObjects } from './shown-as.ts'

export type Survival = {
  indicators: number
  survived: number
  /** Whose pattern is not as it came. */
  changed: number
  /** Changed patterns by what they make of the original's example. */
  examples: { found: number; flagged: number; untried: number }
  lost: string[]
  /** A changed pattern that finds less and does not say so. */
  narrowed: string[]
  invalid: string[]
}

const uuidOf = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`

/** A corpus as one submission: an indicator each, as an analyst would write it. */
export const indicatorsOf = (corpus: readonly AttackerIndicator[]): StixObject[] =>
  corpus.map(({ kind, pattern, pattern_type }, at) =>
    minimal('indicator', {
      id: `indicator--${uuidOf(at)}`,
      name: kind === 'look-alike' ? 'phishing host' : `loader ${kind}`,
      description: `Seen in mails of April; step ${at % 7} of the intrusion.`,
      indicator_types: ['malicious-activity'],
      ...{ pattern, pattern_type },
    }),
  )

/** What 2.1 asks for that 2.0 did not. */
const upgraded = (object: StixObject): StixObject => {
  const { labels, ...rest } = object
  const more: Record<string, Record<string, unknown>> = {
    indicator: { pattern_type: 'stix', indicator_types: labels },
    report: { report_types: labels },
    malware: { is_family: true, malware_types: labels },
  }
  return { ...rest, ...more[object.type], spec_version: '2.1' } as StixObject
}

/** The playbooks as submissions of STIX 2.1, each with all of its valid objects. */
export const playbookSubmissions = (): StixObject[][] =>
  readPlaybooks().map(({ objects }) => objects.map(upgraded).filter(isValid))

const read = (text: string) => {
  const parsed = parsePattern(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`)
  return parsed.pattern
}

const relationOf = (shown: StixObject): string | undefined => {
  const extensions = (shown.extensions ?? {}) as Record<string, { relation?: string }>
  return extensions[patternRelationId]?.relation
}

/** Whether what an indicator's example sets off, the shown one finds too, or says it may not. */
const compare = (tally: Survival, before: StixObject, shown: StixObject): void => {
  const relation = relationOf(shown)
  if (relation === undefined) tally.narrowed.push(`not told: ${shown.pattern}`)
  if (before.pattern_type !== 'stix') {
    tally.examples.untried += 1
    return
  }
  const given = read(String(before.pattern))
  const history = exampleOf(given)
  if (!matchesPattern(given, history)) tally.examples.untried += 1
  else if (matchesPattern(read(String(shown.pattern)), history)) tally.examples.found += 1
  else if (relation !== 'generalises') tally.examples.flagged += 1
  else tally.narrowed.push(`${before.pattern}: ${shown.pattern}`)
}

export const noSurvival = (): Survival => ({
  indicators: 0,
  survived: 0,
  changed: 0,
  examples: { found: 0, flagged: 0, untried: 0 },
  lost: [],
  narrowed: [],
  invalid: [],
})

/** Adds how the indicators of a submission fare in a profile. */
export const countSurvival = (
  tally: Survival,
  objects: readonly StixObject[],
  profile: DrawnProfile,
  dictionary: Dictionary,
  bystanders: Scope['bystanders'] = [],
): void => {
  const given = new Map(objects.map((object) => [object.id, object]))
  for (const shown of showObjects(objects, profile, dictionary, bystanders)) {
    const before = given.get(shown.id)!
    const object: StixObject | null = shown.fate === 'withheld' ? null : JSON.parse(shown.body)
    if (object !== null && !isValid(object)) tally.invalid.push(JSON.stringify(object))
    if (before.type !== 'indicator') continue
    tally.indicators += 1
    if (shown.fate === 'withheld') tally.lost.push(`${shown.reason} ${before.pattern}`)
    if (object === null) continue
    tally.survived += 1
    if (object.pattern === before.pattern) continue
    tally.changed += 1
    compare(tally, before, object)
  }
}

/** Indicators that find a victim's host as well, joined by an operator. */
export const mixedWith = (
  corpus: readonly AttackerIndicator[],
  victim: string,
  operator: string,
): AttackerIndicator[] =>
  corpus
    .filter(({ pattern_type }) => pattern_type === 'stix')
    .map((one) => ({ ...one, pattern: `${victim} ${operator} (${one.pattern})` }))
