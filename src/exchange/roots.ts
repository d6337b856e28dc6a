// What of the hub a caller finds: API roots and collections. What it may not see is not found.
import { type Access, decideAccess, seesGroup } from '../core/sharing/access.ts'
import type { CollectionRow } from '../storage/policy.ts'
import type { Caller, Context } from './context.ts'
import type { Policy } from './policy.ts'
import { Refusal } from './refusal.ts'

export type Root = { id: string; name: string; title: string; description: string | null }

export type CollectionView = {
  id: string
  group_id: string
  title: string
  description: string | null
  alias: string | null
  can_read: boolean
  can_write: boolean
  media_types: string[]
  validation: 'strict' | 'lenient'
}

export type Discovery = {
  title: string
  description: string | null
  contact: string | null
  roots: { name: string }[]
}

const view = (collection: CollectionRow, access: Access): CollectionView => ({
  id: collection.id,
  group_id: collection.group_id,
  title: collection.title,
  description: collection.description,
  alias: collection.alias,
  can_read: access.can_read,
  can_write: access.can_write,
  media_types: collection.media_types,
  validation: collection.validation,
})

/** The collection as this caller sees it under `policy`; null when it does not exist for it. */
export const viewCollection = (
  policy: Policy,
  caller: Caller,
  id: string,
): CollectionView | null => {
  const collection = policy.collectionById.get(id)
  if (collection === undefined) return null
  const access = decideAccess(caller.clearance, collection)
  return access.visible ? view(collection, access) : null
}

/** TAXII 2.1 §4.1: the hub, and the API roots that exist for the caller. */
export const discover = async (ctx: Context, caller: Caller): Promise<Discovery> => {
  const policy = await ctx.policy.since(caller.epoch)
  const roots = policy.groups.filter((group) => seesGroup(caller.clearance, group))
  return {
    title: policy.title,
    description: policy.description,
    contact: policy.contact,
    roots: roots.map(({ name }) => ({ name })),
  }
}

/**
 * TAXII 2.1 §4.2. Refuses with not-found both what is not there and what the caller may not see.
 */
export const findRoot = async (ctx: Context, caller: Caller, name: string): Promise<Root> => {
  const policy = await ctx.policy.since(caller.epoch)
  const group = policy.groupByName.get(name)
  if (group === undefined || !seesGroup(caller.clearance, group)) {
    throw new Refusal('not-found', 'there is no such API root')
  }
  return group
}

/** TAXII 2.1 §5.1: every collection of the root that the caller may know of, by ascending id. */
export const listCollections = async (
  ctx: Context,
  caller: Caller,
  root: Root,
): Promise<CollectionView[]> => {
  const policy = await ctx.policy.since(caller.epoch)
  return [...policy.collectionById.values()]
    .filter((collection) => collection.group_id === root.id)
    .map((collection) => viewCollection(policy, caller, collection.id))
    .filter((found) => found !== null)
}

/** TAXII 2.1 §5.2: by id or by alias. Refuses with not-found. */
export const findCollection = async (
  ctx: Context,
  caller: Caller,
  root: Root,
  idOrAlias: string,
): Promise<CollectionView> => {
  const collections = await listCollections(ctx, caller, root)
  const found = collections.find(({ id, alias }) => id === idOrAlias || alias === idOrAlias)
  if (found === undefined) throw new Refusal('not-found', 'there is no such collection')
  return found
}
