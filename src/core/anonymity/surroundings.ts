// What the objects of one submission say of each other that an object alone does not. Knows not how
// it is found out, and no profile.

import type { Part } from '../sharing/label.ts'
import type { StixObject } from '../stix/object.ts'

/**
 * `tokens`: what masked words are called, the same in all objects; filled while they are drawn.
 * `creators`: identities named as creators. `victims`: observed values that are the owner's.
 * `sides`: observed values that stand on the victim's side and nowhere else. `attackers`: observed
 * hosts that are not the owner's; mail addresses there are not masked. `parts`: the parts that have
 * a level of their own, by the id of their object.
 */
export type Surroundings = {
  tokens: Map<string, string>
  creators: ReadonlySet<string>
  victims: ReadonlySet<string>
  sides: ReadonlySet<string>
  attackers: ReadonlySet<string>
  parts: ReadonlyMap<string, readonly Part[]>
}

/** Those of an object on its own. */
export const noSurroundings = (): Surroundings => ({
  tokens: new Map(),
  creators: new Set(),
  victims: new Set(),
  sides: new Set(),
  attackers: new Set(),
  parts: new Map(),
})

/** Which end of a connection is the victim's: the owner's own, else the one that called out. */
export const victimSide = (
  traffic: StixObject,
  victims: ReadonlySet<string>,
): 'src' | 'dst' | 'both' => {
  const { src_ref, dst_ref } = traffic
  if (typeof dst_ref === 'string' && victims.has(dst_ref)) {
    return typeof src_ref === 'string' && victims.has(src_ref) ? 'both' : 'dst'
  }
  return dst_ref === undefined ? 'both' : 'src'
}
