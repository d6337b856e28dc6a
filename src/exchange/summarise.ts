// What there is in the hub, in counts, for its operator.
import { readSummary, type Summary } from '../storage/summary.ts'
import type { Context } from './context.ts'

export type { Summary } from '../storage/summary.ts'

/** Names and counts; nothing of what anybody shared. Only for the operator of the hub. */
export const summarise = (ctx: Pick<Context, 'pools'>): Promise<Summary> =>
  readSummary(ctx.pools.writer)
