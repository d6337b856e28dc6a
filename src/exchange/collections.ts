// Collections as the admin API shows and changes them, in the words of a hub file. Which limits
// stand for which organisation is for those who look after the collection.
import type { CollectionEntry } from '../core/hub-file/model.ts'
import { mayDo } from '../core/role/rule.ts'
import { type CollectionRow, type HubState, readHub } from '../storage/hub.ts'
import { type Change, type Condition, changeHub, requireUnchanged } from './change-hub.ts'
import type { Caller, Context } from './context.ts'
import { findGroupFor } from './groups.ts'
import { collectionWordsOf, etagOf } from './hub-words.ts'
import type { Policy } from './policy.ts'
import { Refusal } from './refusal.ts'
import { requireAction, requireSignedIn } from './require-role.ts'
import { viewCollection } from './roots.ts'

export type CollectionShown = {
  words: CollectionEntry
  etag: string
  can_read: boolean
  can_write: boolean
}

type Asking = { caller: Caller; policy: Policy; state: HubState }

const looksAfter = (caller: Caller, { group_id }: CollectionRow): boolean =>
  mayDo(caller, 'change-collection', { group_id }) || mayDo(caller, 'read-collection', { group_id })

const show = ({ caller, policy, state }: Asking, row: CollectionRow): CollectionShown | null => {
  const view = viewCollection(policy, caller, row.id)
  const whole = collectionWordsOf(state, row)
  const cares = looksAfter(caller, row)
  if (view === null && !cares) return null
  const words = cares ? whole : { ...whole, access: {} }
  const { can_read = false, can_write = false } = view ?? {}
  return { words, etag: etagOf(words), can_read, can_write }
}

const openAsking = async (ctx: Context, caller: Caller): Promise<Asking> => {
  requireSignedIn(caller)
  const state = await readHub(ctx.db)
  return { caller, policy: await ctx.policy.current(), state }
}

const keyOf = ({ group, name }: CollectionEntry): string => `${group}/${name}`

/** Collections that are there for the caller, by group and name; `after` is the key before. */
export const listShownCollections = async (
  ctx: Context,
  caller: Caller,
  { group, after, limit }: { group: string | null; after: string | null; limit: number },
): Promise<{ entries: CollectionShown[]; more: boolean }> => {
  const asking = await openAsking(ctx, caller)
  const found = asking.state.collections
    .map((row) => show(asking, row))
    .filter((shown) => shown !== null)
    .filter(({ words }) => group === null || words.group === group)
    .filter(({ words }) => after === null || keyOf(words) > after)
    .sort((a, b) => (keyOf(a.words) < keyOf(b.words) ? -1 : 1))
  return { entries: found.slice(0, limit), more: found.length > limit }
}

/** Refuses with not-found. */
export const readCollection = async (
  ctx: Context,
  caller: Caller,
  group: string,
  name: string,
): Promise<CollectionShown> => {
  const asking = await openAsking(ctx, caller)
  const groupId = asking.state.groups.find((row) => row.name === group)?.id
  const row = asking.state.collections.find((one) => one.group_id === groupId && one.name === name)
  const shown = row === undefined ? null : show(asking, row)
  if (shown === null) throw new Refusal('not-found', 'there is no such collection')
  return shown
}

const isBuiltIn = (group: string): boolean => group === 'community' || group === 'public'

/**
 * Makes a collection what `entry` says, or adds it. Refuses with not-found, forbidden,
 * changed-meanwhile and unprocessable. Answers whether it is new.
 */
export const changeCollection = async (
  ctx: Context,
  caller: Caller,
  entry: CollectionEntry,
  condition: Condition,
): Promise<{ shown: CollectionShown; added: boolean }> => {
  requireSignedIn(caller)
  let added = false
  await changeHub(ctx, caller, (state): Change => {
    const group = state.groups.find(({ name }) => name === entry.group)
    if (group === undefined && isBuiltIn(entry.group)) requireAction(caller, 'change-hub', {})
    else {
      const { id } = findGroupFor(caller, state, entry.group)
      requireAction(caller, 'change-collection', { group_id: id })
    }
    const row = state.collections.find(
      (one) => one.group_id === group?.id && one.name === entry.name,
    )
    added = row === undefined
    requireUnchanged(condition, row === undefined ? null : collectionWordsOf(state, row))
    return { collection: row === undefined ? entry : { ...entry, id: entry.id ?? row.id } }
  })
  return { shown: await readCollection(ctx, caller, entry.group, entry.name), added }
}
