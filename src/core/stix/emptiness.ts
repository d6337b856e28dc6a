// Finds what STIX has no place for in any property, known or custom: null, empty lists, empty
// dictionaries (STIX 2.1 §2.3, §2.12). Knows no type.

import { type Path, printPointer } from './pointer.ts'
import type { Problem } from './problem.ts'

const isEmpty = (value: object): boolean => {
  if (Array.isArray(value)) return value.length === 0
  for (const _ in value) return false
  return true
}

/** Whether nothing inside the value is null or empty: the fast way out for nearly every object. */
const isFilled = (value: unknown): boolean => {
  if (typeof value !== 'object') return true
  if (value === null) return false
  if (Array.isArray(value)) return value.length > 0 && value.every(isFilled)
  let isSome = false
  for (const key in value) {
    if (!isFilled((value as Record<string, unknown>)[key])) return false
    isSome = true
  }
  return isSome
}

type Finding = { path: (string | number)[] }

/** The first null, or the first empty list or dictionary, inside a value; null without one. */
const search = (value: unknown, wanted: 'null' | 'empty'): Finding | null => {
  if (value === null) return wanted === 'null' ? { path: [] } : null
  if (typeof value !== 'object') return null
  if (wanted === 'empty' && isEmpty(value)) return { path: [] }
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      const finding = search(value[at], wanted)
      if (finding !== null) return prepend(finding, at)
    }
    return null
  }
  for (const key in value) {
    const finding = search((value as Record<string, unknown>)[key], wanted)
    if (finding !== null) return prepend(finding, key)
  }
  return null
}

const prepend = (finding: Finding, step: string | number): Finding => {
  finding.path.unshift(step)
  return finding
}

const describe = (path: Path, message: string, severity: Problem['severity']): Problem => ({
  pointer: printPointer(path),
  message,
  severity,
})

/**
 * At most one problem. A null anywhere and an empty value at the top are errors. Deeper down only
 * the schema of the property can say that an empty value is one; in what producers add themselves
 * it is a warning, because nobody here knows what their lists mean.
 */
export const findEmptiness = (object: Record<string, unknown>): Problem | null => {
  if (isFilled(object)) return null
  const nothing = search(object, 'null')
  if (nothing !== null) {
    return describe(nothing.path, 'null is no value in STIX; leave the property out', 'error')
  }
  const empty = search(object, 'empty')
  if (empty === null) return null
  return describe(
    empty.path,
    'an empty list or dictionary is no value in STIX; leave the property out',
    empty.path.length <= 1 ? 'error' : 'warning',
  )
}
