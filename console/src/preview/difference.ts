// What is removed of a text and what stands in its place, for eyes. Decides nothing: what changed
// is told by the hub.
import type { Difference, PreviewForm, StixObject } from '../api/sharing.ts'

export type Stretch = { kind: 'same' | 'removed' | 'added'; text: string }

const comparedMax = 600

/** Words, signs and single characters of scripts without spaces, so that a diff reads well. */
const cut = (text: string): string[] => text.match(/[A-Za-z0-9_-]+|\s+|[\s\S]/gu) ?? []

/** For each pair of places the length of the longest common rest. */
const measure = (before: string[], after: string[]): Uint16Array[] => {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1))
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const [row, below] = [rows[i]!, rows[i + 1]!]
      row[j] = before[i] === after[j] ? below[j + 1]! + 1 : Math.max(below[j]!, row[j + 1]!)
    }
  }
  return rows
}

const join = (stretches: Stretch[]): Stretch[] =>
  stretches.reduce<Stretch[]>((joined, { kind, text }) => {
    const last = joined.at(-1)
    if (last?.kind === kind) last.text += text
    else joined.push({ kind, text })
    return joined
  }, [])

/**
 * The stretches of two texts, in order. Without the added ones it is `before`, without the removed
 * ones `after`. Long texts are told apart as wholes.
 */
export const compareTexts = (before: string, after: string): Stretch[] => {
  const [a, b] = [cut(before), cut(after)]
  if (a.length > comparedMax || b.length > comparedMax) {
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ]
  }
  const rows = measure(a, b)
  const stretches: Stretch[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const common = i < a.length && j < b.length && a[i] === b[j]
    if (common) {
      stretches.push({ kind: 'same', text: a[i]! })
      i += 1
      j += 1
    } else if (j >= b.length || (i < a.length && rows[i + 1]![j]! >= rows[i]![j + 1]!)) {
      stretches.push({ kind: 'removed', text: a[i]! })
      i += 1
    } else {
      stretches.push({ kind: 'added', text: b[j]! })
      j += 1
    }
  }
  return join(stretches)
}

/** What follows from being another object; a reader looks for what else changed. */
const followers = /^\/(id|created_by_ref|created|modified|object_marking_refs|granular_markings)\b/

export const splitChanges = (
  changes: Difference[],
): { content: Difference[]; following: Difference[] } => ({
  content: changes.filter(({ path }) => !followers.test(path)),
  following: changes.filter(({ path }) => followers.test(path)),
})

/** Whether the attacker's indicator arrives exactly as it was sent. */
export const isIntact = (
  sent: StixObject,
  { fate, changes }: Pick<PreviewForm, 'fate' | 'changes'>,
): boolean =>
  typeof sent.pattern === 'string' &&
  fate !== 'withheld' &&
  !changes.some(({ path }) => path === '/pattern' || path.startsWith('/pattern/'))

export const showValue = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)
