// What an organisation and its principal hold now, by the database's clock: the part of a query
// that sign-in and every other reading of a clearance have in common. Decides nothing.
import type pg from 'pg'
import type { MembershipHeld, SponsorHeld } from '../core/sharing/clearance.ts'

/** As of one moment. `clearances` are the unexpired ones, the organisation's and the person's. */
export type HeldRow = {
  organisation_id: string
  organisation: string
  organisation_kind: string
  organisation_status: string
  country: string | null
  sectors: string[]
  peer_max_tlp: string
  same_community: boolean
  memberships: MembershipHeld[]
  sponsors: SponsorHeld[]
  clearances: string[]
}

const now = 'statement_timestamp()'

// The agreement in force is the one that came into force last; what a later version says, the
// acceptance of an earlier one does not cover.
const accepted = (organisation: string): string => `
  (g.agreement = '[]' or not exists (
    select from (
      select a.name, a.version
      from jsonb_to_recordset(g.agreement) as a (name text, version integer, "from" timestamptz)
      where a."from" is null or a."from" <= ${now}
      order by a."from" desc nulls last limit 1) as in_force
    where not exists (
      select from jsonb_to_recordset(${organisation}.agreements)
        as b (name text, version integer, accepted timestamptz)
      where b.name = in_force.name and b.version >= in_force.version
        and (b.accepted is null or b.accepted <= ${now}))))`

// A duration that reaches beyond 1970 by years is everything: the calendar has an end too.
const seesFrom = `
  case g.history
    when 'all' then 0
    when 'none' then (extract(epoch from m.since) * 1000000)::bigint
    else case
      when extract(epoch from g.history::interval) > extract(epoch from m.since) + 63072000 then 0
      else greatest(0,
        (extract(epoch from m.since - g.history::interval) * 1000000)::bigint) end
  end`

const memberships = `
  (select coalesce(json_agg(json_build_object(
     'group_id', g.id, 'group', g.name, 'level', m.level, 'accepted', ${accepted('o')},
     'sees_from', ${seesFrom}) order by g.name), '[]')
   from membership m join trust_group g on g.id = m.group_id
   where m.organisation_id = o.id)`

// Both must say so, the member in `vouches` and its client in `client_of`.
const sponsors = `
  case when o.client_of = '{}' then '[]'::json else
    (select coalesce(json_agg(json_build_object(
       'group_id', g.id, 'group', g.name, 'organisation_id', s.id, 'sees_from', ${seesFrom})
       order by g.name, s.name), '[]')
     from organisation s
     join membership m on m.organisation_id = s.id
     join trust_group g on g.id = m.group_id
     where s.name = any (o.client_of) and o.name = any (s.vouches) and s.id <> o.id
       and s.status = 'active' and m.level <> 'observer'
       and g.clients in ('need-to-know', 'allowed') and ${accepted('s')}
       and not exists (select from membership own
         where own.group_id = g.id and own.organisation_id = o.id)) end`

const clearances = (lists: string, none: string): string => `
  case when ${none} then '{}'::text[] else array(
    select k.name from jsonb_to_recordset(${lists}) as k (name text, until timestamptz)
    where k.until is null or k.until > ${now}
    group by k.name order by k.name collate "C") end`

const columns = (ofClearances: string): string => `
  o.id as organisation_id, o.name as organisation, o.kind as organisation_kind,
  o.status as organisation_status, o.country, o.sectors, o.peer_max_tlp, o.same_community,
  ${memberships} as memberships, ${sponsors} as sponsors, ${ofClearances} as clearances`

/** Columns of a HeldRow, in a query where `o` is an organisation and `p` its principal. */
export const heldColumns = columns(
  clearances('o.clearances || p.clearances', "o.clearances = '[]' and p.clearances = '[]'"),
)

/** What an organisation holds by itself, whoever of it asks; null where it is not there. */
export const findHeld = async (
  pool: pg.Pool | pg.PoolClient,
  organisationId: string,
): Promise<HeldRow | null> => {
  const found = await pool.query({
    name: 'held-by-organisation',
    text: `select ${columns(clearances('o.clearances', "o.clearances = '[]'"))}
      from organisation o where o.id = $1`,
    values: [organisationId],
  })
  return (found.rows[0] as HeldRow | undefined) ?? null
}
