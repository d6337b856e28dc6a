// Submissions acknowledged as pending, carried on by whoever finds them: after a crash, or late.
import { listPending, readPending } from '../storage/submissions.ts'
import { askAgain } from './ask.ts'
import { findClearance } from './clearance.ts'
import type { Context } from './context.ts'
import { publishEnvelope } from './publish-envelope.ts'
import type { Held } from './stored-options.ts'
import { unpackSlices } from './submit.ts'

/** For an envelope that came before it was kept with it what held then. */
const strictest: Held = { consent: 'none', default_tlp: 'amber+strict' }

/** Publishes the rest of one pending submission. Answers false when there is nothing left to do. */
export const resumeSubmission = async (ctx: Context, id: string): Promise<boolean> => {
  const pending = await readPending(ctx.pools.writer, id)
  if (pending === null) return false
  const policy = await ctx.policy.current()
  const collection = policy.collectionById.get(pending.collection_id)
  if (collection === undefined) return false
  const { envelope: body, slices, sharing, held, ...submission } = pending
  const asker = await findClearance(ctx, submission.organisation_id)
  if (asker === null) return false
  const asked = askAgain(policy, asker, submission, sharing)
  if (asked === null) return false
  const { validation, media_types } = collection
  const from = submission.success_count + submission.failure_count
  await publishEnvelope(
    ctx,
    {
      submission: {
        ...submission,
        success_count: 0,
        failure_count: 0,
        successes: '',
        failures: '',
      },
      body,
      slices: unpackSlices(slices),
      rules: { validation, media_types },
      asked,
      held: (held as Held | null) ?? strictest,
    },
    from,
  )
  return true
}

/** Carries on every submission that has waited for at least `ageMs`. */
export const resumeSubmissions = async (ctx: Context, ageMs: number): Promise<number> => {
  const before = BigInt(Date.now() - ageMs) * 1000n
  let resumed = 0
  for (const id of await listPending(ctx.pools.writer, before)) {
    try {
      if (await resumeSubmission(ctx, id)) resumed += 1
    } catch (error) {
      ctx.log.error({ submission: id, error }, 'pending submission not published')
    }
  }
  return resumed
}

/**
 * Has everything that is pending tried, as a hub does when it starts: whoever began it may have
 * died. What another process is still at is published once all the same.
 */
export const takeUpPending = async ({ pools, carrier }: Context): Promise<void> => {
  const now = BigInt(Date.now()) * 1000n
  for (const id of await listPending(pools.writer, now)) carrier.take(id)
}
