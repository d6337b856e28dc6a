// What an object can be found by: its values and names, the hosts in them, what it refers to, and
// its level. Made from the bytes that a viewer is shown. Knows no storage.
import { createHash } from 'node:crypto'
import { canonicalValue } from '../anonymity/canonical-text.ts'
import { listTerms } from '../sharing/narrative.ts'
import { type Tlp, tlpLevels } from '../sharing/tlp.ts'
import { tlpOf } from '../stix/marking.ts'
import type { StixObject } from '../stix/object.ts'

const termsMax = 200
const termLengthMax = 200
const wordLengthMin = 3

/** A term as it is kept: short enough for an index, and equal for equals. */
const fold = (term: string): string =>
  term.length <= termLengthMax ? term : `sha256:${createHash('sha256').update(term).digest('hex')}`

const hostShape = /^(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]+$/

/** `www.a.example` is found by `a.example` too; what has one label more than nothing by itself. */
const parentsOf = (term: string): string[] => {
  if (!hostShape.test(term)) return []
  const labels = term.split('.')
  return labels.slice(1, -1).map((_, n) => labels.slice(n + 1).join('.'))
}

const wordsOf = (object: StixObject): string[] => {
  const { name, aliases } = object as { name?: unknown; aliases?: unknown }
  const texts = [name, ...(Array.isArray(aliases) ? aliases : [])]
  return texts
    .filter((text) => typeof text === 'string')
    .flatMap((text) => canonicalValue(text).split(/[^\p{L}\p{N}._-]+/u))
    .filter((word) => word.length >= wordLengthMin)
}

/** A reference that an object holds, and by which property. */
export type Reference = { property: string; id: string }

const unfollowed = new Set(['object_marking_refs', 'created_by_ref', 'marking_ref'])

/** Every id that the properties of an object name, but for who made it and how it is marked. */
export const listReferences = (object: StixObject): Reference[] => {
  const found: Reference[] = []
  const collect = (value: unknown, property: string): void => {
    if (Array.isArray(value)) for (const inner of value) collect(inner, property)
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        if (!unfollowed.has(name)) collect(inner, name)
      }
    } else if (typeof value === 'string' && /_refs?$/.test(property)) {
      found.push({ property, id: value })
    }
  }
  collect(object, '')
  return found
}

/** The strictest level an object is marked with as a whole; null for none. */
export const levelOf = (object: StixObject): Tlp | null => {
  const refs = Array.isArray(object.object_marking_refs) ? object.object_marking_refs : []
  const found = refs.map((ref) => tlpLevels.indexOf(tlpOf(String(ref)) as Tlp))
  const most = Math.max(-1, ...found)
  return tlpLevels[most] ?? null
}

export const referenceTerm = (id: string): string => fold(`ref:${id}`)
export const levelTerm = (tlp: Tlp): string => `tlp:${tlp}`

/** What somebody typed, as a term: defanged or not, in any case and width. */
export const soughtTerm = (text: string): string => fold(canonicalValue(text.trim()))

/** Every term of an object, each once; no more than an index should hold for one. */
export const soughtTerms = (object: StixObject): string[] => {
  const values = listTerms(object) ?? [canonicalValue(object.id)]
  const level = levelOf(object)
  const terms = [
    canonicalValue(object.id),
    ...(level === null ? [] : [levelTerm(level)]),
    ...listReferences(object).map(({ id }) => referenceTerm(id)),
    ...values.map(fold),
    ...values.flatMap(parentsOf),
    ...wordsOf(object).map(fold),
  ]
  return [...new Set(terms)].slice(0, termsMax)
}

/** What to call an object in a list; null where nothing in it is a name. */
export const titleOf = (object: StixObject): string | null => {
  for (const key of ['name', 'value', 'pattern', 'path', 'key', 'relationship_type', 'opinion']) {
    const value = (object as Record<string, unknown>)[key]
    if (typeof value === 'string' && value !== '') return value.slice(0, 300)
  }
  return null
}
