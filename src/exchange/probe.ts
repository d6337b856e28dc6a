// Whether the hub can do its work right now: only a commit proves that.
import { writeReadiness } from '../storage/readiness.ts'
import type { Context } from './context.ts'

/** Resolves when a write was committed; rejects when the database cannot be written. */
export const probe = async (ctx: Context): Promise<void> => {
  await writeReadiness(ctx.pools.writer)
}
