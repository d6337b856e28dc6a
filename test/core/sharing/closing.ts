// What the tests of the closure share: audiences, short ids, nodes, and a way to close them.
import { createHash } from 'node:crypto'
import { type Audience, intersect, only, subtract } from '../../../src/core/sharing/audience.ts'
import { closeReferences, type Node, type Outside } from '../../../src/core/sharing/closure.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'

/** Wide holds narrow; neither has anybody in common with other. */
export const other = only({ is: 'organisation', id: 'o2' })
export const wide = subtract(only({ is: 'member', group: 'g1', level: 'consumer' }), other)
export const narrow = intersect(wide, only({ is: 'clearance', name: 'attribution' }))

/** The id of an object that the tests call by a short name, the same at each call. */
export const idOf = (type: string, name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex')
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
  return `${type}--${[...uuid, hex.slice(20, 32)].join('-')}`
}

/** A node of a type under a short name. */
export const node = (
  type: string,
  name: string,
  audience: Audience,
  properties: Record<string, unknown> = {},
  also: Partial<Node> = {},
): Node => {
  const id = idOf(type, name)
  const object: StixObject = { type, id, ...properties }
  return { id, type, object, audience, changed: false, text: 'free', ...also }
}

/** As plain as can be, and seen in a failing test. */
export const derive = (id: string): string => id.replace('--', '--f')

export const nothingOutside: Outside = () => null

/** What became of each node, in their order: the object shown, or why it is not. */
export const close = (nodes: Node[], outside: Outside = nothingOutside) => {
  const closed = closeReferences(nodes, outside, derive)
  return nodes.map(({ id }) => closed.get(id)!)
}

/** The object shown of the one node asked about (the first); its reason where it is withheld. */
export const shownOf = (nodes: Node[], outside?: Outside): StixObject | string => {
  const first = close(nodes, outside)[0]!
  return 'withheld' in first ? first.withheld : first.object
}
