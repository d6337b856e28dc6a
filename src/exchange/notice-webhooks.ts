// Tells organisations that something arrived for them: where, and since when to ask, and nothing of
// what it is. INVARIANT: what an organisation may not see makes no call.
import { createHash } from 'node:crypto'
import { signCall } from '../core/notification/signature.ts'
import { isWelcome } from '../core/sharing/clearance.ts'
import { printPosition } from '../core/taxii/position.ts'
import {
  findWebhook,
  listWebhooks,
  noteCall,
  readCursors,
  saveCursors,
  type WebhookRow,
} from '../storage/webhooks.ts'
import { findClearance } from './clearance.ts'
import type { Caller, Context } from './context.ts'
import { lookInto } from './look.ts'
import { Refusal } from './refusal.ts'
import { listReadable } from './seek.ts'

/** `body` is the JSON that is sent; `id` is the same for the same news. */
export type Notice = { webhook_id: string; id: string; body: string }

/** Takes a notice to be sent, at least once. */
export type Enqueue = (notice: Notice) => Promise<void>

/** Whoever of the organisation would poll, without a credential of its own. */
const standFor = async (ctx: Context, organisationId: string): Promise<Caller | null> => {
  const { epoch } = await ctx.policy.current()
  const clearance = await findClearance(ctx, organisationId)
  if (clearance === null || !isWelcome(clearance)) return null
  return {
    principal_id: null,
    credential_id: null,
    organisation_id: organisationId,
    organisation: clearance.organisation,
    kind: 'service',
    epoch,
    clearance,
    roles: [],
    stewards: [],
  }
}

/** The position of the last entry for the caller; null where the collection cannot be asked now. */
const lastFor = async (ctx: Context, caller: Caller, id: string): Promise<bigint | null> => {
  try {
    return await lookInto(ctx, caller, id, async (client, { head }, asking) => {
      const sight = await ctx.shares.look(client, id, head, asking.clearance)
      return sight.last
    })
  } catch (error) {
    // The rules change just now, or closed it: the next time will tell.
    if (error instanceof Refusal) return null
    throw error
  }
}

type News = { collection_id: string; position: bigint; before: bigint | undefined }

const findNews = async (ctx: Context, caller: Caller, webhook: WebhookRow): Promise<News[]> => {
  const cursors = await readCursors(ctx.pools.writer, webhook.id)
  const news: News[] = []
  for (const collection_id of await listReadable(ctx, caller)) {
    const position = await lastFor(ctx, caller, collection_id)
    const before = cursors.get(collection_id)
    if (position === null || (before !== undefined && position <= before)) continue
    news.push({ collection_id, position, before })
  }
  return news
}

const printNotice = async (ctx: Context, webhook: WebhookRow, news: News[]): Promise<Notice> => {
  const policy = await ctx.policy.current()
  const base = ctx.settings.publicUrl ?? ''
  const collections = news.map(({ collection_id, before }) => {
    const row = policy.collectionById.get(collection_id)
    const added_after = printPosition(before ?? 0n)
    const path = `collections/${collection_id}/objects/?added_after=${added_after}`
    return {
      id: collection_id,
      group: row?.group ?? null,
      added_after,
      url: `${base}/taxii2/${row?.group}/${path}`,
    }
  })
  const body = JSON.stringify({ type: 'objects.added', collections })
  const id = createHash('sha256').update(`${webhook.id} ${body}`).digest('hex').slice(0, 32)
  return { webhook_id: webhook.id, id: `msg_${id}`, body }
}

/** Looks for news once for every webhook. A new one, or a new collection, hears of what follows. */
export const noticeWebhooks = async (ctx: Context, enqueue: Enqueue): Promise<void> => {
  const { writer } = ctx.pools
  for (const webhook of await listWebhooks(writer)) {
    const caller = await standFor(ctx, webhook.organisation_id)
    if (caller === null) continue
    const found = await findNews(ctx, caller, webhook)
    const news = found.filter(({ before }) => before !== undefined)
    // Sent for again when the process dies in between: the receiver knows it by its id.
    if (news.length > 0) await enqueue(await printNotice(ctx, webhook, news))
    await saveCursors(writer, webhook.id, found)
  }
}

/** Whether the organisation may still ask for all that a notice tells of. */
const holds = async (ctx: Context, { organisation_id }: WebhookRow, body: string) => {
  const caller = await standFor(ctx, organisation_id)
  if (caller === null) return false
  const { collections } = JSON.parse(body) as { collections: { id: string }[] }
  const readable = new Set(await listReadable(ctx, caller))
  return collections.every(({ id }) => readable.has(id))
}

/**
 * Sends a notice, signed; what the organisation may not read any more is not told. Throws when it
 * was not taken, so that it is tried again later.
 */
export const sendNotice = async (ctx: Context, { webhook_id, id, body }: Notice): Promise<void> => {
  const { writer } = ctx.pools
  const webhook = await findWebhook(writer, webhook_id)
  if (webhook === null || !(await holds(ctx, webhook, body))) return
  const at = Math.floor(Date.now() / 1_000)
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'sekisho',
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': signCall(webhook.secret, { id, at, body }),
  }
  let status: number | null = null
  try {
    status = await ctx.outbound.post(webhook.url, headers, body)
  } finally {
    await noteCall(writer, webhook.id, status)
  }
  if (status < 200 || status > 299) throw new Error('the webhook did not take the notice')
}
