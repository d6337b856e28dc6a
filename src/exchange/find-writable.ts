// The collection somebody means, by whatever name it is called.
import type { CollectionRow } from '../storage/policy.ts'
import type { Caller, Context } from './context.ts'
import type { Policy } from './policy.ts'
import { holdNow } from './refresh-caller.ts'
import { Refusal } from './refusal.ts'
import { type CollectionView, type Root, viewCollection } from './roots.ts'

/** `collection` is an id, an alias, or a name; `group` narrows it. */
export type Wanted = { group: string | null; collection: string }

/** Where, and who acts there, under one policy. */
export type Place = { policy: Policy; author: Caller; root: Root; view: CollectionView }

const isCalled = ({ id, alias, name }: CollectionRow, wanted: string): boolean =>
  id === wanted || alias === wanted || name === wanted

/**
 * Finds a collection as the caller sees it now. Refuses with not-found what is not there or not for
 * the caller, and with bad-request a name that is two collections'.
 */
export const findCollectionNamed = async (
  ctx: Context,
  caller: Caller,
  { group, collection }: Wanted,
): Promise<Place> => {
  const policy = await ctx.policy.current()
  const author = await holdNow(ctx, caller, policy.epoch)
  const found = [...policy.collectionById.values()]
    .filter((row) => (group === null || row.group === group) && isCalled(row, collection))
    .map(({ id }) => viewCollection(policy, author, id))
    .filter((view) => view !== null)
  if (found.length > 1) {
    throw new Refusal(
      'bad-request',
      'more than one collection is called so: name its group as well',
    )
  }
  const [view] = found
  const root = policy.groupById.get(view?.group_id ?? '')
  if (view === undefined || root === undefined) {
    throw new Refusal('not-found', 'there is no such collection')
  }
  return { policy, author, root, view }
}

/** The same to post to. Refuses with forbidden as well, where the caller may not write. */
export const findWritable = async (
  ctx: Context,
  caller: Caller,
  wanted: Wanted,
): Promise<Place> => {
  const place = await findCollectionNamed(ctx, caller, wanted)
  if (!place.view.can_write || place.author.organisation_id === null) {
    throw new Refusal('forbidden', 'you may not write to this collection')
  }
  return place
}
