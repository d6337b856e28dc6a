// The hub's own rows: organisations, principals, credentials, groups, memberships, collections.
// Reads all of them and saves one at a time; which to save, and in which transaction, is not known
// here.
import { type Insertable, type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from './database.ts'
import type {
  CollectionTable,
  CredentialTable,
  HubTable,
  MembershipTable,
  OrganisationTable,
  PrincipalTable,
  TrustGroupTable,
} from './tables-hub.ts'

type Db = Kysely<Database>

export type OrganisationRow = Omit<Selectable<OrganisationTable>, 'created_at'>
export type PrincipalRow = Selectable<PrincipalTable>
export type CredentialRow = Omit<
  Selectable<CredentialTable>,
  'created_at' | 'previous_secret' | 'previous_until'
>
export type GroupRow = Selectable<TrustGroupTable>
export type MembershipRow = Omit<Selectable<MembershipTable>, 'since'>
export type CollectionRow = Selectable<CollectionTable>
export type HubRow = Omit<Selectable<HubTable>, 'only_row' | 'policy_epoch' | 'file_digest'>

export type HubState = {
  hub: HubRow
  organisations: OrganisationRow[]
  principals: PrincipalRow[]
  credentials: CredentialRow[]
  groups: GroupRow[]
  memberships: MembershipRow[]
  collections: CollectionRow[]
}

/** Everything there is. Consistent only inside a transaction that holds `lockHub`. */
export const readHub = async (db: Db): Promise<HubState> => ({
  hub: await db
    .selectFrom('hub')
    .select(['title', 'description', 'contact', 'default_tlp', 'phrases'])
    .executeTakeFirstOrThrow(),
  organisations: await db.selectFrom('organisation').selectAll().orderBy('name').execute(),
  principals: await db.selectFrom('principal').selectAll().orderBy('name').execute(),
  credentials: await db.selectFrom('credential').selectAll().orderBy('name').execute(),
  groups: await db.selectFrom('trust_group').selectAll().orderBy('name').execute(),
  memberships: await db.selectFrom('membership').selectAll().execute(),
  collections: await db.selectFrom('collection').selectAll().orderBy('name').execute(),
})

/** Lets one transaction at a time change the hub. */
export const lockHub = async (db: Db): Promise<void> => {
  await db.selectFrom('hub').select('only_row').forUpdate().execute()
}

/** Says that something about who may see or do what has changed. */
export const raiseEpoch = async (db: Db): Promise<void> => {
  await db.updateTable('hub').set({ policy_epoch: sql<bigint>`policy_epoch + 1` }).execute()
}

/** What is kept of the hub file applied last; null before the first. */
export const readFileDigest = async (db: Db): Promise<string | null> => {
  const row = await db.selectFrom('hub').select('file_digest').executeTakeFirstOrThrow()
  return row.file_digest
}

export const saveFileDigest = async (db: Db, file_digest: string): Promise<void> => {
  await db.updateTable('hub').set({ file_digest }).execute()
}

export const saveHub = async (db: Db, row: HubRow): Promise<void> => {
  await db
    .updateTable('hub')
    .set({ ...row, phrases: JSON.stringify(row.phrases) })
    .execute()
}

export const saveOrganisation = async (db: Db, row: OrganisationRow): Promise<void> => {
  const { id, ...rest } = {
    ...row,
    assets: JSON.stringify(row.assets),
    agreements: JSON.stringify(row.agreements),
    clearances: JSON.stringify(row.clearances),
  }
  await db
    .insertInto('organisation')
    .values({ id, ...rest })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
    .execute()
}

export const savePrincipal = async (db: Db, row: PrincipalRow): Promise<void> => {
  const { id, ...rest } = { ...row, clearances: JSON.stringify(row.clearances) }
  await db
    .insertInto('principal')
    .values({ id, ...rest })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
    .execute()
}

/** The principal's credentials go with it. */
export const removePrincipal = async (db: Db, id: string): Promise<void> => {
  await db.deleteFrom('principal').where('id', '=', id).execute()
}

export const saveCredential = async (db: Db, row: CredentialRow): Promise<void> => {
  const { id, ...rest }: Insertable<CredentialTable> & { id: string } = row
  await db
    .insertInto('credential')
    .values({ id, ...rest })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
    .execute()
}

/**
 * Makes the username and the secret free for another credential; nothing can sign in with the rest.
 */
export const vacateCredential = async (db: Db, id: string): Promise<void> => {
  await db
    .updateTable('credential')
    .set({
      kind: 'token',
      username: null,
      secret: `vacated:${id}`,
      previous_secret: null,
      previous_until: null,
    })
    .where('id', '=', id)
    .execute()
}

/** Ends a credential for good: by the database's clock, and with its secret forgotten. */
export const revokeCredential = async (db: Db, id: string): Promise<void> => {
  await vacateCredential(db, id)
  await db
    .updateTable('credential')
    .set({ revoked_at: sql<string>`clock_timestamp()` })
    .where('id', '=', id)
    .execute()
}

export const saveGroup = async (db: Db, row: GroupRow): Promise<void> => {
  const { id, ...rest } = {
    ...row,
    agreement: JSON.stringify(row.agreement),
    allow: JSON.stringify(row.allow),
  }
  await db
    .insertInto('trust_group')
    .values({ id, ...rest })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
    .execute()
}

/** A member since now, or since when it was one already. */
export const saveMembership = async (db: Db, row: MembershipRow): Promise<void> => {
  const { level } = row
  await db
    .insertInto('membership')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['group_id', 'organisation_id']).doUpdateSet({ level }),
    )
    .execute()
}

export const removeMembership = async (
  db: Db,
  groupId: string,
  organisationId: string,
): Promise<void> => {
  await db
    .deleteFrom('membership')
    .where('group_id', '=', groupId)
    .where('organisation_id', '=', organisationId)
    .execute()
}

export const saveCollection = async (db: Db, row: CollectionRow): Promise<void> => {
  const { id, ...rest } = {
    ...row,
    access: JSON.stringify(row.access),
    spreads_to: JSON.stringify(row.spreads_to),
  }
  await db
    .insertInto('collection')
    .values({ id, ...rest })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
    .execute()
}

/** Makes the name, the title and the alias free for another collection of the group. */
export const vacateCollection = async (db: Db, id: string): Promise<void> => {
  const title = `vacated:${id}`
  await db
    .updateTable('collection')
    .set({ name: title, title, alias: null })
    .where('id', '=', id)
    .execute()
}
