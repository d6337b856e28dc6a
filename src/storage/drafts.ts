// Drafts of organisations. Decides nothing.
import type { Client, Pool } from './pools.ts'

export type DraftRow = {
  id: string
  organisation_id: string
  author_id: string
  title: string
  envelope: string
  digest: string
  state: 'draft' | 'proposed' | 'approved' | 'sent'
  approver_id: string | null
  submission_id: string | null
  changed_at: bigint
}

const columns = `id, organisation_id, author_id, title, envelope, digest, state, approver_id,
  submission_id, changed_at`

/** Those of an organisation that were changed before a moment, the latest first. */
export const listDrafts = async (
  pool: Pool,
  organisationId: string,
  before: bigint,
  most: number,
): Promise<DraftRow[]> => {
  const result = await pool.query(
    `select ${columns} from draft where organisation_id = $1 and changed_at < $2
      order by changed_at desc, id limit $3`,
    [organisationId, before, most],
  )
  return result.rows
}

/** One of an organisation's, locked until the transaction ends; null where it is not theirs. */
export const lockDraft = async (
  client: Client,
  organisationId: string,
  id: string,
): Promise<DraftRow | null> => {
  const result = await client.query(
    `select ${columns} from draft where id = $1 and organisation_id = $2 for update`,
    [id, organisationId],
  )
  return result.rows[0] ?? null
}

/** Writes a draft as it is now. */
export const saveDraft = async (client: Client | Pool, row: DraftRow): Promise<void> => {
  await client.query(
    `insert into draft (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      on conflict (id) do update set title = excluded.title, envelope = excluded.envelope,
        digest = excluded.digest, state = excluded.state, approver_id = excluded.approver_id,
        submission_id = excluded.submission_id, changed_at = excluded.changed_at`,
    [
      ...[row.id, row.organisation_id, row.author_id, row.title, row.envelope, row.digest],
      ...[row.state, row.approver_id, row.submission_id, row.changed_at],
    ],
  )
}

/** Says what a draft became. */
export const noteSubmission = async (pool: Pool, id: string, submission: string): Promise<void> => {
  await pool.query('update draft set submission_id = $2 where id = $1', [id, submission])
}

export const removeDraft = async (client: Client, id: string): Promise<void> => {
  await client.query('delete from draft where id = $1', [id])
}

/** How many drafts an organisation keeps that were not sent. */
export const countDrafts = async (client: Client, organisationId: string): Promise<number> => {
  const result = await client.query(
    `select count(*)::int as count from draft where organisation_id = $1 and state <> 'sent'`,
    [organisationId],
  )
  return result.rows[0].count
}
