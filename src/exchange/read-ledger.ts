// The ledger as the API tells it to auditors: its rows, what an organisation was shown, whether it
// is whole, and all of it as text that anybody can check.
import { printPosition } from '../core/taxii/position.ts'
import {
  type LedgerFilter,
  type LedgerRow,
  listLedger,
  namePrincipals,
} from '../storage/ledger-list.ts'
import { listRows, readEnds } from '../storage/ledger-reading.ts'
import type { Caller, Context } from './context.ts'
import type { Policy } from './policy.ts'
import { listReceivedBy } from './received-by.ts'
import { Refusal } from './refusal.ts'
import { requireAction } from './require-role.ts'
import { type LedgerReport, verifyLedger } from './verify-ledger.ts'

/** Names are those of now; null for who is gone, who did not sign in, and the hub itself. */
export type LedgerEntry = {
  seq: string
  at: string
  act: string
  organisation: string | null
  principal: string | null
  collection: string | null
  object_id: string | null
  endpoint: string | null
  count: number | null
  facts: Record<string, unknown> | null
  hash: string
}

export type LedgerSearch = {
  act: string | null
  organisation: string | null
  collection: string | null
  object: string | null
  from: bigint | null
  to: bigint | null
  next: string | null
  limit: number
}

/**
 * Rows tell of everybody, and their numbers how much there is: they are for auditors alone,
 * whatever else the table of roles lets others read of the ledger.
 */
const requireAuditor = (caller: Caller): void => requireAction(caller, 'verify-ledger', {})

type Text = { organisation_id: string | null; principal_id: string | null }

const describe = (row: LedgerRow, policy: Policy, principals: Map<string, string>): LedgerEntry => {
  const { entry = {} } = JSON.parse(row.canonical)
  const { organisation_id, principal_id } = entry as Text
  return {
    seq: String(row.seq),
    at: printPosition(row.at),
    act: row.act,
    organisation: policy.organisationById.get(organisation_id ?? '')?.name ?? null,
    principal: principals.get(principal_id ?? '') ?? null,
    collection: entry.collection_id ?? null,
    object_id: entry.object_id ?? null,
    endpoint: entry.endpoint ?? null,
    count: entry.count ?? null,
    facts: entry.facts ?? null,
    hash: row.hash.toString('hex'),
  }
}

const idOf = (policy: Policy, organisation: string | null): string | null => {
  if (organisation === null) return null
  const found = policy.organisationByName.get(organisation)
  if (found === undefined) throw new Refusal('not-found', 'there is no such organisation')
  return found.id
}

/** One page, latest first. Refuses with forbidden who is no auditor. */
export const searchLedger = async (
  ctx: Context,
  caller: Caller,
  search: LedgerSearch,
): Promise<{ entries: LedgerEntry[]; next: string | null }> => {
  requireAuditor(caller)
  await ctx.ledger.settle()
  const { next, limit, act, from, to } = search
  if (next !== null && !/^\d{1,18}$/.test(next)) {
    throw new Refusal('bad-cursor', '`next` is not one of this list')
  }
  const policy = await ctx.policy.current()
  const filter: LedgerFilter = {
    ...{ act, from, to },
    organisation_id: idOf(policy, search.organisation),
    collection_id: search.collection,
    object_id: search.object,
    before: next === null ? null : BigInt(next),
  }
  const rows = await listLedger(ctx.pools.ledger, filter, limit + 1)
  const page = rows.slice(0, limit)
  const ids = page.flatMap(({ canonical }) => JSON.parse(canonical).entry?.principal_id ?? [])
  const principals = await namePrincipals(ctx.pools.ledger, [...new Set<string>(ids)])
  return {
    entries: page.map((row) => describe(row, policy, principals)),
    next: rows.length > limit ? String(page.at(-1)?.seq) : null,
  }
}

/** One disclosure to an organisation, with the ids of those objects that are still there. */
export type ReceivedEntry = {
  seq: string
  at: string
  endpoint: string
  collection: string
  count: number
  objects: string[]
}

/** What an organisation was shown since a moment; for auditors. `next` is a row's number. */
export const listReceivedFor = async (
  ctx: Context,
  caller: Caller,
  organisation: string,
  { since, next, limit }: { since: bigint; next: string | null; limit: number },
): Promise<{ entries: ReceivedEntry[]; next: string | null }> => {
  requireAuditor(caller)
  if (next !== null && !/^\d{1,18}$/.test(next)) {
    throw new Refusal('bad-cursor', '`next` is not one of this list')
  }
  const after = BigInt(next ?? 0)
  const entries: ReceivedEntry[] = []
  for await (const received of listReceivedBy(ctx, organisation, since, after)) {
    const last = entries.at(-1)
    if (entries.length === limit) return { entries, next: last?.seq ?? null }
    entries.push({
      seq: String(received.seq),
      at: printPosition(received.at),
      endpoint: received.endpoint,
      collection: received.collection_id,
      count: received.count,
      objects: [...new Set(received.objects.values())],
    })
  }
  return { entries, next: null }
}

/** Walks the whole ledger. Refuses with forbidden who is no auditor. */
export const verifyFor = (ctx: Context, caller: Caller): Promise<LedgerReport> => {
  requireAuditor(caller)
  return verifyLedger(ctx)
}

const exportStep = 500

/** The whole ledger as NDJSON, a row a line, first to last; `canonical` is what is hashed. */
export const exportLedger = (ctx: Context, caller: Caller): AsyncGenerator<string> => {
  requireAuditor(caller)
  return printRows(ctx)
}

const printRows = async function* (ctx: Context): AsyncGenerator<string> {
  const pool = ctx.pools.ledger
  await ctx.ledger.settle()
  const end = (await readEnds(pool))?.head.seq ?? 0n
  let after = 0n
  while (after < end) {
    const rows = await listRows(pool, after, end, exportStep)
    if (rows.length === 0) return
    yield rows
      .map(({ canonical, prev, hash }) => {
        const hex = { prev: prev.toString('hex'), hash: hash.toString('hex') }
        return `${JSON.stringify({ canonical, ...hex })}\n`
      })
      .join('')
    after = rows.at(-1)!.seq
  }
}
