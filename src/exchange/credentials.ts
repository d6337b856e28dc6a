// Credentials: given out, given anew, taken back. A secret is told once, to whoever asked for it,
// and is kept only as something it can be compared with.
import { randomBytes } from 'node:crypto'
import { hashToken, printToken } from '../core/credential/token.ts'
import type { CredentialEntry, HubFile, OrganisationEntry } from '../core/hub-file/model.ts'
import {
  type CredentialView,
  listCredentialViews,
  rotateSecret,
} from '../storage/credential-use.ts'
import {
  type CredentialRow,
  type HubState,
  lockHub,
  type PrincipalRow,
  raiseEpoch,
  readHub,
} from '../storage/hub.ts'
import { type Change, changeHub } from './change-hub.ts'
import type { Caller, Context } from './context.ts'
import { credentialKey, resolveSecrets } from './hub-secrets.ts'
import { heldBy, organisationWordsOf } from './hub-words.ts'
import { noteActsIn } from './ledger.ts'
import { findInsideFor, findOrganisationFor } from './organisations.ts'
import { changeFor, requireKeyOf } from './own-words.ts'
import { hashPassword } from './password.ts'
import { Refusal } from './refusal.ts'
import { requireSignedIn } from './require-role.ts'

const secretOctets = 24
export const overlapHoursMax = 168

export type Wish = {
  name: string
  kind: 'service' | 'person'
  person?: string | undefined
  how: 'token' | 'basic'
  username?: string | undefined
  expires?: string | undefined
  max_tlp?: CredentialEntry['max_tlp']
}

/** `secret` is the token or the password; nobody is told it again. */
export type Issued = {
  name: string
  how: 'token' | 'basic'
  username: string | null
  secret: string
  old_secret_until: string | null
}

const drawToken = (kind: string): string => printToken(kind, randomBytes(secretOctets))
const drawPassword = (): string => randomBytes(secretOctets).toString('base64url')

/** Every credential of an organisation, revoked ones too. */
export const listCredentials = async (
  ctx: Context,
  caller: Caller,
  organisation: string,
): Promise<CredentialView[]> => {
  const state = await readHub(ctx.db)
  const row = findInsideFor(caller, state, organisation)
  return listCredentialViews(ctx.pools.writer, row.id)
}

const partWith = (name: string, credential: CredentialEntry): HubFile => ({
  hub: { title: '', phrases: {} },
  organisations: [{ name, credentials: [credential] } as unknown as OrganisationEntry],
  groups: [],
  collections: [],
})

const noFiles = { env: () => undefined, certificate: () => Promise.reject(new Error('no files')) }

/** Makes a credential and tells its secret. Refuses with unprocessable a name that is taken. */
export const issueCredential = async (
  ctx: Context,
  caller: Caller,
  organisation: string,
  { how, username, ...wish }: Wish,
): Promise<Issued> => {
  findOrganisationFor(caller, await readHub(ctx.db), organisation, 'issue-credential')
  const secret = how === 'token' ? drawToken(wish.kind) : drawPassword()
  const user = username ?? `${organisation}-${wish.name}`
  const entry: CredentialEntry = {
    ...wish,
    ...(how === 'token' ? { token: secret } : { basic: { username: user, password: secret } }),
  }
  const secrets = await resolveSecrets(partWith(organisation, entry), noFiles)
  const draft = (state: HubState): Change => {
    const row = findOrganisationFor(caller, state, organisation, 'issue-credential')
    const before = organisationWordsOf(state, row)
    if (before.credentials.some(({ name }) => name === wish.name)) {
      throw new Refusal('unprocessable', `\`name\`: there is a credential \`${wish.name}\` already`)
    }
    return changeFor(caller, before, { ...before, credentials: [...before.credentials, entry] })
  }
  await changeHub(ctx, caller, draft, { secrets })
  const told = how === 'basic' ? user : null
  return { name: wish.name, how, username: told, secret, old_secret_until: null }
}

const findHeld = (
  caller: Caller,
  state: HubState,
  organisation: string,
  name: string,
): { row: CredentialRow; holder: PrincipalRow } => {
  const row = findOrganisationFor(caller, state, organisation, 'issue-credential')
  const found = heldBy(state, row.id).credentials.find((one) => one.row.name === name)
  if (found === undefined) throw new Refusal('not-found', 'there is no such credential')
  return found
}

const findRotatable: typeof findHeld = (caller, state, organisation, name) => {
  const found = findHeld(caller, state, organisation, name)
  const { holder } = found
  if (holder.kind === 'service') return found
  const row = findOrganisationFor(caller, state, organisation, 'issue-credential')
  requireKeyOf(caller, organisationWordsOf(state, row), holder.name)
  return found
}

/**
 * Gives a credential a new secret; the old one signs in as well for so many hours. Refuses with
 * unprocessable a certificate, whose key nobody here makes.
 */
export const rotateCredential = async (
  ctx: Context,
  caller: Caller,
  organisation: string,
  name: string,
  overlapHours: number,
): Promise<Issued> => {
  const { principal_id, organisation_id } = requireSignedIn(caller)
  const early = findRotatable(caller, await readHub(ctx.db), organisation, name)
  const { kind: how } = early.row
  if (how === 'certificate') {
    throw new Refusal('unprocessable', 'a certificate is replaced by naming the new one')
  }
  const secret = how === 'token' ? drawToken(early.holder.kind) : drawPassword()
  const kept = how === 'token' ? hashToken(secret) : await hashPassword(secret)
  const key = credentialKey(organisation, name)
  const words = overlapHours === 0 ? 'new secret' : `new secret, old one for ${overlapHours} h`
  await ctx.db.transaction().execute(async (db) => {
    await lockHub(db)
    const { row } = findRotatable(caller, await readHub(db), organisation, name)
    if (row.kind !== how) throw new Refusal('changed-meanwhile', 'it is another kind by now')
    await rotateSecret(db, row.id, kept, overlapHours * 3_600)
    await raiseEpoch(db)
    const facts = { change: 'change', what: 'credential', name: key, words }
    const none = { collection_id: null, object_id: null, positions: [] }
    await noteActsIn(db, [{ act: 'administer', principal_id, organisation_id, ...none, facts }])
  })
  const views = await listCredentials(ctx, caller, organisation)
  const view = views.find((one) => one.name === name)
  const { username = null, old_secret_until = null } = view ?? {}
  return { name, how, username, secret, old_secret_until }
}

/** Ends a credential at once and for good. Refuses with not-found. */
export const revokeNamed = async (
  ctx: Context,
  caller: Caller,
  organisation: string,
  name: string,
): Promise<void> => {
  const draft = (state: HubState): Change => {
    findHeld(caller, state, organisation, name)
    const row = findOrganisationFor(caller, state, organisation, 'issue-credential')
    const before = organisationWordsOf(state, row)
    const credentials = before.credentials.filter((one) => one.name !== name)
    return changeFor(caller, before, { ...before, credentials })
  }
  await changeHub(ctx, caller, draft)
}
