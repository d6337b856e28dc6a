// Is what was polled what must be there, each once? Pure: it is shown two lists and says how they
// differ.
import { canonicalJson } from '../../src/core/json/canonical.ts'
import type { StixObject } from '../../src/core/stix/object.ts'
import type { ManifestRecord } from '../../src/core/taxii/resource.ts'
import type { Account, Kept } from './push.ts'

export type Difference = { missing: string[]; unexpected: string[]; repeated: string[] }

/** Compares polled texts with expected ones as sets in which each stands exactly once. */
export const compareOnce = (expected: string[], polled: string[]): Difference => {
  const wanted = new Set(expected)
  const seen = new Set<string>()
  const repeated = polled.filter((text) => seen.has(text) || !seen.add(text))
  return {
    missing: [...wanted].filter((text) => !seen.has(text)),
    unexpected: [...seen].filter((text) => !wanted.has(text)),
    repeated,
  }
}

/** Faults as sentences, with one example each; none when nothing differs. */
export const printDifference = (difference: Difference): string[] =>
  Object.entries(difference)
    .filter(([, list]) => list.length > 0)
    .map(([kind, list]) => `${list.length} ${kind}, such as ${list[0]?.slice(0, 160)}`)

/** Expected texts of a walk over objects: each version, byte for byte in canonical form. */
export const listObjects = (kept: Kept[]): string[] => kept.map(({ canonical }) => canonical)

export const printObject = (object: unknown): string => canonicalJson(object as StixObject)

/** Expected texts of a walk over the manifest of a collection with these media types. */
export const listRecords = (kept: Kept[], mediaTypes: string[]): string[] =>
  kept.map(({ id, version, specVersion }) => {
    const exact = `application/stix+json;version=${specVersion}`
    return `${id} ${version} ${mediaTypes.includes(exact) ? exact : 'application/stix+json'}`
  })

export const printRecord = (record: unknown): string => {
  const { id, version, media_type } = record as ManifestRecord
  return `${id} ${version} ${media_type}`
}

/**
 * The latest version of each object in each specification version: what `match[version]=last` is.
 */
export const listLatest = (account: Account): Kept[] => {
  const latest = new Map<string, Kept>()
  for (const kept of account.values()) {
    const key = `${kept.id} ${kept.specVersion}`
    const other = latest.get(key)
    if (other === undefined || kept.order > other.order) latest.set(key, kept)
  }
  return [...latest.values()]
}

/** The versions of each object, earliest first: what its versions resource must list. */
export const listVersions = (account: Account): Map<string, string[]> => {
  const kept = [...account.values()].sort((a, b) => (a.order < b.order ? -1 : 1))
  const versions = new Map<string, string[]>()
  for (const { id, version } of kept) {
    const list = versions.get(id) ?? []
    if (!list.includes(version)) versions.set(id, [...list, version])
  }
  return versions
}
