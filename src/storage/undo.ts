// The status of a submission that is taken back. Decides nothing.
import type { Client, Pool } from './pools.ts'

export type SubmittedRow = {
  collection_id: string
  total_count: number
  success_count: number
  failure_count: number
  successes: string
}

/** A submission of an organisation; null where it is not theirs or is forgotten. */
export const readSubmissionOf = async (
  pool: Pool,
  id: string,
  organisationId: string,
): Promise<SubmittedRow | null> => {
  const result = await pool.query(
    `select collection_id, total_count, success_count, failure_count, successes
      from submission where id = $1 and organisation_id = $2`,
    [id, organisationId],
  )
  return result.rows[0] ?? null
}

/** Says of everything that was taken that it was taken back. */
export const undoSubmissionRow = async (client: Client, id: string): Promise<void> => {
  const found = await client.query(
    'select successes, failures from submission where id = $1 for update',
    [id],
  )
  const [row] = found.rows as { successes: string; failures: string }[]
  if (row === undefined || row.successes === '') return
  const taken = JSON.parse(`[${row.successes}]`) as object[]
  const undone = taken.map((told) => JSON.stringify({ ...told, message: 'undone' }))
  const failures = [...(row.failures === '' ? [] : [row.failures]), ...undone].join(',')
  await client.query(
    `update submission set successes = '', failures = $2, success_count = 0,
      failure_count = total_count where id = $1`,
    [id, failures],
  )
}
