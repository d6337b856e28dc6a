// Lists a page at a time: a limit, and an opaque word for where the next page goes on. Knows no
// list.
import { z } from 'zod'
import { Refusal } from '../exchange/refusal.ts'

const limitDefault = 50
export const limitMax = 200

/** The members of every list's query. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(limitMax).default(limitDefault),
  next: z.string().min(1).max(1_000).optional().describe('`next` of the page before'),
}

/** One page of entries; without `next` it is the last. */
export const pageOf = <T extends z.ZodType>(entry: T) =>
  z.strictObject({
    entries: z.array(entry),
    next: z.string().optional().describe('more follows: ask again with it'),
  })

export const sealKey = (key: string): string => Buffer.from(key, 'utf8').toString('base64url')

/** What `sealKey` made; null without one. Refuses with bad-cursor what it cannot have made. */
export const openKey = (next: string | undefined): string | null => {
  if (next === undefined) return null
  const key = Buffer.from(next, 'base64url').toString('utf8')
  if (sealKey(key) !== next) throw new Refusal('bad-cursor', '`next` is not one of this list')
  return key
}

/** A page, with the key of its last entry where more follows. */
export const closeList = <T>(
  { entries, more }: { entries: T[]; more: boolean },
  keyOf: (entry: T) => string,
): { entries: T[]; next?: string } => {
  const last = entries.at(-1)
  return more && last !== undefined ? { entries, next: sealKey(keyOf(last)) } : { entries }
}
