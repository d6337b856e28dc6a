// What other owners show already under ids that are about to be shown.
import type { Form } from '../core/sharing/form.ts'
import { findMet } from '../storage/entries.ts'
import type { Drawing } from './drawing.ts'
import type { KeptVersion } from './forms.ts'
import { feedOf, type Ground } from './ground.ts'
import { arrange } from './known.ts'

export type Wanted = { owner_id: string; drawing: Drawing }

/** The ids that objects keep, by the collection they go to: derived ones nobody else can have. */
const listIds = (
  wanted: Wanted[],
): Map<string, Map<string, { stix_id: string; owner_id: string }>> => {
  const lists = new Map<string, Map<string, { stix_id: string; owner_id: string }>>()
  for (const { owner_id, drawing } of wanted) {
    for (const { segment, stix_id, state } of drawing.drafts) {
      if (stix_id !== drawing.accepted.stix_id || state !== 'shown') continue
      const list = lists.get(segment.collection_id) ?? new Map()
      list.set(`${owner_id} ${stix_id}`, { stix_id, owner_id })
      lists.set(segment.collection_id, list)
    }
  }
  return lists
}

/** Reads it into the feeds of the ground. Precondition: those are locked. */
export const meet = async (ground: Ground, wanted: Wanted[]): Promise<void> => {
  const { ctx, client } = ground
  for (const [collectionId, list] of listIds(wanted)) {
    const rows = await findMet(client, collectionId, [...list.values()])
    if (rows.length === 0) continue
    const ids = rows.map(({ audience_id }) => audience_id)
    const meaning = await ctx.audiences.read(ids, client)
    const met = rows.map((row) => ({ ...row, audience: meaning(row.audience_id) }))
    feedOf(ground, collectionId).met = arrange(met)
  }
}

/**
 * True for a form that must not open here, for others show its id in its collection: who sees which
 * of them is settled where the object is drawn anew, and that is asked for.
 */
export const leaveToRedraw = async (
  ground: Ground,
  { stix_id, owner_id }: KeptVersion,
  form: Form,
): Promise<boolean> => {
  if (form.stix_id !== stix_id) return false
  const met = await findMet(ground.client, form.collection_id, [{ stix_id, owner_id }])
  if (met.length > 0) ground.redraws.push({ home_id: ground.home, owner_id, stix_id })
  return met.length > 0
}
