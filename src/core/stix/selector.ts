// Granular-marking selectors (STIX 2.1 §7.2.3): their syntax, and what they select of an object.
// Knows nothing of markings or of who may see what.

import type { Path } from './pointer.ts'

/** What a selector selects: the way to it, and the value itself (with all below it). */
export type Selected = { path: Path; value: unknown }

// The spec's property names are lower-case, but dictionary keys are not (`hashes.MD5`).
const nameForm = /^[A-Za-z0-9_-]{1,250}$/
const indexForm = /^\[(?:0|[1-9][0-9]{0,9})\]$/

/** The path a selector describes, or null when it breaks the syntax. */
export const parseSelector = (text: string): Path | null => {
  const path: (string | number)[] = []
  for (const component of text.split('.')) {
    if (nameForm.test(component)) path.push(component)
    else if (indexForm.test(component)) path.push(Number(component.slice(1, -1)))
    else return null
  }
  return path
}

/** The text of a path as a selector; parsing it gives the path back when its names are legal. */
export const printSelector = (path: Path): string =>
  path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join('.')

const takeStep = (value: unknown, step: string | number): { value: unknown } | null => {
  if (typeof value !== 'object' || value === null) return null
  if (Array.isArray(value) !== (typeof step === 'number')) return null
  if (!Object.hasOwn(value, step)) return null
  return { value: (value as Record<string | number, unknown>)[step] }
}

/** The value at the end of a path, or null when the object has nothing there. */
export const resolvePath = (object: object, path: Path): { value: unknown } | null => {
  let here: { value: unknown } | null = { value: object }
  for (const step of path) {
    here = takeStep(here.value, step)
    if (here === null) return null
  }
  return here
}

/**
 * What a selector selects in an object; `malformed` when it breaks the syntax, `missing` when it
 * names content the object does not have, which STIX forbids.
 */
export const selectContent = (
  object: object,
  selector: string,
): Selected | 'malformed' | 'missing' => {
  const path = parseSelector(selector)
  if (path === null) return 'malformed'
  const found = resolvePath(object, path)
  return found === null ? 'missing' : { path, value: found.value }
}
