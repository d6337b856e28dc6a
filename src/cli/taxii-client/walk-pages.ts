// All pages of a collection, each once, from servers that keep the standard and from those that
// nearly do. Never walks in a circle: a page that leads nowhere new is an error.
import { orderOf } from '../../core/stix/timestamp.ts'
import { CommandFailure } from '../exit.ts'
import type { Answer, Connection } from './connect.ts'

export type PageQuery = {
  limit: number | null
  addedAfter: string | null
  /** `match[…]` fields with their values. */
  match: [string, string][]
}

/** `addedLast`: the value of X-TAXII-Date-Added-Last; null when the page has none. */
export type Page = { objects: unknown[]; addedLast: string | null; more: boolean }

export type PageBy = 'next' | 'date'

const timestamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/

const pageUrl = (collection: URL, query: PageQuery, next: string | null): URL => {
  const url = new URL('objects/', collection)
  if (query.limit !== null) url.searchParams.set('limit', String(query.limit))
  if (query.addedAfter !== null) url.searchParams.set('added_after', query.addedAfter)
  for (const [field, value] of query.match) url.searchParams.append(`match[${field}]`, value)
  if (next !== null) url.searchParams.set('next', next)
  return url
}

type Envelope = { objects: unknown[]; more: boolean; next: string | null; addedLast: string | null }

const readEnvelope = ({ body, headers }: Answer): Envelope => {
  const { objects, more, next } = (body ?? {}) as Record<string, unknown>
  const header = headers.get('x-taxii-date-added-last')?.trim() ?? ''
  return {
    objects: Array.isArray(objects) ? objects : [],
    more: more === true,
    next: typeof next === 'string' && next !== '' ? next : null,
    addedLast: timestamp.test(header) ? header : null,
  }
}

const isAfter = (a: string, b: string): boolean => orderOf(a) > orderOf(b)

/** Follows `next`, and falls back to the date where a server says `more` without a `next`. */
const stepByNext = (
  page: Envelope,
  query: PageQuery,
): { query: PageQuery; next: string | null } => {
  if (page.next !== null) return { query, next: page.next }
  return { query: stepByDate(page, query), next: null }
}

const stepByDate = (page: Envelope, query: PageQuery): PageQuery => {
  const { addedLast } = page
  if (addedLast === null) {
    throw new CommandFailure(
      'the server has more, but says neither `next` nor a date to go on from',
    )
  }
  if (query.addedAfter !== null && !isAfter(addedLast, query.addedAfter)) {
    throw new CommandFailure(`the server does not get past ${addedLast}; try --by next`)
  }
  return { ...query, addedAfter: addedLast }
}

/**
 * Yields every page that `query` gives, in order. `by` chooses how to go on: the server's `next`,
 * or `added_after` from the date of the page before.
 */
export async function* walkPages(
  connection: Connection,
  collection: URL,
  query: PageQuery,
  by: PageBy,
): AsyncGenerator<Page> {
  let now = query
  let next: string | null = null
  for (;;) {
    const page = readEnvelope(await connection.get(pageUrl(collection, now, next)))
    yield { objects: page.objects, addedLast: page.addedLast, more: page.more }
    if (!page.more) return
    if (by === 'date') {
      now = stepByDate(page, now)
      continue
    }
    const step = stepByNext(page, now)
    const circling = page.objects.length === 0 && (step.next === null || step.next === next)
    if (circling || (step.next !== null && step.next === next)) {
      throw new CommandFailure('the server gives the same page again and again')
    }
    now = step.query
    next = step.next
  }
}
