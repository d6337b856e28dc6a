// Whether the hub can do its work right now: only a commit proves that, and only room that was
// taken proves that there is some.
import { fillRoom, writeReadiness } from '../storage/readiness.ts'
import type { Context } from './context.ts'

/** What a submission of some size needs at least. */
const roomOctets = 1_048_576

/** Resolves when a write was committed; rejects when the database cannot be written. */
export const probe = async (ctx: Context): Promise<void> => {
  await writeReadiness(ctx.pools.writer)
}

/** Resolves when the database's disk has room for submissions; rejects when it has not. */
export const probeRoom = async (ctx: Context): Promise<void> => {
  await fillRoom(ctx.pools.writer, roomOctets)
}
