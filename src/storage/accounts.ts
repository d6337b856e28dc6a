// Accounts of people, and who they belong to. Compares no password and decides nothing.
import type pg from 'pg'
import { type HeldRow, heldColumns } from './held.ts'

type Asked = pg.Pool | pg.PoolClient

/** A person, with what signing in needs. `has_totp`: a second factor is in force. */
export type PersonRow = HeldRow & {
  principal_id: string
  person: string
  email: string | null
  roles: string[]
  password: string | null
  has_account: boolean
  has_totp: boolean
  has_provider: boolean
  epoch: bigint
}

export const personColumns = `
  p.id as principal_id, p.name as person, p.email, p.roles, a.password,
  a.principal_id is not null as has_account, a.totp is not null as has_totp,
  exists (select from provider_identity i where i.principal_id = p.id) as has_provider,
  h.policy_epoch as epoch, ${heldColumns}`

const people = `
  select ${personColumns}
  from principal p
  join organisation o on o.id = p.organisation_id
  left join account a on a.principal_id = p.id
  cross join hub h
  where p.kind = 'person'`

const one = async (asked: Asked, where: string, values: unknown[]): Promise<PersonRow | null> => {
  const { rows } = await asked.query(`${people} and ${where}`, values)
  return rows.length === 1 ? (rows[0] as PersonRow) : null
}

/**
 * By the names of both, or by the address instead of the person's name; null where that is nobody,
 * or more than one.
 */
export const findPerson = async (asked: Asked, organisation: string, person: string) => {
  // No name has control characters, and the database takes not all of them.
  if (/\p{Cc}/u.test(organisation + person)) return null
  return one(asked, `o.name = $1 and (p.name = $2 or lower(p.email) = lower($2))`, [
    organisation,
    person,
  ])
}

export const findPersonById = (asked: Asked, principalId: string) =>
  one(asked, 'p.id = $1', [principalId])

/** By whom a provider says it is. */
export const findPersonAt = (asked: Asked, issuer: string, subject: string) =>
  one(
    asked,
    `p.id = (select principal_id from provider_identity where issuer = $1 and subject = $2)`,
    [issuer, subject],
  )

/** Whether somebody who rules the hub can sign in: here, or at this issuer. */
export const isHubRuled = async (asked: Asked, issuer: string | null): Promise<boolean> => {
  const { rows } = await asked.query(
    `select exists (select from account a join principal p on p.id = a.principal_id
      join organisation o on o.id = p.organisation_id
      where 'hub-admin' = any (p.roles) and p.kind = 'person'
        and o.status in ('active', 'restricted')
        and (a.password is not null
          or exists (select from provider_identity i
            where i.principal_id = p.id and i.issuer = $1))) as ruled`,
    [issuer],
  )
  return rows[0].ruled
}

/** Keeps a password, and the account where there is none yet. */
export const savePassword = async (
  asked: Asked,
  principalId: string,
  password: string,
): Promise<void> => {
  await asked.query(
    `insert into account (principal_id, password) values ($1, $2)
      on conflict (principal_id) do update set password = excluded.password`,
    [principalId, password],
  )
}

export type Preferences = { language: 'ja' | 'en' | null; digest: 'none' | 'daily' }

export const readPreferences = async (asked: Asked, principalId: string): Promise<Preferences> => {
  const { rows } = await asked.query(
    'select language, digest from account where principal_id = $1',
    [principalId],
  )
  return rows[0] ?? { language: null, digest: 'none' }
}

export const savePreferences = async (
  asked: Asked,
  principalId: string,
  { language, digest }: Preferences,
): Promise<void> => {
  await asked.query('update account set language = $2, digest = $3 where principal_id = $1', [
    principalId,
    language,
    digest,
  ])
}
