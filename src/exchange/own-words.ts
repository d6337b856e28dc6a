// What an organisation may change of itself, and whose keys somebody may give out. Asked of the
// words of its entry, before and after.
import { isDeepStrictEqual } from 'node:util'
import type { OrganisationEntry } from '../core/hub-file/model.ts'
import { hubRoles } from '../core/role/table.ts'
import type { Change } from './change-hub.ts'
import type { Caller } from './context.ts'
import { Refusal } from './refusal.ts'

const ownWords: ReadonlySet<string> = new Set([
  ...['title', 'assets', 'default_tlp', 'people', 'credentials'],
])
const grantedRoles: ReadonlySet<string> = new Set(hubRoles)

const grantsOf = (people: OrganisationEntry['people']): unknown[] =>
  people
    .map(({ name, roles, clearances }) => ({
      name,
      roles: roles.filter((role) => grantedRoles.has(role)).sort(),
      clearances,
    }))
    .filter(({ roles, clearances }) => roles.length + clearances.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1))

/** People who hold what only the hub grants. */
const listGranted = ({ people }: OrganisationEntry): Set<string> =>
  new Set((grantsOf(people) as { name: string }[]).map(({ name }) => name))

/**
 * Refuses with forbidden where the caller may not act for one of these people of an organisation;
 * `granted` are those who hold what only the hub grants.
 */
const requireStandIn = (caller: Caller, people: string[], granted: Set<string>): void => {
  if (people.length === 0) return
  const rules = caller.roles.includes('hub-admin')
  const same = rules || !people.some((name) => granted.has(name))
  if (same && !caller.clearance.service) return
  throw new Refusal('forbidden', 'a credential of this person is not yours to give out')
}

/**
 * Whoever holds a person's credential is that person: nobody gives out one of whom it could not
 * have made, nor, without a second factor, one that stands for a person without it.
 */
const requireOwnKeys = (
  caller: Caller,
  before: OrganisationEntry,
  after: OrganisationEntry,
): void => {
  const granted = listGranted(before)
  const held = new Map(before.credentials.map((entry) => [entry.name, entry]))
  const fresh = after.credentials.filter(
    (entry) => entry.kind === 'person' && !isDeepStrictEqual(entry, held.get(entry.name)),
  )
  requireStandIn(
    caller,
    fresh.flatMap(({ person }) => person ?? []),
    granted,
  )
}

/** The same for a credential that is given out anew. */
export const requireKeyOf = (caller: Caller, entry: OrganisationEntry, person: string): void =>
  requireStandIn(caller, [person], listGranted(entry))

/**
 * What an organisation may not say of itself: who it is to others, and what the hub grants. People
 * may go, and nobody comes with what was not granted.
 */
const requireOwnWords = (before: OrganisationEntry, after: OrganisationEntry): void => {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const words = (entry: OrganisationEntry): Record<string, unknown> => ({ ...entry })
  const others = [...names].filter(
    (name) => !ownWords.has(name) && !isDeepStrictEqual(words(before)[name], words(after)[name]),
  )
  const staying = new Set(after.people.map(({ name }) => name))
  const granted = before.people.filter(({ name }) => staying.has(name))
  const same = isDeepStrictEqual(grantsOf(granted), grantsOf(after.people))
  if (others.length === 0 && same) return
  throw new Refusal('forbidden', 'only an administrator of the hub changes this')
}

/** The caller's change to an organisation that is there, held to what its roles let it change. */
export const changeFor = (
  caller: Caller,
  before: OrganisationEntry,
  after: OrganisationEntry,
): Change => {
  if (!caller.roles.includes('hub-admin')) requireOwnWords(before, after)
  requireOwnKeys(caller, before, after)
  return { organisation: after }
}
