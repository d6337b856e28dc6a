// Granular markings after lists got shorter and properties went: what they select follows its
// content (M6, M7). Knows no marking's meaning.

import type { StixObject } from '../stix/object.ts'
import type { Path } from '../stix/pointer.ts'
import { isContent } from '../stix/rules/rule.ts'
import { parseSelector, printSelector, resolvePath } from '../stix/selector.ts'

/** Which members of a list are left, by the selector of the list as the object was given. */
type Moves = ReadonlyMap<string, readonly number[]>

const movePath = (path: Path, moves: Moves): Path | null => {
  const moved: (string | number)[] = []
  for (const [at, step] of path.entries()) {
    const kept = typeof step === 'number' ? moves.get(printSelector(path.slice(0, at))) : undefined
    const index = kept === undefined ? step : kept.indexOf(step as number)
    if (index === -1) return null
    moved.push(index)
  }
  return moved
}

const moveSelector = (object: StixObject, selector: unknown, moves: Moves): string[] => {
  const path = typeof selector === 'string' ? parseSelector(selector) : null
  const moved = path === null ? null : movePath(path, moves)
  if (moved === null || resolvePath(object, moved) === null) return []
  return [printSelector(moved)]
}

const same = (left: readonly unknown[], right: readonly unknown[]): boolean =>
  left.length === right.length && left.every((member, index) => member === right[index])

/** The object with its granular markings on what is left; the same object when they fit. */
export const moveSelectors = (object: StixObject, moves: Moves): StixObject => {
  const { granular_markings: markings, ...rest } = object
  if (!Array.isArray(markings)) return object
  const moved = markings.flatMap((marking) => {
    if (!isContent(marking) || !Array.isArray(marking.selectors)) return []
    const selectors = marking.selectors.flatMap((each) => moveSelector(object, each, moves))
    if (selectors.length === 0) return []
    return [same(selectors, marking.selectors) ? marking : { ...marking, selectors }]
  })
  if (same(moved, markings)) return object
  return moved.length === 0
    ? (rest as StixObject)
    : { ...(rest as StixObject), granular_markings: moved }
}
