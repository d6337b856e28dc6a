// The bundles in a folder: found, read, and told apart by the STIX they speak. Knows no hub.
import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { StixObject } from '../../src/core/stix/object.ts'
import { orderOf } from '../../src/core/stix/timestamp.ts'
import { specVersionOf } from '../../src/core/stix/version.ts'

export type Bundle = {
  /** Path under the folder, with `/`. */
  name: string
  specVersion: '2.0' | '2.1'
  objects: StixObject[]
}

/** Two bundles of which `moved` objects are in both, in different versions. */
export type BundlePair = { one: Bundle; other: Bundle; moved: number }

const parseFile = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Error(`\`${path}\` is not JSON: ${(error as Error).message}`)
  }
}

const isNamed = (value: unknown): value is StixObject =>
  typeof value === 'object' && value !== null && typeof (value as StixObject).id === 'string'

const readBundle = (folder: string, name: string): Bundle | null => {
  const read = parseFile(join(folder, name))
  if (typeof read !== 'object' || read === null) return null
  const { type, spec_version, objects } = read as Record<string, unknown>
  if (type !== 'bundle' || !Array.isArray(objects) || objects.length === 0) return null
  if (!objects.every(isNamed)) throw new Error(`\`${name}\` has an entry without an id`)
  const old = spec_version === '2.0' || objects.some((object) => specVersionOf(object) === '2.0')
  return { name: name.split(sep).join('/'), specVersion: old ? '2.0' : '2.1', objects }
}

/**
 * Every bundle in `folder` and below, by name. JSON that is no bundle is left out; a file that is
 * no JSON, or a bundle of things without ids, throws: nothing could be said of what became of it.
 */
export const findBundles = (folder: string): Bundle[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readBundle(folder, name))
    .filter((bundle) => bundle !== null)

/** What an object calls its version; empty for one without times. */
export const versionTextOf = (object: StixObject): string => {
  const text = object.modified ?? object.created
  return typeof text === 'string' ? text : ''
}

/** An object version's name; two spellings of one instant are one name. */
export const versionKeyOf = (object: StixObject): string =>
  `${object.id} ${orderOf(versionTextOf(object))} ${specVersionOf(object)}`

const isLaterOrEarlier = (one: StixObject, other: StixObject): boolean =>
  one.created === other.created && versionKeyOf(one) !== versionKeyOf(other)

const countMoved = (one: Bundle, other: Bundle): number => {
  const byId = new Map(one.objects.map((object) => [object.id, object]))
  return other.objects.filter((object) => {
    const twin = byId.get(object.id)
    return twin !== undefined && isLaterOrEarlier(twin, object)
  }).length
}

/**
 * All pairs of bundles of one STIX version that hold different versions of an object. Versions of
 * one object share `created` (STIX 2.1 §3.6); without that they are no versions of each other.
 */
export const findPairs = (bundles: Bundle[]): BundlePair[] =>
  bundles.flatMap((one, index) =>
    bundles
      .slice(index + 1)
      .filter(({ specVersion }) => specVersion === one.specVersion)
      .map((other) => ({ one, other, moved: countMoved(one, other) }))
      .filter(({ moved }) => moved > 0),
  )
