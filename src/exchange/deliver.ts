// Delivers a page of objects as the bytes they were stored in; nothing is parsed on the way.
import type { FeedQuery } from '../core/taxii/query.ts'
import { readRenditions } from '../storage/renditions.ts'
import type { Caller, Context } from './context.ts'
import { type Released, release } from './guard.ts'
import { type Page, readPage } from './page.ts'
import type { CollectionView } from './roots.ts'

/** A whole answer, ready to send, and the positions for the X-TAXII-Date-Added headers. */
export type Answer = { body: Buffer; first: bigint | null; last: bigint | null }

const comma = 0x2c
const close = Buffer.from(']}')
const empty = Buffer.from('{"more":false}')

/** What stands before the list: `more`, and `next` where there is more (TAXII 2.1 §3.7). */
export const openPage = (page: Page, list: string): string =>
  page.next === null
    ? `{"more":false,"${list}":[`
    : `{"more":true,"next":"${page.next}","${list}":[`

/** An answer around a list of texts that are JSON already; without entries `{"more":false}`. */
export const closePage = (page: Page, list: string, texts: string[]): Answer => {
  const { first, last } = page
  if (texts.length === 0) return { body: empty, first, last }
  return { body: Buffer.from(`${openPage(page, list)}${texts.join(',')}]}`), first, last }
}

/** Puts the bodies between what stands before and behind them, each copied once. */
const wrap = (page: Page, { renditions, rows }: Released): Answer => {
  const { first, last } = page
  if (rows.length === 0) return { body: empty, first, last }
  const { bytes, starts, ends } = renditions
  const opening = Buffer.from(openPage(page, 'objects'))
  let length = opening.length + rows.length + close.length - 1
  for (const row of rows) length += (ends[row] as number) - (starts[row] as number)
  const body = Buffer.allocUnsafe(length)
  let at = opening.copy(body)
  for (const row of rows) {
    if (at > opening.length) at = body.writeUInt8(comma, at)
    at += bytes.copy(body, at, starts[row], ends[row])
  }
  close.copy(body, at)
  return { body, first, last }
}

/**
 * TAXII 2.1 §5.4 and, with an object id, §5.6: an envelope of what the caller may see now.
 * Refuses as readPage does; an object nobody may show the caller is not found.
 */
export const deliver = async (
  ctx: Context,
  caller: Caller,
  collection: CollectionView,
  query: FeedQuery,
  objectId: string | null,
): Promise<Answer> => {
  const endpoint = objectId === null ? 'objects' : 'object'
  return readPage(
    ctx,
    caller,
    { endpoint, collection, objectId, query },
    async (client, page, asking) => {
      const ids = page.entries.map((entry) => entry.rendition_id)
      const renditions = await readRenditions(client, collection.id, ids)
      return wrap(page, release(ctx, asking.clearance, page.entries, renditions))
    },
  )
}
