// A scope, a segment and a label to draw an object under, with an owner whose assets are known.

import { type Assets, compileDictionary } from '../../../src/core/anonymity/dictionary.ts'
import { type Drawn, drawObject } from '../../../src/core/anonymity/draw.ts'
import { type DrawnProfile, nothingAllowed, type Scope } from '../../../src/core/anonymity/scope.ts'
import type { Surroundings } from '../../../src/core/anonymity/surroundings.ts'
import { type Label, readLabel } from '../../../src/core/sharing/label.ts'
import type { Segment } from '../../../src/core/sharing/segment.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'

export const assets: Assets = {
  domains: ['acme.example'],
  terms: ['Acme', 'アクメ'],
  cidrs: ['198.51.100.0/24'],
}
export const neighbour = {
  organisation_id: 'neighbour',
  dictionary: compileDictionary([{ domains: ['bolt.example'], cidrs: ['192.0.2.128/25'] }]),
}
export const dictionary = compileDictionary([assets])

/** The owner's STIX identity, and the pseudonym that stands for it. */
export const own = 'identity--11111111-1111-4111-8111-111111111111'
export const pseudonym = 'identity--22222222-2222-4222-8222-222222222222'

export const makeScope = (profile: DrawnProfile, changes: Partial<Scope> = {}): Scope => ({
  profile,
  name: 'group-1/members',
  epoch: '2026Q4',
  key: Buffer.alloc(32, 7),
  owner_id: 'org-1',
  attributed: false,
  victim_consent: false,
  creator: changes.attributed === true ? null : pseudonym,
  dictionary,
  bystanders: [neighbour],
  identities: new Set([own]),
  allowed: nothingAllowed,
  ...changes,
})

export const makeSegment = (
  scope: Scope,
  changes: Partial<Segment> = {},
): Pick<Segment, 'profile' | 'tlp' | 'tearline' | 'attributed'> => ({
  profile: scope.profile,
  tlp: 'amber',
  tearline: null,
  attributed: scope.attributed,
  ...changes,
})

export const labelOf = (object: StixObject): Label =>
  readLabel(object, () => null, { collection: 'green', organisation: null, group: null }, 0n)

/** Draws an object on its own, or with what is known of those around it. */
export const draw = (object: StixObject, scope: Scope, around?: Surroundings): Drawn =>
  drawObject(object, labelOf(object), makeSegment(scope), scope, around)
