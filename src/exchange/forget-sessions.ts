// Forgets sessions that are over, and links that no longer hold.
import { removeOver } from '../storage/sessions.ts'
import type { Context } from './context.ts'

export const forgetSessions = ({ pools }: Pick<Context, 'pools'>): Promise<void> =>
  removeOver(pools.writer)
