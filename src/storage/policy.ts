// Reads what is needed to decide who may see which group and collection, and in which form: the
// groups, the collections, the organisations and the people. Decides nothing.
import type pg from 'pg'
import type { PersonRole } from '../core/hub-file/vocabulary.ts'
import type { ReviewRule } from '../core/review/review.ts'
import type { CollectionPolicy } from '../core/sharing/access.ts'
import type { GroupAgreement } from '../core/sharing/moment.ts'
import type { Tlp } from '../core/sharing/tlp.ts'
import { seesFrom } from './held.ts'
import type { Allowed, Assets } from './tables-hub.ts'

/**
 * `members` are ids of organisations, of every level and status; `sees_from`, from when on one or
 * another of them sees, in microseconds, ascending.
 */
export type GroupRow = {
  id: string
  name: string
  title: string
  description: string | null
  max_tlp: Tlp
  default_tlp: Tlp | null
  clients: 'forbidden' | 'need-to-know' | 'allowed'
  consent: 'none' | 'hub' | 'government' | 'group' | 'everyone'
  attribution: 'cleared' | 'members'
  provider_approval: boolean
  recall: boolean
  /** Two persons must have read what a reviewer opens. */
  two_person: boolean
  history: string
  agreement: GroupAgreement[]
  allow: Allowed
  members: string[]
  sees_from: number[]
}

/** `spreads_to` has the ids of the collections; null where nothing spreads. */
export type CollectionRow = CollectionPolicy & {
  name: string
  title: string
  description: string | null
  alias: string | null
  validation: 'strict' | 'lenient'
  media_types: string[]
  default_tlp: Tlp | null
  spreads_to: { community: string | null; public: string | null }
  publish_gate: 'automatic' | 'review'
  review: ReviewRule
  /** How long those have who are asked first; ISO 8601. */
  review_within: string
}

/** `identities` are the STIX identities that mean the organisation. */
export type OrganisationRow = {
  id: string
  name: string
  title: string
  kind: string
  country: string | null
  sectors: string[]
  status: string
  identities: string[]
  assets: Assets
  default_tlp: Tlp | null
  vouches: string[]
  client_of: string[]
}

/** Of people only; a service is nobody's recipient. `id` is the principal's. */
export type PersonRow = {
  id: string
  name: string
  organisation_id: string
  organisation: string
  roles: PersonRole[]
}

export type PolicyRows = {
  epoch: bigint
  title: string
  description: string | null
  contact: string | null
  default_tlp: Tlp | null
  phrases: Record<string, Tlp>
  groups: GroupRow[]
  collections: CollectionRow[]
  organisations: OrganisationRow[]
  persons: PersonRow[]
}

const pick = (alias: string, columns: string[]): string =>
  columns.map((column) => `'${column}', ${alias}.${column}`).join(', ')

const groups = pick('g', [
  ...['id', 'name', 'title', 'description', 'max_tlp', 'default_tlp', 'clients', 'consent'],
  ...['attribution', 'provider_approval', 'recall', 'two_person', 'history', 'agreement', 'allow'],
])
const collections = pick('c', [
  ...['id', 'group_id', 'name', 'title', 'description', 'alias', 'validation', 'media_types'],
  ...['access', 'default_tlp', 'publish_gate', 'review', 'review_within'],
])
const organisations = pick('o', [
  ...['id', 'name', 'title', 'kind', 'country', 'sectors', 'status', 'identities', 'assets'],
  ...['default_tlp', 'vouches', 'client_of'],
])

// A limit nobody knows takes reading away as well.
const closedTo = `
  array(select x.id from organisation x
    where c.access ? x.name and (c.access ->> x.name in ('read', 'read-write')) is not true)`

/** The collection of that built-in group that `c` names as where it spreads to. */
const spread = (group: string): string => `
  (select s.id from collection s join trust_group b on b.id = s.group_id
   where b.name = '${group}' and s.name = c.spreads_to ->> '${group}')`

const statement = `
  select h.policy_epoch as epoch, h.title, h.description, h.contact, h.default_tlp, h.phrases,
    (select coalesce(json_agg(json_build_object(${groups}, 'members',
       array(select m.organisation_id from membership m where m.group_id = g.id), 'sees_from',
       array(select distinct ${seesFrom} from membership m where m.group_id = g.id order by 1))
       order by g.name), '[]')
     from trust_group g) as groups,
    (select coalesce(json_agg(json_build_object('group', g.name, ${collections},
       'closed_to', ${closedTo}, 'spreads_to',
       json_build_object('community', ${spread('community')}, 'public', ${spread('public')}))
       order by c.id), '[]')
     from collection c join trust_group g on g.id = c.group_id) as collections,
    (select coalesce(json_agg(json_build_object(${organisations}) order by o.name), '[]')
     from organisation o) as organisations,
    (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name,
       'organisation_id', o.id, 'organisation', o.name, 'roles', p.roles)
       order by o.name, p.name), '[]')
     from principal p join organisation o on o.id = p.organisation_id
     where p.kind = 'person') as persons
  from hub h`

/** The policy as of one moment: one statement, hence one snapshot. */
export const readPolicy = async (pool: pg.Pool | pg.PoolClient): Promise<PolicyRows> => {
  const result = await pool.query(statement)
  return result.rows[0] as PolicyRows
}

export const readEpoch = async (pool: pg.Pool): Promise<bigint> => {
  const result = await pool.query({
    name: 'epoch',
    text: 'select policy_epoch from hub',
  })
  return result.rows[0].policy_epoch
}
