// Takes a submission back before anybody else was shown any of it. Later it is a withdrawal.

import { withTransaction } from '../storage/pools.ts'
import { readSubmissionOf, undoSubmissionRow } from '../storage/undo.ts'
import { findKept } from '../storage/versions.ts'
import type { Caller, Context } from './context.ts'
import { type KeptVersion, reviveKept } from './forms.ts'
import { type Ground, lockFeeds, openGround } from './ground.ts'
import { arrange } from './known.ts'
import { noteAct } from './ledger.ts'
import { redrawAsked } from './redraw.ts'
import { holdNow } from './refresh-caller.ts'
import { Refusal } from './refusal.ts'
import { releaseFirst } from './release.ts'
import { viewCollection } from './roots.ts'
import { listSpreads } from './spreads.ts'
import { askElsewhere, positionsOf, removeFrom } from './withdraw.ts'
import { writeGround } from './write-ground.ts'

const notFound = (): Refusal => new Refusal('not-found', 'there is no such submission')

const isSeen = ({ forms }: KeptVersion): boolean =>
  forms.some(
    ({ segment, profile, state }) =>
      (state === 'shown' || state === 'covered') &&
      segment !== 'owner' &&
      !(segment === 'named' && profile === 'P0'),
  )

const takeBack = async (
  ctx: Context,
  ground: Ground,
  owner: string,
  submission: string,
  ids: string[],
): Promise<KeptVersion[]> => {
  const rows = await findKept(ground.client, ground.home, ids)
  const kept = await reviveKept(ctx, ground.client, rows)
  const places = kept.flatMap(({ forms }) => forms.map(({ collection_id }) => collection_id))
  await lockFeeds(ground, places, 16)
  const taken: KeptVersion[] = []
  const lineages = arrange(kept)
  for (const all of lineages.values()) {
    const chosen = all.filter(
      ({ owner_id, submission_id }) => owner_id === owner && submission_id === submission,
    )
    if (chosen.some(isSeen)) {
      throw new Refusal('unprocessable', 'others were shown it already: withdraw it instead')
    }
    taken.push(...chosen)
  }
  for (const all of lineages.values()) {
    const chosen = all.filter((version) => taken.includes(version))
    if (chosen.length === 0) continue
    await removeFrom(ground, chosen, all)
    await askElsewhere(ctx, ground, owner, (chosen[0] as KeptVersion).stix_id)
  }
  return taken
}

/**
 * Undoes a submission of the caller's organisation. Refuses with not-found what is not theirs or
 * long over, with unprocessable what is not published yet or what others were shown. Answers how
 * many versions were taken back.
 */
export const undoSubmission = async (
  ctx: Context,
  caller: Caller,
  id: string,
): Promise<{ undone: number }> => {
  const owner = caller.organisation_id
  if (owner === null) throw new Refusal('unauthenticated', 'sign in to use this hub')
  const row = await readSubmissionOf(ctx.pools.writer, id, owner)
  if (row === null) throw notFound()
  const policy = await ctx.policy.current()
  const author = await holdNow(ctx, caller, policy.epoch)
  const view = viewCollection(policy, author, row.collection_id)
  if (view === null || !view.can_write) throw notFound()
  if (row.success_count + row.failure_count < row.total_count) {
    throw new Refusal('unprocessable', 'it is still being published: try again in a moment')
  }
  const told = JSON.parse(`[${row.successes}]`) as { id: string }[]
  const ids = [...new Set(told.map((each) => each.id))]
  await releaseFirst(ctx, row.collection_id)
  const undone = await withTransaction(ctx.pools.publisher, 'begin', async (client) => {
    const ground = openGround(ctx, client, row.collection_id)
    await lockFeeds(ground, await listSpreads(ctx, row.collection_id), 16)
    const taken = await takeBack(ctx, ground, owner, id, ids)
    await writeGround(ground)
    await undoSubmissionRow(client, id)
    await noteAct(client, {
      act: 'withdraw',
      principal_id: author.principal_id,
      organisation_id: owner,
      collection_id: row.collection_id,
      object_id: null,
      positions: positionsOf(taken),
      facts: { submission: id, versions: String(taken.length), undone: true },
    })
    return taken.length
  })
  await redrawAsked(ctx)
  return { undone }
}
