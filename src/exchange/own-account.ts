// What a person keeps for itself: what it prefers, and where it is signed in.
import { type Preferences, readPreferences, savePreferences } from '../storage/accounts.ts'
import { endSessionOf, endSessionsOf, listSessionsOf } from '../storage/sessions.ts'
import type { Context } from './context.ts'
import { Refusal } from './refusal.ts'
import type { HeldSession } from './session.ts'

export type OwnSession = {
  id: string
  /** What the browser says of itself. */
  agent: string
  since: string
  seen: string
  /** The one that asks. */
  current: boolean
}

const moment = (text: string): string => new Date(text).toISOString()

export const listOwnSessions = async (
  { pools }: Context,
  { principal_id, id: own }: HeldSession,
): Promise<OwnSession[]> =>
  (await listSessionsOf(pools.writer, principal_id)).map(({ id, agent, created_at, seen_at }) => ({
    id,
    agent,
    since: moment(created_at),
    seen: moment(seen_at),
    current: id === own,
  }))

/** Ends one of the person's sessions, or all but this one. Refuses with not-found. */
export const endOwnSession = async (
  { pools }: Context,
  { principal_id, id: own }: HeldSession,
  id: string | null,
): Promise<void> => {
  if (id === null) return endSessionsOf(pools.writer, principal_id, own)
  if (await endSessionOf(pools.writer, principal_id, id)) return
  throw new Refusal('not-found', 'there is no such session')
}

export const readOwnPreferences = ({ pools }: Context, session: HeldSession) =>
  readPreferences(pools.writer, session.principal_id)

/** What is left out stays as it is. */
export const saveOwnPreferences = async (
  { pools }: Context,
  { principal_id }: HeldSession,
  changed: Partial<Preferences>,
): Promise<Preferences> => {
  const after = { ...(await readPreferences(pools.writer, principal_id)), ...changed }
  await savePreferences(pools.writer, principal_id, after)
  return after
}
