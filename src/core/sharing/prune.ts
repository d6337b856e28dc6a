// Takes parts out of an object and rewrites the ids in it; what is not touched stays the same by
// identity. Knows paths, selectors and the names of references, not why anything goes.
import type { StixObject } from '../stix/object.ts'
import type { Path } from '../stix/pointer.ts'
import { parseSelector, printSelector, resolvePath } from '../stix/selector.ts'

type Content = Record<string, unknown>

// What is to go below one place of an object; `kept` tells where what is left of a list now stands.
type Cut = { gone: boolean; inner: Map<string | number, Cut>; kept: Map<number, number> }

const newCut = (): Cut => ({ gone: false, inner: new Map(), kept: new Map() })

const cutOf = (paths: readonly Path[]): Cut => {
  const root = newCut()
  for (const path of paths) {
    let here = root
    for (const step of path) {
      const known = here.inner.get(step)
      const next = known ?? newCut()
      if (known === undefined) here.inner.set(step, next)
      here = next
    }
    here.gone = true
  }
  return root
}

const copyList = (list: readonly unknown[], cut: Cut): unknown[] | undefined => {
  const copy: unknown[] = []
  list.forEach((value, index) => {
    const left = copyWithout(value, cut.inner.get(index))
    if (left === undefined) return
    cut.kept.set(index, copy.length)
    copy.push(left)
  })
  return copy.length === 0 ? undefined : copy
}

const copyContent = (content: object, cut: Cut): Content | undefined => {
  const copy: Content = {}
  for (const [name, value] of Object.entries(content)) {
    const left = copyWithout(value, cut.inner.get(name))
    if (left !== undefined) copy[name] = left
  }
  return Object.keys(copy).length === 0 ? undefined : copy
}

// Undefined: nothing is left. STIX has no empty lists and no empty dictionaries (STIX 2.1 §2).
const copyWithout = (value: unknown, cut: Cut | undefined): unknown => {
  if (cut === undefined || (!cut.gone && (typeof value !== 'object' || value === null)))
    return value
  const left = cut.gone
    ? undefined
    : Array.isArray(value)
      ? copyList(value, cut)
      : copyContent(value as object, cut)
  if (left === undefined) cut.gone = true
  return left
}

/** Where a path leads after the cut; null when that is gone. */
const moved = (path: Path, cut: Cut): Path | null => {
  const now: (string | number)[] = []
  let here: Cut | undefined = cut
  for (const step of path) {
    const index: number | undefined =
      typeof step === 'number' && here !== undefined ? here.kept.get(step) : undefined
    now.push(index ?? step)
    here = here?.inner.get(step)
    if (here?.gone === true) return null
  }
  return now
}

const moveSelector = (selector: unknown, cut: Cut, object: object): string | null => {
  const path = typeof selector === 'string' ? parseSelector(selector) : null
  const now = path === null ? null : moved(path, cut)
  return now === null || resolvePath(object, now) === null ? null : printSelector(now)
}

const moveMarkings = (markings: readonly unknown[], cut: Cut, object: object): unknown[] =>
  markings.flatMap((marking) => {
    const { selectors } = marking as { selectors?: unknown }
    if (!Array.isArray(selectors)) return []
    const left = selectors
      .map((selector) => moveSelector(selector, cut, object))
      .filter((selector) => selector !== null)
    return left.length === 0 ? [] : [{ ...(marking as object), selectors: left }]
  })

/**
 * The object without what the paths lead to, and without the lists and dictionaries that this
 * leaves empty. Granular markings follow: their selectors name the same content as before, or go
 * (STIX 2.1 §7.2.3). Without paths it is the same object. Never changes the one it is given.
 */
export const pruneObject = (object: StixObject, paths: readonly Path[]): StixObject => {
  if (paths.length === 0) return object
  const cut = cutOf(paths)
  const left = copyContent(object, cut) as StixObject
  const { granular_markings: markings } = left
  if (!Array.isArray(markings)) return left
  const kept = moveMarkings(markings, cut, left)
  if (kept.length > 0) return { ...left, granular_markings: kept }
  const { granular_markings: _, ...rest } = left
  return rest as StixObject
}

const isReferenceName = (name: string): boolean => name.endsWith('_ref') || name.endsWith('_refs')

const rewriteValue = (value: unknown, name: string, ids: ReadonlyMap<string, string>): unknown => {
  if (typeof value === 'string') return isReferenceName(name) ? (ids.get(value) ?? value) : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const copy = value.map((inner) => rewriteValue(inner, name, ids))
    return copy.some((inner, index) => inner !== value[index]) ? copy : value
  }
  let copy: Content | null = null
  for (const [innerName, inner] of Object.entries(value)) {
    const rewritten = rewriteValue(inner, innerName, ids)
    if (rewritten === inner) continue
    copy ??= { ...value }
    copy[innerName] = rewritten
  }
  return copy ?? value
}

/**
 * The object under another id, with every reference in it rewritten by `ids`: properties STIX
 * names, custom ones and those of its markings. `created_by_ref` stays as it is.
 */
export const renameObject = (
  object: StixObject,
  id: string,
  ids: ReadonlyMap<string, string>,
): StixObject => {
  const copy: StixObject = { ...(rewriteValue(object, '', ids) as StixObject), id }
  if (object.created_by_ref !== undefined) copy.created_by_ref = object.created_by_ref
  return copy
}
