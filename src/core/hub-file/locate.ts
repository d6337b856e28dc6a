// Where in a YAML text a path of keys and indexes stands. Knows nothing of hubs.
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
} from 'yaml'

export type Place = { line: number; column: number }

const keyText = (key: unknown): string => String(isScalar(key) ? key.value : key)

const resolve = (document: Document, node: unknown): unknown =>
  isAlias(node) ? node.resolve(document) : node

type Step = { key: unknown; value: unknown }

const stepInto = (node: unknown, segment: string | number): Step | null => {
  if (isSeq(node) && typeof segment === 'number' && segment < node.items.length) {
    return { key: node.items[segment], value: node.items[segment] }
  }
  if (!isMap(node)) return null
  const pair = node.items.find(({ key }) => keyText(key) === String(segment))
  return pair === undefined ? null : { key: pair.key, value: pair.value }
}

const placeOf = (node: unknown, lines: LineCounter): Place | null => {
  const start = isNode(node) ? (node as Node).range?.[0] : undefined
  if (start === undefined) return null
  const { line, col } = lines.linePos(start)
  return { line, column: col }
}

/**
 * Lines and columns from 1. `onKey` asks for the place of the last key instead of its value. What
 * is missing is placed at the nearest thing around it that is there.
 */
export const locate = (
  document: Document,
  lines: LineCounter,
  path: readonly (string | number)[],
  onKey: boolean,
): Place => {
  let node: unknown = document.contents
  let place = placeOf(node, lines) ?? { line: 1, column: 1 }
  for (const [index, segment] of path.entries()) {
    const step = stepInto(resolve(document, node), segment)
    if (step === null) break
    const last = index === path.length - 1
    const key = placeOf(step.key, lines)
    place = (last && onKey ? key : (placeOf(step.value, lines) ?? key)) ?? place
    node = step.value
  }
  return place
}
