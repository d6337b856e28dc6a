// Lets statuses go once they were kept as long as promised, and sign-in failures once they no
// longer count.
import { forgetSubmissions } from '../storage/submissions.ts'
import type { Context } from './context.ts'

/**
 * Forgets statuses completed longer ago than the operator keeps them (at least 24 h, TAXII 2.1
 * §4.3).
 */
export const forgetStatuses = async (ctx: Context): Promise<number> =>
  forgetSubmissions(ctx.pools.writer, Math.max(24, ctx.settings.statusHours))
