// Paths of an object as a tree, and what of an object is no part that can be taken away or left.
// Knows no level.
import type { Path } from '../stix/pointer.ts'
import { domainObjectTypes } from '../stix/vocabulary.ts'

export type Content = Record<string, unknown>

/** null ends a path and covers all below it. */
export type Branch = Map<string | number, Branch | null>

/** Stands for what is not there, because every JSON value may be. */
export const nothing = Symbol('nothing')

/** Without one of these an object is another one, or is read with less care than it asks for. */
export const structural: ReadonlySet<string> = new Set([
  'type',
  'spec_version',
  'id',
  'created',
  'modified',
  'revoked',
  'defanged',
  'object_marking_refs',
  'granular_markings',
])

/** The tree of some paths, none of them empty. A path covers those that go on from it. */
export const plant = (paths: readonly Path[]): Branch => {
  const root: Branch = new Map()
  for (const path of paths) {
    let here: Branch | null = root
    for (const step of path.slice(0, -1)) {
      if (!here.has(step)) here.set(step, new Map())
      here = here.get(step) ?? null
      if (here === null) break
    }
    here?.set(path.at(-1) as string | number, null)
  }
  return root
}

/** What stands for the required name of a domain object; null where a name is an observation. */
export const generatedName = (type: unknown): string | null =>
  domainObjectTypes.has(type as string) ? `Redacted ${type}` : null
