// What the first person of a hub needs to be there: its organisation, itself, and a new policy
// epoch. Decides nothing.
import type pg from 'pg'

type Client = pg.PoolClient

/** Lets one transaction at a time change the hub. */
export const lockHubIn = async (client: Client): Promise<void> => {
  await client.query('select from hub for update')
}

export const raiseEpochIn = async (client: Client): Promise<void> => {
  await client.query('update hub set policy_epoch = policy_epoch + 1')
}

/** The organisation of this name, which is made where there is none. */
export const keepOrganisation = async (
  client: Client,
  { name, title, kind }: { name: string; title: string; kind: string },
): Promise<{ id: string; made: boolean }> => {
  const added = await client.query(
    `insert into organisation (name, title, kind) values ($1, $2, $3)
      on conflict (name) do nothing returning id`,
    [name, title, kind],
  )
  if (added.rows.length > 0) return { id: added.rows[0].id, made: true }
  const kept = await client.query('select id from organisation where name = $1', [name])
  return { id: kept.rows[0].id, made: false }
}

type Person = { organisation_id: string; name: string; email: string | null; role: string }

/** The person of this name with this role besides its own; null where a service is called so. */
export const keepPerson = async (
  client: Client,
  { organisation_id, name, email, role }: Person,
): Promise<string | null> => {
  const { rows } = await client.query(
    `insert into principal as p (organisation_id, name, kind, email, roles)
      values ($1, $2, 'person', $3, array[$4])
      on conflict (organisation_id, name) do update
        set roles = array(select distinct unnest(p.roles || excluded.roles) order by 1),
          email = coalesce(p.email, excluded.email)
        where p.kind = 'person'
      returning id`,
    [organisation_id, name, email, role],
  )
  return rows[0]?.id ?? null
}
