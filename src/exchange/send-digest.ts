// The digest of one person: how much arrived since the last one, and what waits. Counts only, of
// what the person may see now.
import { type Language, printDigest } from '../core/notification/digest.ts'
import { findDigestReader, listDigestReaders, saveTold } from '../storage/digests.ts'
import { arrivedMax } from '../storage/home.ts'
import { readClock } from '../storage/publication.ts'
import { callerOf, isWelcome } from './authenticate.ts'
import type { Context } from './context.ts'
import { listArrived } from './home.ts'
import { listGates } from './list-gates.ts'

const dayMicros = 86_400_000_000n

/** The ids of the people who want a digest; none where the hub sends no mail. */
export const listDigests = async (ctx: Context): Promise<string[]> =>
  ctx.outbound.mail === null ? [] : listDigestReaders(ctx.pools.writer)

/** Sends one, unless there is nothing to tell. Throws when the mail was not taken. */
export const sendDigest = async (ctx: Context, principalId: string): Promise<void> => {
  const { mail } = ctx.outbound
  const row = await findDigestReader(ctx.pools.writer, principalId)
  if (mail === null || row === null) return
  // Nobody signs in with this: it is looked up as a session would be.
  const held = { ...row, credential_id: '', secret: '', previous: null, usable: true }
  if (!isWelcome(held)) return
  const caller = { ...(await callerOf(ctx, held)), credential_id: null }
  const now = await readClock(ctx.pools.writer)
  const found = await listArrived(ctx, caller, row.told ?? now - dayMicros)
  const gates = (await listGates(ctx, caller)).gates.filter(({ acts }) => acts.length > 0)
  const policy = await ctx.policy.current()
  const arrived = found
    .filter(({ count }) => count > 0)
    .map(({ collection, count }) => ({
      collection: policy.collectionById.get(collection)?.title ?? '',
      count,
      more: count >= arrivedMax,
    }))
  if (arrived.length + gates.length > 0) {
    const facts = { hub: policy.title, url: ctx.settings.publicUrl, arrived, waiting: gates.length }
    const language: Language = row.language ?? 'en'
    await mail({ to: row.email, ...printDigest(facts, language) })
  }
  await saveTold(ctx.pools.writer, principalId, now)
}
