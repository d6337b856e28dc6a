// Opens a hub that was restored: its operator says that what the ledger lacks is gone for good.
import { lockHub, raiseEpoch } from '../storage/hub.ts'
import { confirmRestorations, endVisits } from '../storage/restoration.ts'
import type { Context } from './context.ts'
import { exportHead } from './export-head.ts'
import { findHold, type Hold } from './hold.ts'
import { noteActsIn } from './ledger.ts'
import { Refusal } from './refusal.ts'

/**
 * Confirms what keeps the hub closed, provided the ledger ends at row `head`: ends all sessions and
 * invitations, begins a new policy epoch, notes it in the ledger and keeps its new head beside the
 * database. Answers what was confirmed, null when nothing kept the hub closed. Refuses
 * `changed-meanwhile` at any other row, and `bad-request` where the head kept last is damaged.
 */
export const confirmRestore = async (ctx: Context, head: bigint): Promise<Hold | null> => {
  const hold = await findHold(ctx)
  if (hold === null) return null
  if (hold.head !== head) {
    throw new Refusal('changed-meanwhile', `the ledger ends at row ${hold.head}, not at ${head}`)
  }
  const damaged = hold.forsaken === null && hold.message.includes('damaged')
  if (damaged) throw new Refusal('bad-request', `${hold.message}; take its line away first`)
  await ctx.db.transaction().execute(async (db) => {
    await lockHub(db)
    await confirmRestorations(db, hold.forsaken)
    await endVisits(db)
    await raiseEpoch(db)
    const lost: Record<string, string> =
      hold.forsaken === null ? {} : { lost_to: String(hold.forsaken.seq) }
    await noteActsIn(db, [
      {
        ...{ act: 'administer', principal_id: null, organisation_id: null, collection_id: null },
        ...{ object_id: null, positions: [] },
        facts: { change: 'confirmed', what: 'restore', head: String(head), ...lost },
      },
    ])
  })
  await ctx.ledger.settle()
  const seal = await exportHead(ctx)
  if (seal !== null) await ctx.heads?.keep(seal)
  return hold
}
