// Takes parts of an object away by their levels (M2-M7). Nothing that STIX
// requires is made up, but for a name. Knows no reader and no profile.
import type { Part } from '../sharing/label.ts'
import type { Tlp } from '../sharing/tlp.ts'
import type { StixObject } from '../stix/object.ts'
import { type Path, printPointer } from '../stix/pointer.ts'
import { isContent } from '../stix/rules/rule.ts'
import { parseSelector, printSelector, resolvePath } from '../stix/selector.ts'
import { type Branch, type Content, generatedName, nothing, plant, structural } from './branch.ts'
import { requiredOf, type Shape, shapeAt, shapeOf } from './requirement.ts'

/** An object without some of its parts; `changed` is false when it lost nothing. */
export type Cut = { object: StixObject; changed: boolean }

/** `gone`: pointers of what is away; `dropped`: indices away, by the pointer of their list. */
type Losses = { gone: Set<string>; dropped: Map<string, number[]>; hidden: boolean }

const pruneList = (
  list: unknown[],
  branch: Branch,
  shape: Shape,
  path: Path,
  losses: Losses,
): unknown => {
  if ([...branch.keys()].some((step) => typeof step !== 'number' || step >= list.length)) {
    losses.hidden = true
  }
  const dropped: number[] = []
  const kept = list.map((entry, index) => {
    const rest = prune(entry, branch.get(index), shapeAt(shape, index), [...path, index], losses)
    if (rest === nothing) dropped.push(index)
    return rest
  })
  losses.dropped.set(printPointer(path), dropped)
  const rest = kept.filter((entry) => entry !== nothing)
  return rest.length === 0 ? nothing : rest
}

const pruneContent = (
  content: Content,
  branch: Branch,
  shape: Shape,
  path: Path,
  losses: Losses,
): unknown => {
  const kept: Content = { ...content }
  for (const [step, inner] of branch) {
    const name = String(step)
    if (typeof step === 'number' || !Object.hasOwn(content, name)) losses.hidden = true
    const rest = prune(content[name], inner, shapeAt(shape, name), [...path, name], losses)
    const made = path.length === 0 && name === 'name' ? generatedName(content.type) : null
    if (rest !== nothing) kept[name] = rest
    else if (!requiredOf(shape).has(name)) delete kept[name]
    else if (made !== null) kept[name] = made
    else losses.hidden = true
  }
  return Object.keys(kept).length === 0 ? nothing : kept
}

const prune = (
  value: unknown,
  branch: Branch | null | undefined,
  shape: Shape,
  path: Path,
  losses: Losses,
): unknown => {
  if (branch === undefined) return value
  if (branch !== null && Array.isArray(value)) return pruneList(value, branch, shape, path, losses)
  if (branch !== null && isContent(value)) return pruneContent(value, branch, shape, path, losses)
  if (branch !== null) losses.hidden = true
  losses.gone.add(printPointer(path))
  return nothing
}

/** Where a path leads after the losses; null when it leads to nothing. */
const movePath = (path: Path, { gone, dropped }: Losses): Path | null => {
  const moved: (string | number)[] = []
  for (const [at, step] of path.entries()) {
    if (gone.has(printPointer(path.slice(0, at + 1)))) return null
    const away = dropped.get(printPointer(path.slice(0, at))) ?? []
    if (away.includes(step as number)) return null
    moved.push(typeof step === 'number' ? step - away.filter((one) => one < step).length : step)
  }
  return moved
}

const moveSelector = (object: Content, selector: unknown, losses: Losses): string[] => {
  const path = typeof selector === 'string' ? parseSelector(selector) : null
  const moved = path === null ? null : movePath(path, losses)
  return moved === null || resolvePath(object, moved) === null ? [] : [printSelector(moved)]
}

/** M6, M7: what pointed at something that is away goes too, and the rest follows its content. */
const moveMarkings = (object: Content, losses: Losses): void => {
  const { granular_markings } = object
  if (granular_markings === undefined) return
  const markings = Array.isArray(granular_markings) ? granular_markings.filter(isContent) : []
  const moved = markings.flatMap((marking) => {
    const held = Array.isArray(marking.selectors) ? marking.selectors : []
    const selectors = held.flatMap((selector) => moveSelector(object, selector, losses))
    return selectors.length === 0 ? [] : [{ ...marking, selectors }]
  })
  if (moved.length === 0) delete object.granular_markings
  else object.granular_markings = moved
}

/**
 * The object without what stands at `paths` and below them (M2). List entries are taken out one by
 * one; a list or structure that is left empty goes as a whole (M6). Granular markings follow (M7).
 * Null when something STIX requires would go, or what makes the object what it is (M4), or when a
 * path leads nowhere; but a required `name` of a domain object becomes a generated one. Never
 * changes its argument.
 */
export const removePaths = (object: StixObject, paths: readonly Path[]): Cut | null => {
  if (paths.length === 0) return { object, changed: false }
  if (paths.some(([first]) => first === undefined || structural.has(String(first)))) return null
  const losses: Losses = { gone: new Set(), dropped: new Map(), hidden: false }
  const rest = prune(object, plant(paths), shapeOf(object.type), [], losses)
  if (losses.hidden) return null
  moveMarkings(rest as Content, losses)
  return { object: rest as StixObject, changed: true }
}

/** The object without the parts whose level is not allowed; the rest is as in `removePaths`. */
export const cutParts = (
  object: StixObject,
  parts: readonly Part[],
  allowed: (tlp: Tlp) => boolean,
): Cut | null =>
  removePaths(
    object,
    parts.filter(({ tlp }) => !allowed(tlp)).map(({ path }) => path),
  )
