// The canonical form of JSON and the equality of two STIX objects. Knows no type of object.

import canonicalize from 'canonicalize'
import { isTimestamp, orderOf } from '../stix/timestamp.ts'

/** The RFC 8785 form of a JSON value. Throws on what JSON cannot say: NaN, half surrogates. */
export const canonicalJson = (value: unknown): string => {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('the value has no JSON form')
  return text
}

const sameText = (a: string, b: string): boolean =>
  a === b || (isTimestamp(a) && isTimestamp(b) && orderOf(a) === orderOf(b))

const sameMembers = (a: object, b: object): boolean => {
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  return names.every(
    (name) =>
      Object.hasOwn(b, name) && sameContent(a[name as keyof typeof a], b[name as keyof typeof b]),
  )
}

/**
 * Whether two parsed JSON values say the same: their RFC 8785 forms are equal once timestamps of
 * equal instants (`…53Z`, `…53.000Z`) are written alike (STIX 2.1 §3.6). The order of members does
 * not count, the order of lists does.
 */
export const sameContent = (a: unknown, b: unknown): boolean => {
  if (typeof a === 'string' && typeof b === 'string') return sameText(a, b)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  return sameMembers(a, b)
}
