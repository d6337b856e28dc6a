// Objects whose parts bear levels of their own, and what is made of them.
import { type Cut, cutParts } from '../../../src/core/anonymity/granular.ts'
import { keepParts } from '../../../src/core/anonymity/tearline.ts'
import { type Part, readLabel } from '../../../src/core/sharing/label.ts'
import { reachesTlp, type Tlp } from '../../../src/core/sharing/tlp.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { mark, nothingSaid, now } from '../sharing/markings.ts'

export type Marked = [level: Tlp, ...selectors: string[]]

export const bear = (object: StixObject, ...marks: Marked[]): StixObject => ({
  ...object,
  granular_markings: marks.map(([level, ...selectors]) => mark(level, ...selectors)),
})

export const partsOf = (object: StixObject): Part[] =>
  readLabel(object, () => null, nothingSaid, now).parts

export const upTo = (ceiling: Tlp) => (tlp: Tlp) => reachesTlp(ceiling, tlp)

/** What is left at or below AMBER. */
export const cut = (object: StixObject): Cut | null =>
  cutParts(object, partsOf(object), upTo('amber'))

/** What of it may be torn off at or below GREEN. */
export const tear = (object: StixObject): StixObject | null =>
  keepParts(object, partsOf(object), upTo('green'))
