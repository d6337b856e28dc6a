// Patterns with the form each must take: what the tests of patterns share. ACME is the owner.
import type tap from 'tap'
import { compileDictionary } from '../../../src/core/anonymity/dictionary.ts'
import {
  type AnonymisedPattern,
  anonymisePattern,
  type PatternScope,
} from '../../../src/core/anonymity/pattern.ts'
import { parsePattern } from '../../../src/core/stix/pattern/parse.ts'

const dictionary = compileDictionary([
  {
    domains: ['acme.example', 'acme-rail.example'],
    mail_domains: ['mail.acme.test'],
    cidrs: ['198.51.100.0/24', '2001:db8:ac::/48'],
    terms: ['Acme', 'アクメ', 'Project Kingfisher'],
    hosts: ['ACMEFS01', 'tky-dc02'],
    names: ['Tanaka Taro'],
  },
])

const bolt = compileDictionary([
  { domains: ['bolt.example'], cidrs: ['203.0.113.128/25'], terms: ['Bolt'] },
])
const zinc = compileDictionary([{ domains: ['zinc.example'] }])

/** P1, no consent, two other members. */
export const scope: PatternScope = {
  dictionary,
  bystanders: [
    { organisation_id: 'bolt', dictionary: bolt },
    { organisation_id: 'zinc', dictionary: zinc },
  ],
  profile: 'P1',
  victim_consent: false,
}

/** The answer in one line: `same`, `- reason`, `- reason (who)` or `relation: pattern`. */
export const tell = (drawn: AnonymisedPattern): string => {
  if (drawn.fate === 'same') return 'same'
  if (drawn.fate === 'changed') return `${drawn.relation}: ${drawn.pattern}`
  const who = drawn.only === undefined ? '' : ` (${drawn.only.join(' ')})`
  return `- ${drawn.reason}${who}`
}

/** The answer for a STIX 2.1 pattern. */
export const draw = (pattern: string, changes: Partial<PatternScope> = {}): string =>
  tell(anonymisePattern(pattern, 'stix', undefined, { ...scope, ...changes }))

export const sha256 =
  "file:hashes.'SHA-256' = 'ab00000000000000000000000000000000000000000000000000000000000000'"

export type Case = [why: string, pattern: string, told: string, scope?: Partial<PatternScope>]

type Asserts = Pick<typeof tap, 'equal' | 'ok'>

/** Draws each pattern; what a changed one is told as can be read, and changes no more. */
export const check = (t: Asserts, cases: Case[]): void => {
  for (const [why, pattern, told, changes] of cases) {
    t.equal(draw(pattern, changes), told, `${why}: ${pattern}`)
    if (!told.includes(': [') && !told.includes(': (')) continue
    const again = told.slice(told.indexOf(': ') + 2)
    t.ok(parsePattern(again).ok, `${why}: what is told can be read`)
    t.equal(draw(again, changes), 'same', `${why}: drawing it again changes nothing`)
  }
}
