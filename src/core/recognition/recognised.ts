// What recognising a text gives: objects to correct, each with where it came from, and the rest of
// the text. Shapes only.
import type { Span } from '../anonymity/layer.ts'
import type { StixObject } from '../stix/object.ts'
import type { SchemaCheck } from '../stix/validate.ts'
import type { NoteWord, RestWord } from './words.ts'

export type Kind = 'text' | 'csv' | 'stix' | 'misp'

/** A stretch of what was pasted, in UTF-16 code units, and its words as they stand there. */
export type Place = Span & { text: string }

/** A remark beside an object: a word of a closed list, and what it is about where it names that. */
export type Remark = { word: NoteWord; about: string | null }

/**
 * `from`: where it was found; `again`: where it stands besides. `confidence`: 0 to 100, how sure it
 * is that the text means this.
 */
export type Recognised = {
  object: StixObject
  from: Place
  again: Place[]
  notes: Remark[]
  confidence: number
}

/** What became no object, and why. */
export type Rest = Place & { why: RestWord; about: string | null }

export type Recognition = { kind: Kind; objects: Recognised[]; ignored: Rest[] }

/**
 * What recognising may not find out for itself. `now` is a STIX timestamp, `nextId` gives a new
 * UUID, `creator` is the identity of who pastes; `check` knows the schemas.
 */
export type Bench = {
  now: string
  nextId: () => string
  creator: string | null
  check: SchemaCheck
}

/** The words of a span, with it. */
export const placeOf = (text: string, { start, end }: Span): Place => ({
  start,
  end,
  text: text.slice(start, end),
})
