// How long it takes until others fetch what an organisation shares: from its own last submissions
// and the disclosures that named their entries. Tells nobody which organisation it was.
import type { Form } from '../core/sharing/form.ts'
import { listLateDisclosures } from '../storage/home.ts'
import { listSubmissions } from '../storage/submission-list.ts'
import { findOwnedIn } from '../storage/versions.ts'
import type { Context } from './context.ts'
import { reviveKept } from './forms.ts'
import { readDisclosure } from './received-by.ts'

/** Seconds; null before anything was fetched. `shared` counts the submissions looked at. */
export type Freshness = {
  shared: number
  fetched: number
  p50: number | null
  p95: number | null
}

const submissionsMax = 100
const disclosuresMax = 500

const nothing: Freshness = { shared: 0, fetched: 0, p50: null, p95: null }

const isForOthers = ({ segment, state }: Form): boolean => segment !== 'owner' && state === 'shown'

/** By position of an entry for others, the submission it stands for. */
const listEntries = async (ctx: Context, organisationId: string) => {
  const { writer } = ctx.pools
  const rows = await listSubmissions(writer, organisationId, null, false, null, submissionsMax)
  const samples = rows.flatMap(({ id, successes, collection_id }) => {
    const [first] = JSON.parse(`[${successes}]`) as { id: string }[]
    return first === undefined ? [] : [{ submission: id, stix_id: first.id, collection_id }]
  })
  const homes = [...new Set(samples.map(({ collection_id }) => collection_id))]
  const ids = [...new Set(samples.map(({ stix_id }) => stix_id))]
  const found = await findOwnedIn(writer, homes, organisationId, ids)
  const wanted = new Set(samples.map(({ submission }) => submission))
  const kept = await reviveKept(ctx, writer, found)
  return kept
    .filter(({ submission_id }) => wanted.has(submission_id))
    .flatMap(({ submission_id, forms }) =>
      forms
        .filter(isForOthers)
        .flatMap(({ collection_id, pieces }) =>
          pieces.map(({ position }) => ({ collection_id, position, submission_id })),
        ),
    )
}

const quantile = (sorted: number[], share: number): number | null =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? null

/** Of the organisation's last submissions, as far as statuses and the last disclosures tell. */
export const readFreshness = async (ctx: Context, organisationId: string): Promise<Freshness> => {
  const entries = await listEntries(ctx, organisationId)
  if (entries.length === 0) return nothing
  const byPlace = new Map(entries.map((one) => [`${one.collection_id} ${one.position}`, one]))
  const since = entries.reduce(
    (least, { position }) => (position < least ? position : least),
    entries[0]!.position,
  )
  const collections = [...new Set(entries.map(({ collection_id }) => collection_id))]
  const { ledger } = ctx.pools
  const rows = await listLateDisclosures(ledger, organisationId, collections, since, disclosuresMax)
  const waited = new Map<string, number>()
  for (const row of rows) {
    for (const position of readDisclosure(row).positions) {
      const entry = byPlace.get(`${row.collection_id} ${position}`)
      if (entry === undefined) continue
      const seconds = Math.max(0, Number(row.at - position) / 1_000_000)
      const before = waited.get(entry.submission_id) ?? Number.POSITIVE_INFINITY
      waited.set(entry.submission_id, Math.min(before, seconds))
    }
  }
  const sorted = [...waited.values()].sort((a, b) => a - b)
  return {
    shared: new Set(entries.map(({ submission_id }) => submission_id)).size,
    fetched: sorted.length,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
  }
}
