// Submissions and what became of each: the rows behind TAXII's status resource, and envelopes that
// wait.
import type pg from 'pg'

export type SubmissionRow = {
  id: string
  group_id: string
  collection_id: string
  organisation_id: string
  principal_id: string
  /** Microseconds since 1970. */
  received_at: bigint
  total_count: number
  success_count: number
  failure_count: number
  /** Status details in JSON, joined by commas. */
  successes: string
  failures: string
}

const columns = `id, group_id, collection_id, organisation_id, principal_id, received_at,
  total_count, success_count, failure_count, successes, failures`

/**
 * Adds what was decided to each submission's row, making the row on first sight. A submission whose
 * every object is decided is complete, and its stored envelope goes.
 */
export const addOutcomes = async (
  client: pg.PoolClient,
  rows: SubmissionRow[],
): Promise<SubmissionRow[]> => {
  const result = await client.query({
    name: 'add outcomes',
    text: `insert into submission as s (${columns}, completed_at)
      select ${columns}, case when success_count + failure_count >= total_count
        then clock_timestamp() end
      from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::bigint[],
        $7::integer[], $8::integer[], $9::integer[], $10::text[], $11::text[]) as r (${columns})
      on conflict (id) do update set
        success_count = s.success_count + excluded.success_count,
        failure_count = s.failure_count + excluded.failure_count,
        successes = concat_ws(',', nullif(s.successes, ''), nullif(excluded.successes, '')),
        failures = concat_ws(',', nullif(s.failures, ''), nullif(excluded.failures, '')),
        completed_at = case when s.success_count + excluded.success_count + s.failure_count
          + excluded.failure_count >= s.total_count then clock_timestamp() end,
        envelope = case when s.success_count + excluded.success_count + s.failure_count
          + excluded.failure_count < s.total_count then s.envelope end
      returning ${columns}`,
    values: [
      rows.map((row) => row.id),
      rows.map((row) => row.group_id),
      rows.map((row) => row.collection_id),
      rows.map((row) => row.organisation_id),
      rows.map((row) => row.principal_id),
      rows.map((row) => String(row.received_at)),
      rows.map((row) => row.total_count),
      rows.map((row) => row.success_count),
      rows.map((row) => row.failure_count),
      rows.map((row) => row.successes),
      rows.map((row) => row.failures),
    ],
  })
  return result.rows
}

/** The rows of these submissions that exist already, locked until the transaction ends. */
export const claimSubmissions = async (
  client: pg.PoolClient,
  ids: string[],
): Promise<Map<string, SubmissionRow>> => {
  const result = await client.query({
    name: 'claim submissions',
    text: `select ${columns} from submission where id = any($1::uuid[]) order by id for update`,
    values: [ids],
  })
  return new Map(result.rows.map((row: SubmissionRow) => [row.id, row]))
}

/** Makes an undecided submission durable, so that it may be acknowledged as pending. */
export const storePending = async (
  pool: pg.Pool,
  row: SubmissionRow,
  envelope: Buffer,
  slices: Buffer,
  { sharing, held }: { sharing: string | null; held: unknown },
): Promise<void> => {
  await pool.query(
    `insert into submission (id, group_id, collection_id, organisation_id, principal_id,
        received_at, total_count, envelope, slices, sharing, held)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do nothing`,
    [
      row.id,
      row.group_id,
      row.collection_id,
      row.organisation_id,
      row.principal_id,
      row.received_at,
      row.total_count,
      envelope,
      slices,
      sharing,
      JSON.stringify(held),
    ],
  )
}

/** One submission of an organisation under an API root; null when it is not theirs or not there. */
export const readSubmission = async (
  pool: pg.Pool,
  id: string,
  groupId: string,
  organisationId: string,
): Promise<SubmissionRow | null> => {
  const result = await pool.query(
    `select ${columns} from submission where id = $1 and group_id = $2 and organisation_id = $3`,
    [id, groupId, organisationId],
  )
  return result.rows[0] ?? null
}

export type PendingSubmission = SubmissionRow & {
  envelope: Buffer
  slices: Buffer
  /** The options as they were sent, in JSON; null where none were. */
  sharing: string | null
  /** What held by default when it came, in JSON; null where that is not known. */
  held: unknown
}

/** The stored envelope of a submission that still waits; null once it is complete. */
export const readPending = async (pool: pg.Pool, id: string): Promise<PendingSubmission | null> => {
  const result = await pool.query(
    `select ${columns}, envelope, slices, sharing, held from submission
      where id = $1 and completed_at is null`,
    [id],
  )
  return result.rows[0] ?? null
}

/**
 * At most 100 submissions still pending that were received before `before` (microseconds): of every
 * organisation its smallest, then the next of each, so that neither a large one nor an organisation
 * with many keeps others waiting.
 */
export const listPending = async (pool: pg.Pool, before: bigint): Promise<string[]> => {
  const result = await pool.query(
    `select id from (
      select id, octet_length(envelope) as size, row_number() over (
        partition by organisation_id order by octet_length(envelope), received_at) as turn
      from submission
      where completed_at is null and envelope is not null and received_at < $1) as waiting
    order by turn, size limit 100`,
    [before],
  )
  return result.rows.map((row: { id: string }) => row.id)
}

/** Forgets statuses completed more than `hours` ago (TAXII 2.1 §4.3: kept at least 24). */
export const forgetSubmissions = async (pool: pg.Pool, hours: number): Promise<number> => {
  const result = await pool.query(
    `delete from submission where completed_at < clock_timestamp() - make_interval(hours => $1)`,
    [hours],
  )
  return result.rowCount ?? 0
}

type Told = { id: string; version: string; message?: string }

/**
 * Says something else of an object that was taken. Nothing happens where its status is forgotten,
 * or says nothing of it.
 */
export const rewordAfterAll = async (
  client: pg.PoolClient,
  submissionId: string,
  { id, version }: { id: string; version: string },
  reword: (message: string) => string,
): Promise<void> => {
  const found = await client.query('select successes from submission where id = $1 for update', [
    submissionId,
  ])
  const [row] = found.rows as { successes: string }[]
  if (row === undefined) return
  const taken = JSON.parse(`[${row.successes}]`) as Told[]
  const told = taken.map((each) =>
    each.id === id && each.version === version && each.message !== undefined
      ? { ...each, message: reword(each.message) }
      : each,
  )
  const successes = told.map((each) => JSON.stringify(each)).join(',')
  await client.query('update submission set successes = $2 where id = $1', [
    submissionId,
    successes,
  ])
}

/**
 * Says of an object that was taken that it is refused after all. Nothing happens where its status
 * is forgotten, or says so already.
 */
export const refuseAfterAll = async (
  client: pg.PoolClient,
  submissionId: string,
  refused: { id: string; version: string; message: string },
): Promise<void> => {
  const found = await client.query(
    `select successes, failures from submission where id = $1 for update`,
    [submissionId],
  )
  const [row] = found.rows as { successes: string; failures: string }[]
  if (row === undefined) return
  const taken = JSON.parse(`[${row.successes}]`) as Told[]
  const at = taken.findIndex(({ id, version }) => id === refused.id && version === refused.version)
  if (at < 0) return
  const left = taken.filter((_, index) => index !== at).map((told) => JSON.stringify(told))
  const failures = [...(row.failures === '' ? [] : [row.failures]), JSON.stringify(refused)]
  await client.query(
    `update submission set successes = $2, failures = $3, success_count = success_count - 1,
      failure_count = failure_count + 1 where id = $1`,
    [submissionId, left.join(','), failures.join(',')],
  )
}
