// What became of a submission, for the organisation that made it and nobody else.

import { printPosition } from '../core/taxii/position.ts'
import type { StatusResource } from '../core/taxii/resource.ts'
import { readSubmission, type SubmissionRow } from '../storage/submissions.ts'
import type { Caller, Context } from './context.ts'
import { Refusal } from './refusal.ts'
import type { Root } from './roots.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** TAXII 2.1 §4.3.1: counts always add up, empty lists are left out. */
export const describeSubmission = (row: SubmissionRow): StatusResource => {
  const pending_count = row.total_count - row.success_count - row.failure_count
  const status: StatusResource = {
    id: row.id,
    status: pending_count === 0 ? 'complete' : 'pending',
    request_timestamp: printPosition(row.received_at),
    total_count: row.total_count,
    success_count: row.success_count,
    failure_count: row.failure_count,
    pending_count,
  }
  if (row.success_count > 0) status.successes = JSON.parse(`[${row.successes}]`)
  if (row.failure_count > 0) status.failures = JSON.parse(`[${row.failures}]`)
  return status
}

/** TAXII 2.1 §4.3. Refuses with not-found what is not there and what another organisation sent. */
export const findStatus = async (
  ctx: Context,
  caller: Caller,
  root: Root,
  id: string,
): Promise<StatusResource> => {
  const row =
    caller.organisation_id === null || !uuid.test(id)
      ? null
      : await readSubmission(ctx.pools.writer, id, root.id, caller.organisation_id)
  if (row === null) throw new Refusal('not-found', 'there is no such status')
  return describeSubmission(row)
}
