// The checks before something is shared unseen: each a function from an object to what it found.
// Knows no storage and nobody who decides.
import { type Dictionary, findTerms } from '../anonymity/dictionary.ts'
import { findSecrets } from '../anonymity/secret.ts'
import { findValues } from '../recognition/find.ts'
import type { Label } from '../sharing/label.ts'
import { readPapWord, readTlpWord } from '../sharing/tag.ts'
import type { StixObject } from '../stix/object.ts'
import type { Finding } from './review.ts'
import type { Warner } from './warning-list.ts'
import type { CheckWord } from './words.ts'

/** What the checks ask of. */
export type Subject = { object: StixObject; label: Label; dictionary: Dictionary; warned: Warner }

/** STIX calls up to 29 `Low`. */
const confidenceLeast = 30
const findingsMax = 20
const textMax = 200

type Wording = { path: string; text: string }

const structural = /^(?:type|id|spec_version|created|modified|pattern_type|lang|.*_refs?)$/

/** Every text of an object that somebody wrote, with where it stands. */
export const listWordings = (object: StixObject): Wording[] => {
  const found: Wording[] = []
  const visit = (value: unknown, path: string, depth: number): void => {
    if (typeof value === 'string') found.push({ path, text: value })
    else if (typeof value === 'object' && value !== null && depth < 64) {
      for (const [key, each] of Object.entries(value)) {
        if (depth === 0 && (structural.test(key) || key === 'granular_markings')) continue
        const step = key.replaceAll('~', '~0').replaceAll('/', '~1')
        visit(each, `${path}/${step}`, depth + 1)
      }
    }
  }
  visit(object, '', 0)
  return found
}

const finding = (check: CheckWord, path: string, text: string): Finding => ({
  check,
  path,
  text: text.slice(0, textMax).toWellFormed(),
})

const checkNames = ({ dictionary }: Subject, wordings: Wording[]): Finding[] =>
  dictionary.empty
    ? []
    : wordings.flatMap(({ path, text }) =>
        findTerms(text, dictionary).map(({ start, end }) =>
          finding('names-found', path, text.slice(start, end)),
        ),
      )

/** A secret is not repeated to say that it is there. */
const checkSecrets = (_: Subject, wordings: Wording[]): Finding[] =>
  wordings.flatMap(({ path, text }) =>
    findSecrets(text).map(({ kind }) => finding('secret-found', path, kind)),
  )

/** A label that means to be a marking, and is none that anybody follows. */
const isStrangeTag = (tag: string): boolean => {
  const word = tag.normalize('NFKC').toLowerCase().trim()
  if (word.startsWith('tlp:') && !word.startsWith('tlp:ex')) return readTlpWord(word) === null
  return word.startsWith('pap:') && readPapWord(word) === null
}

const checkMarkings = ({ label, object }: Subject): Finding[] => [
  ...(label.unknown ? [finding('unknown-marking', '/object_marking_refs', '')] : []),
  ...(Array.isArray(object.labels) ? object.labels : []).flatMap((tag, at) =>
    typeof tag === 'string' && isStrangeTag(tag)
      ? [finding('unknown-marking', `/labels/${at}`, tag)]
      : [],
  ),
]

const checkConfidence = ({ object }: Subject): Finding[] =>
  typeof object.confidence === 'number' && object.confidence < confidenceLeast
    ? [finding('low-confidence', '/confidence', String(object.confidence))]
    : []

const checkValues = ({ warned }: Subject, wordings: Wording[]): Finding[] =>
  wordings.flatMap(({ path, text }) =>
    findValues(text).flatMap(({ kind, value, why }) => {
      if (why === 'internal-address' || why === 'internal-host') {
        return [finding('internal-address', path, value)]
      }
      const list = warned(kind, value)
      return list === null ? [] : [finding('warning-list', path, `${value}: ${list}`)]
    }),
  )

const checks = [checkNames, checkSecrets, checkMarkings, checkValues, checkConfidence]

/** What every check found, a bounded number each; empty for what may go its way. */
export const checkObject = (subject: Subject): Finding[] => {
  const wordings = listWordings(subject.object)
  return checks.flatMap((check) => {
    const met = new Map<string, Finding>()
    for (const each of check(subject, wordings)) {
      met.set(`${each.check} ${each.path} ${each.text}`, each)
    }
    return [...met.values()].slice(0, findingsMax)
  })
}
