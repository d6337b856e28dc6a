// Where a collection's objects may go besides, and how its group takes things back. What is locked
// is locked together, always: the order in
// which collections are locked is then one.
import type { Context } from './context.ts'

/** The collections that one spreads to, as the policy says now. */
export const listSpreads = async (ctx: Context, collectionId: string): Promise<string[]> => {
  const policy = await ctx.policy.current()
  const spreads = policy.collectionById.get(collectionId)?.spreads_to
  return [spreads?.community, spreads?.public].filter((id) => typeof id === 'string')
}

/** Whether the collection's group has past recipients told of what is taken from them. */
export const isRecalling = async (ctx: Context, collectionId: string): Promise<boolean> => {
  const policy = await ctx.policy.current()
  const group = policy.collectionById.get(collectionId)?.group_id
  return policy.groupById.get(group ?? '')?.recall === true
}
