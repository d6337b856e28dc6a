// What is left of an object that was taken back: enough to know it again, and that it is revoked.
// Knows no audience.
import { canonicalJson } from '../json/canonical.ts'
import type { Profile } from '../sharing/segment.ts'
import type { StixObject } from '../stix/object.ts'
import { isTimestamp, orderOf } from '../stix/timestamp.ts'
import { requiredOf, shapeOf } from './requirement.ts'
import { nextModified, tellTime } from './time.ts'
import { leastOf } from './whole.ts'

export type Stub = { body: Buffer; version: string; order: string }

/**
 * The revoked form of an object as its viewers know it (STIX 2.1 §3.6): what it cannot be
 * without, its creator and its markings, nothing else. `at` is when it was revoked: its version is
 * that moment as the profile of its viewers tells it, and later than what was shown before (V9).
 * Null for an object without versions, which cannot be revoked.
 */
export const makeStub = (shown: StixObject, at: string, profile: Profile): Stub | null => {
  if (typeof shown.modified !== 'string' || !isTimestamp(shown.modified)) return null
  const required = new Set([...requiredOf(shapeOf(shown.type)), ...leastOf(shown)])
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(shown)) {
    const common = name === 'created_by_ref' || name === 'object_marking_refs'
    if (common || required.has(name)) kept[name] = value
  }
  const version = nextModified(tellTime(at, profile), shown.modified)
  const stub = { ...kept, modified: version, revoked: true }
  return { body: Buffer.from(canonicalJson(stub)), version, order: orderOf(version) }
}
