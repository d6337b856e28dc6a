// What waits for somebody's act, with the very text that the act would open: for those who may act,
// and for the owner.
import { mayDo } from '../core/role/rule.ts'
import type { Form } from '../core/sharing/form.ts'
import type { Profile, SegmentName } from '../core/sharing/segment.ts'
import type { StixObject } from '../core/stix/object.ts'
import { printPosition } from '../core/taxii/position.ts'
import type { CollectionRow } from '../storage/policy.ts'
import { readClock } from '../storage/publication.ts'
import { findWaiting, readRaw } from '../storage/versions.ts'
import type { Caller, Context } from './context.ts'
import { type KeptVersion, reviveKept } from './forms.ts'
import { sayOf } from './gate.ts'
import { Refusal } from './refusal.ts'
import { viewCollection } from './roots.ts'

/**
 * A form that waits. `acts`: what the caller may do for it. `source_id`: the object's own id, for
 * its owner. `version` is null for one that the hub names when it opens it.
 */
export type Gate = {
  collection: string
  rendition_id: string
  digest: string
  gate: string
  acts: string[]
  segment: SegmentName
  profile: Profile
  id: string
  version: string | null
  source_id: string | null
  opens: string | null
  closes: string | null
  object: StixObject
}

const mostVersions = 500

type Found = { form: Form; version: KeptVersion; acts: string[]; owner: boolean }

const moment = (at: bigint | null): string | null => (at === null ? null : printPosition(at))

const describe = (
  home: CollectionRow,
  { form, version, acts, owner }: Found,
  body: string,
): Gate => ({
  collection: home.id,
  rendition_id: String(form.rendition_id),
  digest: form.digest as string,
  gate: form.gate as string,
  acts,
  segment: form.segment,
  profile: form.profile,
  id: form.stix_id,
  version: form.version === '' ? null : form.version,
  source_id: owner ? version.stix_id : null,
  opens: moment(form.opens),
  closes: moment(form.closes),
  object: JSON.parse(body),
})

const listIn = async (
  ctx: Context,
  caller: Caller,
  home: CollectionRow,
  now: bigint,
): Promise<{ gates: Gate[]; more: boolean }> => {
  const { writer } = ctx.pools
  const reviews = mayDo(caller, 'review', { group_id: home.group_id })
  const owner = reviews ? null : caller.organisation_id
  const rows = await findWaiting(writer, home.id, owner, mostVersions + 1)
  const kept = await reviveKept(ctx, writer, rows.slice(0, mostVersions))
  const found = kept.flatMap((version) =>
    version.forms.flatMap((form): Found[] => {
      const say = sayOf(caller, home, version, form, now)
      return say === null ? [] : [{ form, version, ...say }]
    }),
  )
  const gates: Gate[] = []
  for (const place of new Set(found.map(({ form }) => form.collection_id))) {
    const here = found.filter(({ form }) => form.collection_id === place)
    const numbers = here.map(({ form }) => form.rendition_id as bigint)
    const bodies = await readRaw(writer, place, numbers)
    for (const one of here) {
      const body = bodies.get(one.form.rendition_id as bigint)
      if (body !== undefined) gates.push(describe(home, one, body))
    }
  }
  return { gates, more: rows.length > mostVersions }
}

/**
 * Everything that waits for an act of the caller, or of its organisation. Refuses with
 * unauthenticated who does not sign in.
 */
export const listGates = async (
  ctx: Context,
  caller: Caller,
): Promise<{ gates: Gate[]; more: boolean }> => {
  if (caller.organisation_id === null) {
    throw new Refusal('unauthenticated', 'sign in to use this hub')
  }
  const policy = await ctx.policy.since(caller.epoch)
  const now = await readClock(ctx.pools.writer)
  const gates: Gate[] = []
  let more = false
  for (const home of policy.collectionById.values()) {
    if (viewCollection(policy, caller, home.id) === null) continue
    const found = await listIn(ctx, caller, home, now)
    gates.push(...found.gates)
    more ||= found.more
  }
  return { gates, more }
}
