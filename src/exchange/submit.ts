// A submission: from an envelope that passed the strict edge to an acknowledgement that is kept.
// INVARIANT: nothing is acknowledged that a crash right after could lose.
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Scanned, Slice } from '../core/json/scan.ts'
import type { StatusResource } from '../core/taxii/resource.ts'
import { type SubmissionRow, storePending } from '../storage/submissions.ts'
import { readVolume } from '../storage/versions.ts'
import { ask } from './ask.ts'
import type { Caller, Context } from './context.ts'
import { type Envelope, planSteps, publishEnvelope } from './publish-envelope.ts'
import { holdNow } from './refresh-caller.ts'
import { Refusal } from './refusal.ts'
import { type CollectionView, type Root, viewCollection } from './roots.ts'
import { heldBy, sourceOf } from './source.ts'
import { describeSubmission } from './status.ts'

const late = Symbol('late')

/** Byte offsets as they are stored: pairs of 32-bit integers. */
export const packSlices = (slices: Slice[]): Buffer => {
  const packed = Buffer.alloc(slices.length * 8)
  slices.forEach(({ start, end }, index) => {
    packed.writeUInt32BE(start, index * 8)
    packed.writeUInt32BE(end, index * 8 + 4)
  })
  return packed
}

export const unpackSlices = (packed: Buffer): Slice[] => {
  const slices: Slice[] = []
  for (let at = 0; at < packed.length; at += 8) {
    slices.push({ start: packed.readUInt32BE(at), end: packed.readUInt32BE(at + 4) })
  }
  return slices
}

const unavailable = (): Refusal =>
  new Refusal('unavailable', 'the submission could not be kept; send it again', 2)

const sharingOf = (body: Buffer, { sharing }: Scanned): string | null =>
  sharing === null ? null : body.subarray(sharing.start, sharing.end).toString('utf8')

const prepare = (
  caller: Caller,
  collection: CollectionView,
  body: Buffer,
  slices: Slice[],
  { asked, held }: Pick<Envelope, 'asked' | 'held'>,
): Envelope => {
  const submission: SubmissionRow = {
    id: randomUUID(),
    group_id: collection.group_id,
    collection_id: collection.id,
    organisation_id: caller.organisation_id as string,
    principal_id: caller.principal_id as string,
    received_at: BigInt(Date.now()) * 1000n,
    total_count: slices.length,
    success_count: 0,
    failure_count: 0,
    successes: '',
    failures: '',
  }
  const { validation, media_types } = collection
  return { submission, body, slices, rules: { validation, media_types }, asked, held }
}

type Kept = { ctx: Context; envelope: Envelope; sharing: string | null }

const keepPending = async ({ ctx, envelope, sharing }: Kept): Promise<void> => {
  const { submission, body, slices, held } = envelope
  const kept = { sharing, held }
  try {
    await storePending(ctx.pools.writer, submission, body, packSlices(slices), kept)
  } catch (error) {
    ctx.log.error({ submission: submission.id, error }, 'pending submission not kept')
    throw unavailable()
  }
}

/**
 * What is being published besides is not counted, so that a quota may be passed by as much as the
 * hub takes at once.
 */
const requireQuota = async (ctx: Context, owner: string, octets: number): Promise<void> => {
  const { quotaBytes } = ctx.settings
  if (quotaBytes === 0) return
  if ((await readVolume(ctx.pools.writer, owner)) + octets <= quotaBytes) return
  throw new Refusal('too-large', 'the quota of your organisation is used up: withdraw objects')
}

/** Waits a bounded time for the publication; answers pending only for what is kept by then. */
const awaitPublication = async (
  submitted: Kept,
  published: Promise<SubmissionRow>,
  kept: boolean,
): Promise<StatusResource> => {
  const { ctx, envelope } = submitted
  const timer = new AbortController()
  const waited = setTimeout(ctx.settings.postWaitMs, late, { signal: timer.signal })
  waited.catch(() => {})
  try {
    const first = await Promise.race([published, waited])
    if (first !== late) return describeSubmission(first as SubmissionRow)
  } catch (error) {
    ctx.log.error({ submission: envelope.submission.id, error }, 'submission not published')
    if (error instanceof Refusal) throw error
    if (!kept) throw unavailable()
  } finally {
    timer.abort()
  }
  if (!kept) await keepPending(submitted)
  published.catch(() => ctx.carrier.take(envelope.submission.id))
  return describeSubmission(envelope.submission)
}

/**
 * Publishes an envelope (TAXII 2.1 §5.5) and answers its status. Waits a bounded time; what is not
 * published by then is made durable first and answered as pending. An envelope too large for one
 * step is made durable before anything else. Refuses with forbidden or not-found, as the policy
 * says now, with too-large what is beyond the organisation's quota, and with unprocessable options
 * that cannot be followed to the letter. Calls `release` once, when the bytes are no longer held;
 * that may be after the answer.
 */
export const submit = async (
  ctx: Context,
  caller: Caller,
  _root: Root,
  collection: CollectionView,
  body: Buffer,
  scanned: Scanned,
  release: () => void = () => {},
): Promise<StatusResource> => {
  let publishing = false
  try {
    const policy = await ctx.policy.current()
    const author = await holdNow(ctx, caller, policy.epoch)
    const view = viewCollection(policy, author, collection.id)
    if (view === null) throw new Refusal('not-found', 'there is no such collection')
    if (!view.can_write || author.organisation_id === null) {
      throw new Refusal('forbidden', 'you may not write to this collection')
    }
    await requireQuota(ctx, author.organisation_id, body.length)
    const sharing = sharingOf(body, scanned)
    const asked = ask(policy, author, view.group_id, sharing, BigInt(Date.now()) * 1000n)
    const source = sourceOf(policy, view.id, author.organisation_id, asked)
    if (source === null) throw new Refusal('not-found', 'there is no such collection')
    const held = heldBy(source)
    const envelope = prepare(author, view, body, scanned.objects, { asked, held })
    const large = planSteps(scanned.objects, 0).length > 1
    const submitted = { ctx, envelope, sharing }
    if (large) await keepPending(submitted)
    const published = publishEnvelope(ctx, envelope, 0)
    publishing = true
    published.then(release, release)
    return await awaitPublication(submitted, published, large)
  } finally {
    if (!publishing) release()
  }
}
