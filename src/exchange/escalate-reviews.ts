// What waited longer for a reviewer than its collection allows: others are asked from now on.

import { printPosition } from '../core/taxii/position.ts'
import { withTransaction } from '../storage/pools.ts'
import { readClock } from '../storage/publication.ts'
import { escalateReviews as escalate } from '../storage/reviews.ts'
import type { Context } from './context.ts'
import { noteActs } from './ledger.ts'

const batchMax = 1_000

/** Escalates what is due by now, and notes it. Answers how many versions that were. */
export const escalateReviews = async (ctx: Context): Promise<number> => {
  const now = printPosition(await readClock(ctx.pools.writer))
  return withTransaction(ctx.pools.publisher, 'begin', async (client) => {
    const overdue = await escalate(client, now, batchMax)
    await noteActs(
      client,
      overdue.map(({ collection_id, stix_id }) => ({
        act: 'decide' as const,
        principal_id: null,
        organisation_id: null,
        collection_id,
        object_id: stix_id,
        positions: [],
        facts: { acts: ['review-escalated'] },
      })),
    )
    return overdue.length
  })
}
