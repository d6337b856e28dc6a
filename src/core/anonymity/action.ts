// What each action of the registry does to one value. Knows no property and no type.

import { tlpOf } from '../stix/marking.ts'
import type { StixObject } from '../stix/object.ts'
import { isContent } from '../stix/rules/rule.ts'
import { specVersionOf } from '../stix/version.ts'
import { bucketOf, roundConfidence } from './bucket.ts'
import { findTerms, revealsTerm } from './dictionary.ts'
import { filterReference } from './external-reference.ts'
import { isClean, maskText } from './lint.ts'
import { drawList } from './list.ts'
import { openVocabulary } from './open-vocabulary.ts'
import { claimValue } from './ownership.ts'
import { note, type Pass, reasonOf, tellsVictim, withhold } from './pass.ts'
import { scrubPath } from './path.ts'
import { anonymisePattern } from './pattern.ts'
import { deriveId, isRenamed } from './pseudonym.ts'
import type { Action, Row } from './registry-row.ts'
import { findSecrets } from './secret.ts'
import { victimSide } from './surroundings.ts'
import { ceilTime, floorTime } from './time.ts'
import { scrubUrl } from './url.ts'

/** What stands for a value: the same value when nothing changes, undefined when it goes. */
export type Act = (value: unknown, pass: Pass, row: Row) => unknown

/** Stands for a text that is written anew when the rest of the object is known. */
export const generated = Symbol('generated')

const keep: Act = (value) => value
const drop: Act = () => undefined

/** The act on a text, or on each text of a list; what is neither goes. */
const onTexts =
  (act: (text: string, pass: Pass, row: Row) => unknown): Act =>
  (value, pass, row) => {
    if (typeof value === 'string') return act(value, pass, row)
    if (!Array.isArray(value)) return undefined
    return drawList(value, pass, (member) =>
      typeof member === 'string' ? act(member, pass, row) : undefined,
    )
  }

const onList =
  (draw: (member: unknown, pass: Pass) => unknown): Act =>
  (value, pass) =>
    Array.isArray(value) ? drawList(value, pass, (member) => draw(member, pass)) : undefined

const text = onTexts((value, pass) => {
  const masked = maskText(value, pass)
  if (masked === undefined) return undefined
  if (masked !== value) note(pass, 'is masked in part')
  pass.free = true
  return masked
})

const clean = onTexts((value, pass) => (isClean(value, pass) ? value : undefined))

const inVocabulary = onTexts((word, pass) =>
  openVocabulary.has(word) || pass.scope.allowed.labels.has(word) ? word : undefined,
)

/** Whether a text names something of the owner's, or holds a secret. */
const tells = (text: string, { dictionary, scope }: Pass): boolean =>
  findTerms(text, dictionary).length > 0 ||
  findSecrets(text).length > 0 ||
  (scope.profile !== 'P1' && revealsTerm(text, dictionary))

const path = onTexts((value, pass) => {
  const scrubbed = scrubPath(value, pass.dictionary)
  return tells(scrubbed, pass) ? undefined : scrubbed
})

const command = onTexts((value, pass) => {
  const scrubbed = scrubPath(value, pass.dictionary)
  return isClean(scrubbed, pass) ? scrubbed : undefined
})

const value = onTexts((written, pass) => (claimValue(written, pass) ? undefined : written))

// A value is never mended: what names somebody besides its host goes as a whole.
const url = onTexts((written, pass) => {
  if (claimValue(written, pass)) return undefined
  return scrubUrl(written, pass.dictionary).fate === 'same' ? written : undefined
})

const headerNames = new Set(
  (
    'accept accept-encoding accept-language cache-control connection content-encoding ' +
    'content-transfer-encoding content-type host mime-version server upgrade user-agent x-mailer ' +
    'x-priority'
  ).split(' '),
)

const headers: Act = (value, pass, row) => {
  if (!isContent(value)) return undefined
  const kept = Object.entries(value).flatMap(([name, held]) => {
    const drawn = headerNames.has(name.toLowerCase()) ? clean(held, pass, row) : undefined
    return drawn === undefined ? [] : [[name, drawn] as const]
  })
  const same = kept.length === Object.keys(value).length
  if (same && kept.every(([name, drawn]) => drawn === value[name])) return value
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

/** A pattern of STIX 2.0 needs no type: there is but one. */
const languageOf = (object: StixObject): [type: string, version: string | undefined] => {
  const { pattern_type, pattern_version } = object
  if (pattern_type === undefined && specVersionOf(object) === '2.0') return ['stix', '2.0']
  return [String(pattern_type), typeof pattern_version === 'string' ? pattern_version : undefined]
}

const pattern: Act = (written, pass) => {
  const { object, dictionary, scope } = pass
  if (typeof written !== 'string') return undefined
  const { bystanders, profile, victim_consent } = scope
  const [type, version] = languageOf(object)
  const ground = { dictionary, bystanders, profile, victim_consent }
  const drawn = anonymisePattern(written, type, version, ground)
  if (drawn.fate === 'same') return written
  if (drawn.fate === 'withheld') return withhold(pass, drawn.reason, drawn.only)
  pass.relation = drawn.relation
  note(pass, `is changed: it ${drawn.relation}`)
  return drawn.pattern
}

/** A marking, or one of a part of the object, when it is TLP's or tells a language. */
const keepTlp = (marking: unknown): unknown => {
  const ref = isContent(marking) ? marking.marking_ref : marking
  return ref === undefined || (typeof ref === 'string' && tlpOf(ref) !== null) ? marking : undefined
}

const language: Act = (value) =>
  typeof value === 'string' ? /^(?:en|ja)(?=-|$)/.exec(value)?.[0] : undefined

const subscriber: Act = (value, { object, around, path: [name] }) =>
  String(name).startsWith(victimSide(object, around.victims)) ? undefined : value

const consented =
  (act: Act): Act =>
  (value, pass, row) =>
    tellsVictim(pass.scope) ? act(value, pass, row) : undefined

/**
 * Who is not named gets a stand-in. Beyond the group a named owner's own identity is told with
 * coarser times, and so under the id that it has there.
 */
const creator: Act = (value, { scope }) => {
  if (scope.creator !== null) return scope.creator
  return isRenamed(scope, value) ? deriveId(scope, value as string) : value
}

/** By the names of the actions. */
export const acts: Record<Action, Act> = {
  keep,
  value,
  url,
  pattern,
  definition: keep,
  labels: inVocabulary,
  'external-references': onList(filterReference),
  markings: keep,
  'tlp-markings': onList(keepTlp),
  headers,
  creator,
  'floor-time': (value, { scope }) => floorTime(value, scope.profile),
  'ceil-time': (value, { scope }) => ceilTime(value, scope.profile),
  text,
  path,
  command,
  translations: keep,
  clean,
  bucket: bucketOf,
  'round-confidence': roundConfidence,
  language,
  vocabulary: inVocabulary,
  subscriber,
  'victim-text': consented(text),
  victim: consented(keep),
  'generate-text': () => generated,
  drop,
  withhold: (_, pass, row) => withhold(pass, reasonOf(row.class)),
}
