// What a hub file changes about organisations, their people and their credentials. Changes nothing.
import { randomUUID } from 'node:crypto'
import type { CredentialEntry, HubFile, OrganisationEntry } from '../core/hub-file/model.ts'
import {
  type CredentialRow,
  type HubState,
  type OrganisationRow,
  type PrincipalRow,
  removePrincipal,
  revokeCredential,
  saveCredential,
  saveOrganisation,
  savePrincipal,
  vacateCredential,
} from '../storage/hub.ts'
import { differing, everywhere, type HubPlan, type HubStep, wordDifference } from './hub-change.ts'
import { credentialKey, type ResolvedSecrets } from './hub-secrets.ts'

const organisationFields = [
  'title',
  'kind',
  'country',
  'sectors',
  'status',
  'identities',
  'assets',
  'vouches',
  'client_of',
  'default_tlp',
  'agreements',
  'clearances',
  'peer_max_tlp',
  'same_community',
] as const

const rowOf = (entry: OrganisationEntry, id: string): OrganisationRow => ({
  id,
  name: entry.name,
  title: entry.title,
  kind: entry.kind,
  country: entry.country ?? null,
  sectors: entry.sectors,
  status: entry.status,
  identities: entry.identities,
  assets: entry.assets,
  vouches: entry.vouches,
  client_of: entry.client_of,
  default_tlp: entry.default_tlp ?? null,
  agreements: entry.agreements,
  clearances: entry.clearances,
  peer_max_tlp: entry.peer?.max_tlp ?? 'green',
  same_community: entry.peer?.same_community ?? false,
})

/** What of an organisation decides in which form objects are kept: its own, and others'. */
const organisationRules = ['kind', 'assets', 'identities', 'default_tlp'] as const

const planOrganisation = (before: OrganisationRow | undefined, after: OrganisationRow) => {
  const { name, kind, status } = after
  const run: HubStep['run'] = (db) => saveOrganisation(db, after)
  if (before === undefined) {
    const words = status === 'active' ? kind : `${kind}, ${status}`
    return [{ act: 'add', what: 'organisation', name, words, run }] satisfies HubStep[]
  }
  const words = wordDifference(before, after, organisationFields, ['assets'])
  if (words === '') return []
  const rules = differing(before, after, organisationRules).length > 0
  const renders = rules ? { renders: everywhere } : {}
  return [{ act: 'change', what: 'organisation', name, words, ...renders, run }] satisfies HubStep[]
}

/** The organisation's principals as the file wants them, with the ids they have or are given. */
type Wanted = { people: PrincipalRow[]; services: Map<string, PrincipalRow> }

const principalsOf = (state: HubState, entry: OrganisationEntry, id: string): Wanted => {
  const held = new Map(
    state.principals.filter((row) => row.organisation_id === id).map((row) => [row.name, row]),
  )
  const row = (name: string, rest: Omit<PrincipalRow, 'id' | 'organisation_id' | 'name'>) => ({
    id: held.get(name)?.id ?? randomUUID(),
    organisation_id: id,
    name,
    ...rest,
  })
  return {
    people: entry.people.map(({ name, email, roles, clearances }) =>
      row(name, { kind: 'person', email: email ?? null, roles, clearances }),
    ),
    services: new Map(
      entry.credentials
        .filter(({ kind }) => kind === 'service')
        .map(({ name }) => [
          name,
          row(name, { kind: 'service', email: null, roles: [], clearances: [] }),
        ]),
    ),
  }
}

const planPeople = (state: HubState, organisation: OrganisationRow, wanted: Wanted): HubStep[] => {
  const held = state.principals.filter((row) => row.organisation_id === organisation.id)
  const steps = wanted.people.flatMap((after): HubStep[] => {
    const before = held.find(({ name }) => name === after.name)
    const name = `${organisation.name}/${after.name}`
    const run: HubStep['run'] = (db) => savePrincipal(db, after)
    if (before === undefined) {
      return [{ act: 'add', what: 'person', name, words: after.roles.join(', '), run }]
    }
    const words = wordDifference(before, after, ['kind', 'email', 'roles', 'clearances'])
    return words === '' ? [] : [{ act: 'change', what: 'person', name, words, run }]
  })
  const staying = new Set([...wanted.people, ...wanted.services.values()].map(({ id }) => id))
  const gone = held.filter(({ id, kind }) => kind === 'person' && !staying.has(id))
  const leaving = gone.map(
    ({ id, name }): HubStep => ({
      act: 'remove',
      what: 'person',
      name: `${organisation.name}/${name}`,
      words: 'with every credential of theirs',
      run: (db) => removePrincipal(db, id),
    }),
  )
  return [...leaving, ...steps]
}

const instant = (text: string | null): number | null => (text === null ? null : Date.parse(text))

type CredentialLook = {
  username: string | null
  kind: string
  secret: string
  max_tlp: string | null
  expires: string
  revoked: string
  held_by: string
}

const look = (row: CredentialRow): CredentialLook => {
  const expires = instant(row.expires_at)
  return {
    username: row.username,
    kind: row.kind,
    secret: row.secret,
    max_tlp: row.max_tlp,
    expires: expires === null ? 'never' : new Date(expires).toISOString(),
    revoked: row.revoked_at === null ? 'no' : 'yes',
    held_by: row.principal_id,
  }
}

const lookFields = [
  'kind',
  'username',
  'max_tlp',
  'expires',
  'revoked',
  'secret',
  'held_by',
] as const

const planCredential = async (
  state: HubState,
  secrets: ResolvedSecrets,
  organisation: OrganisationRow,
  entry: CredentialEntry,
  holder: PrincipalRow,
): Promise<HubStep[]> => {
  const key = credentialKey(organisation.name, entry.name)
  const keep = secrets.keep.get(key)
  if (keep === undefined) return []
  const principals = new Map(state.principals.map((row) => [row.id, row]))
  const before = state.credentials.find(
    (row) =>
      row.name === entry.name &&
      principals.get(row.principal_id)?.organisation_id === organisation.id,
  )
  const after: CredentialRow = {
    id: before?.id ?? randomUUID(),
    principal_id: holder.id,
    name: entry.name,
    ...(await keep(before?.secret ?? null)),
    max_tlp: entry.max_tlp ?? null,
    expires_at: entry.expires ?? null,
    revoked_at: null,
  }
  const run: HubStep['run'] = async (db) => {
    if (holder.kind === 'service') await savePrincipal(db, holder)
    await saveCredential(db, after)
  }
  if (before === undefined) {
    const cap = after.max_tlp === null ? '' : `, up to ${after.max_tlp}`
    return [{ act: 'add', what: 'credential', name: key, words: `${after.kind}${cap}`, run }]
  }
  const words = wordDifference(look(before), look(after), lookFields, ['secret', 'held_by'])
  if (words === '') return []
  const moves = differing(before, after, ['kind', 'username', 'secret']).length > 0
  const vacate: HubStep['vacate'] = (db) => vacateCredential(db, before.id)
  const step: HubStep = { act: 'change', what: 'credential', name: key, words, run }
  return [moves ? { ...step, vacate } : step]
}

const planRevocations = (
  state: HubState,
  organisation: OrganisationRow,
  entry: OrganisationEntry,
): HubStep[] => {
  const staying = new Set(entry.credentials.map(({ name }) => name))
  const principals = new Map(state.principals.map((row) => [row.id, row]))
  return state.credentials
    .filter(({ principal_id, name, revoked_at }) => {
      const own = principals.get(principal_id)?.organisation_id === organisation.id
      return own && revoked_at === null && !staying.has(name)
    })
    .map(({ id, name }) => ({
      act: 'remove',
      what: 'credential',
      name: credentialKey(organisation.name, name),
      words: 'revoked at once',
      vacate: (db) => vacateCredential(db, id),
      run: (db) => revokeCredential(db, id),
    }))
}

/**
 * Steps in an order that holds within one transaction; organisations not in the file are left
 * alone.
 */
export const planOrganisations = async (
  state: HubState,
  hub: HubFile,
  secrets: ResolvedSecrets,
): Promise<HubPlan & { ids: Map<string, string> }> => {
  const held = new Map(state.organisations.map((row) => [row.name, row]))
  const ids = new Map(state.organisations.map(({ name, id }) => [name, id]))
  const steps: HubStep[] = []
  for (const entry of hub.organisations) {
    const before = held.get(entry.name)
    const after = rowOf(entry, before?.id ?? randomUUID())
    ids.set(entry.name, after.id)
    steps.push(...planOrganisation(before, after), ...planRevocations(state, after, entry))
    const wanted = principalsOf(state, entry, after.id)
    steps.push(...planPeople(state, after, wanted))
    for (const credential of entry.credentials) {
      const holder =
        wanted.services.get(credential.name) ??
        wanted.people.find(({ name }) => name === credential.person)!
      steps.push(...(await planCredential(state, secrets, after, credential, holder)))
    }
  }
  const listed = new Set(hub.organisations.map(({ name }) => name))
  const notes = state.organisations
    .filter(({ name }) => !listed.has(name))
    .map(({ name }) => `organisation ${name} is not in the file and is left as it is`)
  return { steps, faults: secrets.faults, notes, ids }
}
