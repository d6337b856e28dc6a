// What an object demands of its reader, read from its markings. Knows no reader and no collection.
import { tlpOf } from '../stix/marking.ts'

const isRedRef = (reference: unknown): boolean =>
  typeof reference === 'string' && tlpOf(reference) === 'red'

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/**
 * True when some marking of the object, or of a part of it, is TLP:RED, of TLP 1.0 or 2.0; of any
 * object, well-formed or not (STIX 2.1 §7.2.2, §7.2.3). Only the ids of markings count: what a
 * definition says of itself is not believed.
 */
export const isRed = (object: Record<string, unknown>): boolean => {
  const granular = listOf(object.granular_markings).map(
    (marking) => (marking as { marking_ref?: unknown } | null)?.marking_ref,
  )
  return [...listOf(object.object_marking_refs), ...granular].some(isRedRef)
}
