// What a page of the console must know before it shows anything: who is signed in, and how one may.

import type { Level } from '../core/sharing/clearance.ts'
import { readPreferences } from '../storage/accounts.ts'
import type { Context } from './context.ts'
import type { HeldSession, SecondFactor } from './session.ts'

export type SignedPerson = {
  organisation: string
  organisation_title: string
  name: string
  email: string | null
  roles: string[]
  groups: { name: string; title: string; level: Level }[]
  second_factor: SecondFactor
  language: 'ja' | 'en' | null
}

/** While the second factor is needed the answer names the person, and nothing it belongs to. */
export const describePerson = async (
  ctx: Context,
  { person, email, second_factor, principal_id, caller, organisation }: HeldSession,
): Promise<SignedPerson> => {
  const { language } = await readPreferences(ctx.pools.writer, principal_id)
  const policy = caller === null ? null : await ctx.policy.since(caller.epoch)
  const groups = (caller?.clearance.memberships ?? []).map(({ group_id, group, level }) => ({
    name: group,
    title: policy?.groupById.get(group_id)?.title ?? group,
    level,
  }))
  return {
    organisation,
    organisation_title: policy?.organisationByName.get(organisation)?.title ?? organisation,
    name: person,
    email: caller === null ? null : email,
    roles: [...(caller?.roles ?? [])],
    groups,
    second_factor,
    language,
  }
}
