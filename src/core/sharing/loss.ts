// What has to go from an object together with a reference it loses, so that nothing tells of it: no
// entry about it, no count, no gap in an order. Knows no audience and no text.
import type { StixObject } from '../stix/object.ts'
import type { Path } from '../stix/pointer.ts'
import { printPointer } from '../stix/pointer.ts'
import { type Reference, referenceOf } from '../stix/reference.ts'
import { resolvePath } from '../stix/selector.ts'
import { standardTypes } from '../stix/vocabulary.ts'

type Content = Record<string, unknown>

const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const valueAt = (object: StixObject, path: Path): unknown => resolvePath(object, path)?.value

// A pointer does not tell an index from a name; the object does.
const pathOf = (object: StixObject, pointer: string): Path => {
  const path: (string | number)[] = []
  let here: unknown = object
  for (const text of pointer.split('/').slice(1)) {
    const step = Array.isArray(here)
      ? Number(text)
      : text.replaceAll('~1', '/').replaceAll('~0', '~')
    path.push(step)
    here = (here as Content)[step]
  }
  return path
}

type Lost = { path: Path; property: string }

// A list that loses all it has is lost as a property, not as so many members.
const joinEmptied = (object: StixObject, lost: readonly Lost[]): Lost[] => {
  const lists = new Map<string, Lost[]>()
  const joined: Lost[] = []
  for (const one of lost) {
    if (typeof one.path.at(-1) === 'string') {
      joined.push(one)
      continue
    }
    const key = printPointer(one.path.slice(0, -1))
    const known = lists.get(key)
    if (known === undefined) lists.set(key, [one])
    else known.push(one)
  }
  for (const members of lists.values()) {
    const { path, property } = members[0]!
    const list = path.slice(0, -1)
    const { length } = valueAt(object, list) as unknown[]
    if (length === members.length) joined.push({ path: list, property })
    else joined.push(...members)
  }
  return joined
}

/** The innermost entry of a list that the path stands in; null outside of lists. */
const entryAround = (path: Path): Path | null => {
  const at = path.findLastIndex((step) => typeof step === 'number')
  return at < 0 ? null : path.slice(0, at + 1)
}

const isMember = (object: StixObject, path: Path): boolean =>
  typeof valueAt(object, path) === 'string' && typeof path.at(-1) === 'number'

/**
 * What goes when this goes: an entry of a list that is about one object goes with its reference,
 * because the rest of the entry describes what is hidden; a structure goes with what it requires.
 */
const holderOf = (object: StixObject, { path, property }: Lost): Path => {
  if (isMember(object, path)) return path
  const known = referenceOf(object.type, property)
  if (known === null) return entryAround(path) ?? path
  const holder = path.slice(0, -1)
  if (property === 'body_multipart.body_raw_ref') {
    const part = valueAt(object, holder)
    return isContent(part) && part.body !== undefined ? path : holder
  }
  return known.required ? holder : path
}

const countForm = /(?:^|_)(?:counts?|totals?|numbers?|lengths?)(?:_|$)/

// These count what was seen or sent, not what an object refers to.
const ownCounts = new Set([
  ...['count', 'number_observed', 'src_byte_count', 'dst_byte_count', 'number_of_subkeys'],
])

const countsIn = (object: StixObject, path: Path): Path[] => {
  const content = valueAt(object, path)
  if (!isContent(content)) return []
  const isOwn = (name: string) =>
    path.length === 0 && standardTypes.has(object.type) && ownCounts.has(name)
  return Object.keys(content)
    .filter((name) => countForm.test(name) && !isOwn(name))
    .map((name) => [...path, name])
}

/** Counts beside and above what is lost, and those of custom extensions. */
const countsAround = (object: StixObject, lost: readonly Lost[]): Path[] => {
  const around = new Map<string, Path>()
  for (const { path } of lost) {
    for (let length = 0; length < path.length; length++) {
      const above = path.slice(0, length)
      around.set(printPointer(above), above)
    }
  }
  const { extensions } = object
  const custom = isContent(extensions)
    ? Object.keys(extensions).filter((key) => key.startsWith('extension-definition--'))
    : []
  for (const key of custom) around.set(printPointer(['extensions', key]), ['extensions', key])
  return [...around.values()].flatMap((path) => countsIn(object, path))
}

// How entries of events and tasks follow each other (incident core extension).
const orderNames = ['sequence_start', 'next_steps']

/** The order among entries of a list that loses one: it would show the gap. */
const orderAround = (object: StixObject, removed: readonly Path[]): Path[] => {
  const lists = new Map<string, Path>()
  for (const path of removed) {
    const list = path.slice(0, -1)
    if (typeof path.at(-1) === 'number') lists.set(printPointer(list), list)
  }
  return [...lists.values()].flatMap((list) =>
    (valueAt(object, list) as unknown[]).flatMap((entry, index) =>
      isContent(entry)
        ? orderNames.filter((name) => name in entry).map((name) => [...list, index, name])
        : [],
    ),
  )
}

/**
 * The paths that go from an object which loses these references of its own. A list in the root of
 * an object that requires it is not asked about here: such an object is withheld.
 */
export const planRemovals = (object: StixObject, references: readonly Reference[]): Path[] => {
  if (references.length === 0) return []
  const lost = references.map(({ pointer, property }) => ({
    path: pathOf(object, pointer),
    property,
  }))
  const removed = joinEmptied(object, lost).map((one) => holderOf(object, one))
  return [...removed, ...countsAround(object, lost), ...orderAround(object, removed)]
}
