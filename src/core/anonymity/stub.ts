// What is left of an object that was taken back: enough to know it again, and that it is revoked.
// Knows no audience.
import { canonicalJson } from '../json/canonical.ts'
import type { StixObject } from '../stix/object.ts'
import { isTimestamp, orderOf } from '../stix/timestamp.ts'
import { requiredOf, shapeOf } from './requirement.ts'
import { nextModified } from './time.ts'
import { leastOf } from './whole.ts'

export type Stub = { body: Buffer; version: string; order: string }

/**
 * The revoked form of an object as its viewers know it (STIX 2.1 §3.6): what it cannot be
 * without, its creator and its markings, nothing else. `told` is when it was revoked; the answer is
 * later than what was shown before. Null for an object without versions, which cannot be revoked.
 */
export const makeStub = (shown: StixObject, told: string): Stub | null => {
  if (typeof shown.modified !== 'string' || !isTimestamp(shown.modified)) return null
  const required = new Set([...requiredOf(shapeOf(shown.type)), ...leastOf(shown)])
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(shown)) {
    const common = name === 'created_by_ref' || name === 'object_marking_refs'
    if (common || required.has(name)) kept[name] = value
  }
  const version = nextModified(told, shown.modified)
  const stub = { ...kept, modified: version, revoked: true }
  return { body: Buffer.from(canonicalJson(stub)), version, order: orderOf(version) }
}
