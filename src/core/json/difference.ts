// What tells two JSON values apart, place by place, for a person to read. Knows no STIX.
import { type Path, printPointer } from '../stix/pointer.ts'
import { canonicalJson } from './canonical.ts'

/** `path` is a pointer (RFC 6901): into `before` for what was removed, else into `after`. */
export type Difference =
  | { path: string; kind: 'removed'; before: unknown }
  | { path: string; kind: 'added'; after: unknown }
  | { path: string; kind: 'changed'; before: unknown; after: unknown }

type Members = Record<string, unknown>

const isRecord = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSame = (a: unknown, b: unknown): boolean =>
  a === b ||
  (typeof a === 'object' && typeof b === 'object' && canonicalJson(a) === canonicalJson(b))

const compareRecords = (a: Members, b: Members, path: Path, found: Difference[]): void => {
  for (const name of Object.keys(a)) {
    const at = [...path, name]
    if (Object.hasOwn(b, name)) compare(a[name], b[name], at, found)
    else found.push({ path: printPointer(at), kind: 'removed', before: a[name] })
  }
  for (const name of Object.keys(b)) {
    if (Object.hasOwn(a, name)) continue
    found.push({ path: printPointer([...path, name]), kind: 'added', after: b[name] })
  }
}

/** Indexes of the members that another list has not, or not as often. */
const leftOver = (members: unknown[], others: unknown[]): number[] => {
  const counts = new Map<string, number>()
  for (const other of others) {
    const text = canonicalJson(other)
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return members.flatMap((member, index) => {
    const text = canonicalJson(member)
    const count = counts.get(text) ?? 0
    if (count > 0) counts.set(text, count - 1)
    return count > 0 ? [] : [index]
  })
}

/** Lists of one length are compared member by member; else what both ends share is left aside. */
const compareLists = (a: unknown[], b: unknown[], path: Path, found: Difference[]): void => {
  if (a.length === b.length) {
    a.forEach((value, index) => {
      compare(value, b[index], [...path, index], found)
    })
    return
  }
  const short = Math.min(a.length, b.length)
  let head = 0
  while (head < short && isSame(a[head], b[head])) head += 1
  let tail = 0
  while (tail < short - head && isSame(a[a.length - 1 - tail], b[b.length - 1 - tail])) tail += 1
  const removed = a.slice(head, a.length - tail)
  const added = b.slice(head, b.length - tail)
  const [gone, fresh] = [leftOver(removed, added), leftOver(added, removed)]
  for (const index of gone) {
    const at = printPointer([...path, head + index])
    found.push({ path: at, kind: 'removed', before: removed[index] })
  }
  for (const index of fresh) {
    const at = printPointer([...path, head + index])
    found.push({ path: at, kind: 'added', after: added[index] })
  }
  if (gone.length + fresh.length === 0) {
    found.push({ path: printPointer(path), kind: 'changed', before: a, after: b })
  }
}

const compare = (a: unknown, b: unknown, path: Path, found: Difference[]): void => {
  if (isSame(a, b)) return
  if (isRecord(a) && isRecord(b)) compareRecords(a, b, path, found)
  else if (Array.isArray(a) && Array.isArray(b)) compareLists(a, b, path, found)
  else found.push({ path: printPointer(path), kind: 'changed', before: a, after: b })
}

/** Every place where `after` says something else than `before`; empty when they are equal. */
export const listDifferences = (before: unknown, after: unknown): Difference[] => {
  const found: Difference[] = []
  compare(before, after, [], found)
  return found
}
