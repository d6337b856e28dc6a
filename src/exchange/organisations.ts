// Organisations as the admin API shows and changes them, in the words of a hub file. Who may know
// of one, and what of its own an organisation may change by itself, is decided here.
import type { OrganisationEntry } from '../core/hub-file/model.ts'
import type { RequestedOrganisation } from '../core/hub-file/requested.ts'
import { mayDo, type Target } from '../core/role/rule.ts'
import type { Action } from '../core/role/table.ts'
import { seesGroup } from '../core/sharing/access.ts'
import type { Level } from '../core/sharing/clearance.ts'
import { listLastSeen } from '../storage/credential-use.ts'
import { type HubState, type OrganisationRow, readHub } from '../storage/hub.ts'
import { type Change, type Condition, changeHub, requireUnchanged } from './change-hub.ts'
import type { Caller, Context } from './context.ts'
import { resolveSecrets } from './hub-secrets.ts'
import { etagOf, organisationWordsOf } from './hub-words.ts'
import { changeFor } from './own-words.ts'
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

/** Whether the caller looks into the organisation itself, and not only at a member of a group. */
const looksInto = (caller: Caller, { id }: OrganisationRow): boolean =>
  mayDo(caller, 'read-organisation', { organisation_id: id })

/**
 * The row of an organisation whose people and credentials are the caller's to know: a steward knows
 * who is a member, and not who is in it. Refuses as `findOrganisationFor` does.
 */
export const findInsideFor = (caller: Caller, state: HubState, name: string): OrganisationRow => {
  const row = findOrganisationFor(caller, state, name, 'read-organisation')
  if (looksInto(caller, row)) return row
  throw new Refusal('forbidden', 'people and credentials are for the organisation itself')
}

/** The groups that the caller may know an organisation to be in. */
const groupsFor = (caller: Caller, state: HubState, row: OrganisationRow): Set<string> => {
  const seen = state.groups.filter(
    (group) =>
      looksInto(caller, row) ||
      mayDo(caller, 'read-group', { group_id: group.id }) ||
      seesGroup(caller.clearance, group),
  )
  return new Set(seen.map(({ id }) => id))
}

/**
 * What the caller may know of the entry. For stewards of a group it is who the member is, and what
 * it accepted of theirs: not what must never leave it, nor its people, its keys and its clients.
 */
const wordsFor = (caller: Caller, state: HubState, row: OrganisationRow): OrganisationEntry => {
  const whole = organisationWordsOf(state, row)
  if (looksInto(caller, row)) return whole
  const { default_tlp: _, ...words } = whole
  const groups = groupsFor(caller, state, row)
  const theirs = state.groups.filter(({ id }) => groups.has(id))
  const asked = new Set(theirs.flatMap(({ agreement }) => agreement.map(({ name }) => name)))
  return {
    ...words,
    ...{ identities: [], assets: {}, vouches: [], client_of: [], credentials: [], people: [] },
    agreements: whole.agreements.filter(({ name }) => asked.has(name)),
    clearances: [],
  }
}

const summarise = (
  caller: Caller,
  state: HubState,
  row: OrganisationRow,
  seen: Map<string, string>,
): OrganisationSummary => {
  const known = groupsFor(caller, state, row)
  const groups = new Map(state.groups.map(({ id, name }) => [id, name]))
  return {
    name: row.name,
    title: row.title,
    kind: row.kind as OrganisationEntry['kind'],
    sectors: row.sectors,
    country: row.country ?? undefined,
    status: row.status as OrganisationEntry['status'],
    groups: state.memberships
      .filter(({ organisation_id, group_id }) => organisation_id === row.id && known.has(group_id))
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
  const entries = found.slice(0, limit).map((row) => summarise(caller, state, row, seen))
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
  const words = wordsFor(caller, state, row)
  const seen = await listLastSeen(ctx.pools.writer)
  return { words, etag: etagOf(words), last_seen: seen.get(row.id) ?? null }
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
