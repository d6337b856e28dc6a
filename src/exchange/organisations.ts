// Organisations as the admin API shows and changes them, in the words of a hub file. Who may know
// of one, and what of its own an organisation may change by itself, is decided here.
import { isDeepStrictEqual } from 'node:util'
import type { OrganisationEntry } from '../core/hub-file/model.ts'
import type { RequestedOrganisation } from '../core/hub-file/requested.ts'
import { mayDo, type Target } from '../core/role/rule.ts'
import { type Action, hubRoles } from '../core/role/table.ts'
import type { Level } from '../core/sharing/clearance.ts'
import { listLastSeen } from '../storage/credential-use.ts'
import { type HubState, type OrganisationRow, readHub } from '../storage/hub.ts'
import { type Change, type Condition, changeHub, requireUnchanged } from './change-hub.ts'
import type { Caller, Context } from './context.ts'
import { resolveSecrets } from './hub-secrets.ts'
import { etagOf, organisationWordsOf } from './hub-words.ts'
import { Refusal } from './refusal.ts'
import { requireSignedIn } from './require-role.ts'

export type OrganisationSummary = Pick<
  OrganisationEntry,
  'name' | 'title' | 'kind' | 'sectors' | 'country' | 'status'
> & { groups: { name: string; level: Level }[]; last_seen: string | null }

/** The words of the entry, its entity tag, and when a credential of it was last used. */
export type OrganisationShown = {
  words: OrganisationEntry
  etag: string
  last_seen: string | null
}

/** An organisation as something to act on: by itself, and as a member of each of its groups. */
export const targetsOf = (state: HubState, organisation_id: string): Target[] => [
  { organisation_id },
  ...state.memberships
    .filter((row) => row.organisation_id === organisation_id)
    .map(({ group_id }) => ({ organisation_id, group_id })),
]

const may = (caller: Caller, state: HubState, action: Action, { id }: OrganisationRow): boolean =>
  targetsOf(state, id).some((target) => mayDo(caller, action, target))

const notFound = (): Refusal => new Refusal('not-found', 'there is no such organisation')

/**
 * The row of an organisation that the caller may know of. Refuses with not-found what is not there
 * for it, and with forbidden what it may see and not do.
 */
export const findOrganisationFor = (
  caller: Caller,
  state: HubState,
  name: string,
  action: Action,
): OrganisationRow => {
  requireSignedIn(caller)
  const row = state.organisations.find((one) => one.name === name)
  if (row === undefined || !may(caller, state, 'read-organisation', row)) throw notFound()
  if (may(caller, state, action, row)) return row
  throw new Refusal('forbidden', 'your roles do not let you do this')
}

const summarise = (
  state: HubState,
  row: OrganisationRow,
  seen: Map<string, string>,
): OrganisationSummary => {
  const groups = new Map(state.groups.map(({ id, name }) => [id, name]))
  return {
    name: row.name,
    title: row.title,
    kind: row.kind as OrganisationEntry['kind'],
    sectors: row.sectors,
    country: row.country ?? undefined,
    status: row.status as OrganisationEntry['status'],
    groups: state.memberships
      .filter(({ organisation_id }) => organisation_id === row.id)
      .map(({ group_id, level }) => ({ name: groups.get(group_id) as string, level }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    last_seen: seen.get(row.id) ?? null,
  }
}

export type OrganisationSearch = {
  search: string | null
  status: string | null
  after: string | null
  limit: number
}

/** Organisations that the caller may know of, by their names; `after` is the name before. */
export const listOrganisations = async (
  ctx: Context,
  caller: Caller,
  { search, status, after, limit }: OrganisationSearch,
): Promise<{ entries: OrganisationSummary[]; more: boolean }> => {
  requireSignedIn(caller)
  const state = await readHub(ctx.db)
  const wanted = search?.normalize('NFKC').toLowerCase() ?? ''
  const found = state.organisations
    .filter(({ name }) => after === null || name > after)
    .filter((row) => status === null || row.status === status)
    .filter(({ name, title }) =>
      `${name} ${title}`.normalize('NFKC').toLowerCase().includes(wanted),
    )
    .filter((row) => may(caller, state, 'read-organisation', row))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const seen = await listLastSeen(ctx.pools.writer)
  const entries = found.slice(0, limit).map((row) => summarise(state, row, seen))
  return { entries, more: found.length > limit }
}

/** Refuses with not-found what is not there for the caller. */
export const readOrganisation = async (
  ctx: Context,
  caller: Caller,
  name: string,
): Promise<OrganisationShown> => {
  const state = await readHub(ctx.db)
  const row = findOrganisationFor(caller, state, name, 'read-organisation')
  const words = organisationWordsOf(state, row)
  const seen = await listLastSeen(ctx.pools.writer)
  return { words, etag: etagOf(words), last_seen: seen.get(row.id) ?? null }
}

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

/**
 * What an organisation may not say of itself: who it is to others, and what the hub grants. People
 * may go, and nobody comes with what was not granted.
 */
export const requireOwnWords = (before: OrganisationEntry, after: OrganisationEntry): void => {
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
  return { organisation: after }
}

const secretsOf = (name: string, { credentials = [] }: RequestedOrganisation) => {
  const fresh = credentials.filter(
    ({ basic, token, certificate }) => basic?.password !== undefined || token || certificate,
  )
  const organisations = [{ name, credentials: fresh }] as unknown as OrganisationEntry[]
  const none = { env: () => undefined, certificate: () => Promise.reject(new Error('no files')) }
  return resolveSecrets(
    { hub: { title: '', phrases: {} }, organisations, groups: [], collections: [] },
    none,
  )
}

const nameIn = (name: string, said: string | undefined): void => {
  if (said === undefined || said === name) return
  throw new Refusal('unprocessable', '`name` is another than that of the path')
}

/**
 * Makes an organisation what `requested` says, or adds it. Refuses with not-found, forbidden,
 * changed-meanwhile and unprocessable. Answers whether it is new.
 */
export const changeOrganisation = async (
  ctx: Context,
  caller: Caller,
  name: string,
  requested: RequestedOrganisation,
  condition: Condition,
): Promise<{ shown: OrganisationShown; added: boolean }> => {
  requireSignedIn(caller)
  nameIn(name, requested.name)
  let added = false
  const draft = (state: HubState): Change => {
    const adds = mayDo(caller, 'change-organisation', {})
    const row = state.organisations.find((one) => one.name === name)
    added = row === undefined
    if (row === undefined && !adds) throw notFound()
    if (row !== undefined) findOrganisationFor(caller, state, name, 'change-organisation')
    const before = row === undefined ? null : organisationWordsOf(state, row)
    requireUnchanged(condition, before)
    const { people = before?.people ?? [], credentials = before?.credentials ?? [] } = requested
    const after = { ...requested, name, people, credentials } as OrganisationEntry
    return before === null ? { organisation: after } : changeFor(caller, before, after)
  }
  const secrets = await secretsOf(name, requested)
  await changeHub(ctx, caller, draft, { secrets })
  return { shown: await readOrganisation(ctx, caller, name), added }
}

/** A steward opens only what is in no group but its own; it closes whoever is in one of them. */
const requireStanding = (caller: Caller, targets: Target[], status: string): void => {
  if (caller.roles.includes('hub-admin')) return
  const groups = targets.filter(({ group_id }) => group_id !== undefined)
  const all = groups.every((target) => mayDo(caller, 'set-status', target))
  if (status === 'suspended' || (status === 'active' && all)) return
  throw new Refusal('forbidden', 'only an administrator of the hub does this')
}

/** Suspends an organisation or lets it in again: it holds from the next request on. */
export const setStatus = async (
  ctx: Context,
  caller: Caller,
  name: string,
  status: OrganisationEntry['status'],
  reason: string,
): Promise<OrganisationShown> => {
  const draft = (state: HubState): Change => {
    const row = findOrganisationFor(caller, state, name, 'set-status')
    requireStanding(caller, targetsOf(state, row.id), status)
    return { organisation: { ...organisationWordsOf(state, row), status } }
  }
  await changeHub(ctx, caller, draft, { reason })
  return readOrganisation(ctx, caller, name)
}
