// What an organisation has submitted, and what became of it; nobody else is told. As long as
// statuses are kept.
import type { StatusResource } from '../core/taxii/resource.ts'
import {
  findSubmission,
  type ListedSubmission,
  listSubmissions,
} from '../storage/submission-list.ts'
import type { Caller, Context } from './context.ts'
import { Refusal } from './refusal.ts'
import { requireAction, requireSignedIn } from './require-role.ts'
import { describeSubmission } from './status.ts'

/** TAXII's status, where it went, and who of the organisation sent it; null for who is gone. */
export type SubmissionShown = StatusResource & {
  group: string
  collection: string
  collection_id: string
  submitter: string | null
}

export type SubmissionSearch = {
  whose: 'mine' | 'organisation'
  state: 'pending' | 'complete' | null
  next: string | null
  limit: number
}

const nextShape = /^(\d{1,18}) ([0-9a-f-]{36})$/
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const readNext = (next: string | null) => {
  if (next === null) return null
  const [, received_at, id] = nextShape.exec(next) ?? []
  if (received_at === undefined || id === undefined || !uuid.test(id)) {
    throw new Refusal('bad-cursor', '`next` is not one of this list')
  }
  return { received_at: BigInt(received_at), id }
}

const openShow = async (ctx: Context) => {
  const policy = await ctx.policy.current()
  return (row: ListedSubmission): SubmissionShown => {
    const collection = policy.collectionById.get(row.collection_id)
    return {
      ...describeSubmission(row),
      group: policy.groupById.get(row.group_id)?.name ?? '',
      collection: collection?.name ?? '',
      collection_id: row.collection_id,
      submitter: row.principal,
    }
  }
}

/** Latest first, and where the next page goes on. */
export const listOwnSubmissions = async (
  ctx: Context,
  caller: Caller,
  { whose, state, next, limit }: SubmissionSearch,
): Promise<{ entries: SubmissionShown[]; next: string | null }> => {
  const { organisation_id, principal_id } = requireSignedIn(caller)
  requireAction(caller, 'read-submission', { organisation_id })
  const principal = whose === 'mine' ? principal_id : null
  const pending = state === null ? null : state === 'pending'
  const place = readNext(next)
  const { writer } = ctx.pools
  const rows = await listSubmissions(writer, organisation_id, principal, pending, place, limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    entries: page.map(await openShow(ctx)),
    next: rows.length > limit && last !== undefined ? `${last.received_at} ${last.id}` : null,
  }
}

/** Refuses with not-found what is not there and what another organisation sent. */
export const readOwnSubmission = async (
  ctx: Context,
  caller: Caller,
  id: string,
): Promise<SubmissionShown> => {
  const { organisation_id } = requireSignedIn(caller)
  requireAction(caller, 'read-submission', { organisation_id })
  const row = uuid.test(id) ? await findSubmission(ctx.pools.writer, organisation_id, id) : null
  if (row === null) throw new Refusal('not-found', 'there is no such submission')
  return (await openShow(ctx))(row)
}
