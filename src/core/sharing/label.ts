// What an object demands of its reader, read from its markings. Knows no reader and no collection.
import { tlpOf } from '../stix/marking.ts'

export type Label = {
  /** Some marking of the object, or of a part of it, is TLP:RED, of TLP 1.0 or 2.0. */
  red: boolean
}

const isRed = (reference: unknown): boolean =>
  typeof reference === 'string' && tlpOf(reference) === 'red'

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/**
 * The label of any object, well-formed or not (STIX 2.1 §7.2.2, §7.2.3). Only the ids of markings
 * count: what a definition says of itself is not believed.
 */
export const readLabel = (object: Record<string, unknown>): Label => {
  const granular = listOf(object.granular_markings).map(
    (marking) => (marking as { marking_ref?: unknown } | null)?.marking_ref,
  )
  return { red: [...listOf(object.object_marking_refs), ...granular].some(isRed) }
}
