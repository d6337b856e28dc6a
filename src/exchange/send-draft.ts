// Sends a draft: the same as sharing its envelope, with a while in which it can be undone because
// nobody else is shown it yet.
import { createScanner } from '../core/json/scan.ts'
import { parsePosition, printPosition } from '../core/taxii/position.ts'
import type { StatusResource } from '../core/taxii/resource.ts'
import { type DraftRow, noteSubmission, saveDraft } from '../storage/drafts.ts'
import { readClock } from '../storage/publication.ts'
import type { Caller, Context } from './context.ts'
import { type Draft, type DraftEnvelope, stepDraft } from './drafts.ts'
import { findWritable } from './find-writable.ts'
import { Refusal } from './refusal.ts'
import { submit } from './submit.ts'

export const undoSecondsMax = 3_600

/** `until`: nobody else sees it earlier, so that it can be undone; null where it cannot. */
export type SentDraft = { draft: Draft; status: StatusResource; until: string | null }

const later = (asked: unknown, until: string): string => {
  const given = typeof asked === 'string' ? parsePosition(asked) : null
  return given !== null && given > (parsePosition(until) ?? 0n) ? (asked as string) : until
}

const withWindow = (envelope: DraftEnvelope, until: string | null): DraftEnvelope => {
  if (until === null) return envelope
  const sharing = (envelope.x_sekisho_sharing ?? {}) as Record<string, unknown>
  const not_before = later(sharing.not_before, until)
  return { ...envelope, x_sekisho_sharing: { ...sharing, not_before } }
}

const scan = (body: Buffer) => {
  const scanner = createScanner()
  const scanned = scanner.push(body) ?? scanner.end()
  if ('status' in scanned) throw new Refusal('unprocessable', scanned.message)
  return scanned
}

const milliseconds = (at: bigint): string => printPosition(at - (at % 1000n))

type Place = { ctx: Context; caller: Caller; envelope: DraftEnvelope; undoSeconds: number }

const share = async ({ ctx, caller, envelope, undoSeconds }: Place) => {
  const group = typeof envelope.group === 'string' ? envelope.group : null
  const wanted = { group, collection: envelope.collection }
  const { author, root, view } = await findWritable(ctx, caller, wanted)
  const now = await readClock(ctx.pools.writer)
  const until = undoSeconds === 0 ? null : milliseconds(now + BigInt(undoSeconds) * 1_000_000n)
  const { objects, x_sekisho_sharing } = withWindow(envelope, until)
  const shared = x_sekisho_sharing === undefined ? { objects } : { objects, x_sekisho_sharing }
  const body = Buffer.from(JSON.stringify(shared))
  return { status: await submit(ctx, author, root, view, body, scan(body)), until }
}

/**
 * Sends a draft that may be sent. Refuses as submitting does; then it stays as it was. It is taken
 * before it is shared, so that nobody sends it twice: what is cut short in between is left as sent.
 */
export const sendDraft = async (
  ctx: Context,
  caller: Caller,
  id: string,
  undoSeconds: number,
): Promise<SentDraft> => {
  const before: DraftRow[] = []
  const taken = await stepDraft(ctx, caller, id, 'send', (row) => {
    before.push(row)
    return { state: 'sent' }
  })
  try {
    const { status, until } = await share({ ctx, caller, envelope: taken.envelope, undoSeconds })
    await noteSubmission(ctx.pools.writer, id, status.id)
    return { draft: { ...taken, submission: status.id }, status, until }
  } catch (error) {
    for (const row of before) await saveDraft(ctx.pools.writer, row)
    throw error
  }
}
