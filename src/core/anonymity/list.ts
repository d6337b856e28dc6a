// Draws the members of a list one by one, and notes which of them are left. Knows no property.

import { printSelector } from '../stix/selector.ts'
import type { Pass } from './pass.ts'

/**
 * The list of what `draw` gives for each member, without those it gives undefined for: the same
 * list when nothing changes, undefined when nothing is left (STIX 2.1 §2.12).
 */
export const drawList = (
  list: readonly unknown[],
  pass: Pass,
  draw: (member: unknown) => unknown,
): unknown => {
  const kept: number[] = []
  const drawn: unknown[] = []
  let same = true
  for (let index = 0; index < list.length; index++) {
    pass.path.push(index)
    const member = draw(list[index])
    pass.path.pop()
    if (member !== list[index]) same = false
    if (member === undefined) continue
    kept.push(index)
    drawn.push(member)
  }
  if (same) return list
  pass.moves?.set(printSelector(pass.path), kept)
  return drawn.length === 0 ? undefined : drawn
}
