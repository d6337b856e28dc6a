// Looks a caller up anew after the policy changed: what it held then may be gone.
import { findById } from '../storage/credentials.ts'
import { findSessionById } from '../storage/sessions.ts'
import { anonymous, callerOf, isWelcome } from './authenticate.ts'
import type { Caller, Context } from './context.ts'
import { Refusal } from './refusal.ts'
import { callerOfSession, isWelcomePerson } from './session.ts'

const refreshPerson = async (ctx: Context, sessionId: string): Promise<Caller> => {
  const row = await findSessionById(ctx.pools.gate, sessionId)
  if (row === null || row.half || !isWelcomePerson(row)) {
    throw new Refusal('unauthenticated', 'sign in to use this hub')
  }
  return await callerOfSession(ctx, row)
}

/**
 * The same caller at the current policy epoch. Refuses with unauthenticated one that is no more.
 */
export const refreshCaller = async (ctx: Context, caller: Caller): Promise<Caller> => {
  if (caller.session_id !== undefined) return refreshPerson(ctx, caller.session_id)
  if (caller.credential_id === null) return anonymous(ctx)
  const row = await findById(ctx.pools.gate, caller.credential_id)
  if (!isWelcome(row)) throw new Refusal('unauthenticated', 'sign in to use this hub')
  return await callerOf(ctx, row)
}

/**
 * The caller with what it holds now, as every act of writing needs it: a long body may have taken
 * longer to arrive than its sender stayed a member. Refuses as refreshCaller does.
 */
export const holdNow = async (ctx: Context, caller: Caller, epoch: bigint): Promise<Caller> =>
  caller.epoch === epoch ? caller : refreshCaller(ctx, caller)
