// Whether an object that lost properties is still one of STIX 2.1's: the rules between properties
// that a loss can break. Knows no profile.

import type { StixObject } from '../stix/object.ts'
import { type Content, isContent } from '../stix/rules/rule.ts'

const shared = new Set(['type', 'spec_version', 'id', 'object_marking_refs', 'granular_markings'])

/** Of the types here, one of the properties is there; those that tell least come first. */
const oneOf: Record<string, readonly string[]> = {
  artifact: ['payload_bin', 'url'],
  file: ['hashes', 'name'],
  location: ['region', 'country', 'latitude'],
  'malware-analysis': ['result', 'analysis_sco_refs'],
  'network-traffic': ['src_ref', 'dst_ref'],
  'observed-data': ['object_refs', 'objects'],
  'windows-registry-key': ['key', 'values'],
}

/** Of the types here, anything of their own is there. */
const anyOf = new Set(['process', 'user-account', 'x509-certificate'])
const versioning = [
  'created',
  'modified',
  'created_by_ref',
  'labels',
  'external_references',
  'lang',
]
const notOwn = new Set([
  ...shared,
  ...versioning,
  'confidence',
  'revoked',
  'defanged',
  'extensions',
])

/** Of the properties that an object must have one of, the least telling; none for most types. */
export const leastOf = (object: StixObject): string[] => {
  const least = oneOf[object.type]?.find((name) => object[name] !== undefined)
  // One is nothing without the other (STIX 2.1 §4.9).
  return least === 'latitude' ? [least, 'longitude'] : least === undefined ? [] : [least]
}

/** The object without what says how a name is written that is gone (STIX 2.1 §6.7). */
export const dropDependents = (object: StixObject): StixObject => {
  if (object.name_enc === undefined || object.name !== undefined) return object
  const { name_enc: _, ...rest } = object
  return rest as StixObject
}

const brokenBinary = ({ extensions }: Content): boolean => {
  const binary = isContent(extensions) ? extensions['windows-pebinary-ext'] : undefined
  return isContent(binary) && Object.keys(binary).length < 2
}

/** Whether the rules hold (STIX 2.1 §4, §6). */
export const isWhole = (object: StixObject): boolean => {
  if (Object.hasOwn(oneOf, object.type)) {
    if (!oneOf[object.type]!.some((name) => object[name] !== undefined)) return false
  }
  if (anyOf.has(object.type) && Object.keys(object).every((name) => notOwn.has(name))) return false
  return object.type !== 'file' || !brokenBinary(object)
}
