// A STIX bundle, a TAXII envelope, a list of objects or one of them: taken as they are.
import type { StixObject } from '../stix/object.ts'
import { locateJson } from './json-place.ts'
import { placeOf, type Recognition } from './recognised.ts'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isStix = (value: unknown): value is StixObject =>
  isObject(value) && typeof value.type === 'string' && typeof value.id === 'string'

/** The pointers of the objects in it; null where it is no STIX. */
const listPointers = (value: unknown): string[] | null => {
  if (Array.isArray(value)) return value.some(isStix) ? value.map((_, at) => `/${at}`) : null
  if (!isObject(value)) return null
  if (Array.isArray(value.objects)) return value.objects.map((_, at) => `/objects/${at}`)
  return isStix(value) && value.type !== 'bundle' ? [''] : null
}

const besides: ReadonlySet<string> = new Set(['objects', 'type', 'id', 'spec_version', 'more'])

/** Every object as it stands there; what is around them is listed. Null for what is no STIX. */
export const recogniseStix = (text: string, parsed: unknown): Recognition | null => {
  const pointers = listPointers(parsed)
  if (pointers === null) return null
  const wanted = new Set(pointers)
  const isTop = (pointer: string): boolean => pointer !== '' && !pointer.includes('/', 1)
  const places = locateJson(text, (pointer) => wanted.has(pointer) || isTop(pointer))
  const ignored: Recognition['ignored'] = []
  if (places === null) {
    const place = placeOf(text, { start: 0, end: text.length })
    return { kind: 'stix', objects: [], ignored: [{ ...place, why: 'too-deep', about: null }] }
  }
  const valueAt = (index: number): unknown => {
    if (Array.isArray(parsed)) return parsed[index]
    return pointers[0] === '' ? parsed : (parsed as { objects: unknown[] }).objects[index]
  }
  const objects: Recognition['objects'] = []
  pointers.forEach((pointer, index) => {
    const value = valueAt(index)
    const from = placeOf(text, places.get(pointer) ?? { start: 0, end: text.length })
    if (isStix(value)) {
      objects.push({ object: value, from, again: [], notes: [], confidence: 100 })
    } else ignored.push({ ...from, why: 'not-valid', about: null })
  })
  if (pointers[0] !== '' && isObject(parsed)) {
    for (const [pointer, span] of places) {
      const name = pointer.slice(1)
      if (pointer === '' || wanted.has(pointer) || besides.has(name)) continue
      ignored.push({ ...placeOf(text, span), why: 'not-recognised', about: name })
    }
  }
  return { kind: 'stix', objects, ignored }
}
