// Where a collection's objects may go besides. All of it is locked together, always: the order in
// which collections are locked is then one.
import type { Context } from './context.ts'

/** The collections that one spreads to, as the policy says now. */
export const listSpreads = async (ctx: Context, collectionId: string): Promise<string[]> => {
  const policy = await ctx.policy.current()
  const spreads = policy.collectionById.get(collectionId)?.spreads_to
  return [spreads?.community, spreads?.public].filter((id) => typeof id === 'string')
}
