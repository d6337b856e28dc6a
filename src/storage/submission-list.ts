// Submissions of an organisation as lists of them ask, latest first. Decides nothing.
import type { Pool } from './pools.ts'
import type { SubmissionRow } from './submissions.ts'

export type SubmissionPlace = { received_at: bigint; id: string }

export type ListedSubmission = SubmissionRow & { principal: string | null }

const columns = `s.id, s.group_id, s.collection_id, s.organisation_id, s.principal_id,
  s.received_at, s.total_count, s.success_count, s.failure_count, s.successes, s.failures,
  (select p.name from principal p where p.id = s.principal_id) as principal`

/** Those before `place`, at most so many; only one principal's where it is named. */
export const listSubmissions = async (
  pool: Pool,
  organisationId: string,
  principalId: string | null,
  pending: boolean | null,
  place: SubmissionPlace | null,
  most: number,
): Promise<ListedSubmission[]> => {
  const result = await pool.query(
    `select ${columns} from submission s
      where s.organisation_id = $1 and ($2::uuid is null or s.principal_id = $2)
        and ($3::boolean is null or (s.completed_at is null) = $3)
        and ($4::bigint is null or (s.received_at, s.id) < ($4, $5::uuid))
      order by s.received_at desc, s.id desc limit $6`,
    [organisationId, principalId, pending, place?.received_at ?? null, place?.id ?? null, most],
  )
  return result.rows as ListedSubmission[]
}

/** One of an organisation's; null when it is not theirs or not there. */
export const findSubmission = async (
  pool: Pool,
  organisationId: string,
  id: string,
): Promise<ListedSubmission | null> => {
  const result = await pool.query(
    `select ${columns} from submission s where s.organisation_id = $1 and s.id = $2`,
    [organisationId, id],
  )
  return (result.rows[0] as ListedSubmission | undefined) ?? null
}
