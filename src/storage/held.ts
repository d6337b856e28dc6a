// What an organisation and its principal hold, and the moment by the database's clock at which it
// was read: the part of a query that sign-in and every other reading of a clearance have in common.
// Does not say what has expired.
import type pg from 'pg'
import type { Level } from '../core/sharing/clearance.ts'
import type { Acceptance, GroupAgreement, HeldClearance } from '../core/sharing/moment.ts'

/** `sees_from`: what the group's history hides, in microseconds; 0 hides nothing. */
export type MembershipRow = {
  group_id: string
  group: string
  level: Level
  agreement: GroupAgreement[]
  sees_from: number
}

/** As of `now`, in microseconds. `clearances` are the organisation's and then the person's own. */
export type HeldRow = {
  organisation_id: string
  organisation: string
  organisation_kind: string
  organisation_status: string
  country: string | null
  sectors: string[]
  client_of: string[]
  agreements: Acceptance[]
  clearances: HeldClearance[]
  peer_max_tlp: string
  same_community: boolean
  memberships: MembershipRow[]
  now: bigint
}

/** A member of the group that vouches for the organisation, which says so too. */
export type SponsorRow = Omit<MembershipRow, 'level'> & {
  organisation_id: string
  agreements: Acceptance[]
}

/**
 * From when on `m` sees as a member of `g`, in microseconds. A duration that reaches beyond 1970 by
 * years is everything: the calendar has an end too.
 */
export const seesFrom = `
  case g.history
    when 'all' then 0
    when 'none' then (extract(epoch from m.since) * 1000000)::bigint
    else case
      when extract(epoch from g.history::interval) > extract(epoch from m.since) + 63072000 then 0
      else greatest(0,
        (extract(epoch from m.since - g.history::interval) * 1000000)::bigint) end
  end`

const membership = `'group_id', g.id, 'group', g.name, 'agreement', g.agreement,
  'sees_from', ${seesFrom}`

const ofOrganisation = `
  o.id as organisation_id, o.name as organisation, o.kind as organisation_kind,
  o.status as organisation_status, o.country, o.sectors, o.client_of, o.agreements,
  o.peer_max_tlp, o.same_community,
  (select hub_clock()) as now,
  (select coalesce(json_agg(json_build_object('level', m.level, ${membership})
     order by g.name), '[]')
   from membership m join trust_group g on g.id = m.group_id
   where m.organisation_id = o.id) as memberships`

/** Columns of a HeldRow, in a query where `o` is an organisation and `p` its principal. */
export const heldColumns = `${ofOrganisation}, o.clearances || p.clearances as clearances`

/** What an organisation holds by itself, whoever of it asks; null where it is not there. */
export const findHeld = async (pool: pg.Pool, organisationId: string): Promise<HeldRow | null> => {
  const found = await pool.query({
    name: 'held-by-organisation',
    text: `select ${ofOrganisation}, o.clearances from organisation o where o.id = $1`,
    values: [organisationId],
  })
  return (found.rows[0] as HeldRow | undefined) ?? null
}

/** The same of every organisation, in the order of their names. */
export const listHeld = async (pool: pg.Pool): Promise<HeldRow[]> => {
  const found = await pool.query(
    `select ${ofOrganisation}, o.clearances from organisation o order by o.name`,
  )
  return found.rows as HeldRow[]
}

const sponsors = `
  select o.id as client_id, s.id as organisation_id, s.agreements, g.id as group_id,
    g.name as group, g.agreement,
    ${seesFrom} as sees_from
  from organisation o
  join organisation s on s.name = any (o.client_of) and o.name = any (s.vouches) and s.id <> o.id
  join membership m on m.organisation_id = s.id
  join trust_group g on g.id = m.group_id
  where ($1::uuid is null or o.id = $1) and s.status = 'active' and m.level <> 'observer'
    and g.clients in ('need-to-know', 'allowed')
    and not exists (select from membership own
      where own.group_id = g.id and own.organisation_id = o.id)
  order by g.name, s.name`

/**
 * The active members, consumers or more, that vouch for the organisation as their client, in groups
 * that let clients in and that it is itself no member of. Asked apart from the rest, because few
 * organisations are anybody's client.
 */
export const findSponsors = async (
  pool: pg.Pool,
  organisationId: string,
): Promise<SponsorRow[]> => {
  const found = await pool.query({
    name: 'sponsors-of',
    text: sponsors,
    values: [organisationId],
  })
  return found.rows.map(asSponsor)
}

const asSponsor = ({ client_id: _, ...row }: SponsorRow & { client_id: string }): SponsorRow => ({
  ...row,
  sees_from: Number(row.sees_from),
})

/** The same of every organisation, by the client's id. */
export const listSponsors = async (pool: pg.Pool): Promise<Map<string, SponsorRow[]>> => {
  const found = await pool.query(sponsors, [null])
  const clients = Map.groupBy(found.rows, ({ client_id }) => client_id as string)
  return new Map([...clients].map(([id, rows]) => [id, rows.map(asSponsor)]))
}
