// The third wall: the last look at what is about to leave. Only what passes here can be released.
import type { Clearance } from '../core/sharing/clearance.ts'
import type { Entry } from '../storage/feed-window.ts'
import type { Renditions } from '../storage/renditions.ts'
import type { Context } from './context.ts'

declare const checked: unique symbol

/**
 * What one caller may be given: these rows of the renditions, in this order. Made by `release` and
 * by nothing else.
 */
export type Released = {
  readonly renditions: Renditions
  readonly rows: readonly number[]
  readonly [checked]: true
}

/** A row was about to reach somebody it is not for. Nothing of the answer may be sent. */
export class Leak extends Error {
  override readonly name = 'Leak'
  /** Makes the connection it was found on one that is not lent again. */
  readonly code = 'leak'
}

const raiseAlarm = (ctx: Context, { organisation_id }: Clearance, { position }: Entry): Leak => {
  ctx.log.fatal({ alarm: 'leak', organisation_id, position }, 'answer dropped')
  return new Leak('a row is not for this caller')
}

/** The rows in the order of the entries; undefined where there is none. */
const pair = (entries: Entry[], { ids }: Renditions): (number | undefined)[] => {
  if (entries.every(({ rendition_id }, n) => rendition_id === ids[n])) return [...entries.keys()]
  const places = new Map(ids.map((id, n) => [id, n]))
  return entries.map(({ rendition_id }) => places.get(rendition_id))
}

/**
 * Decides each row anew from its own audience, as the entry and as the rendition name it, and pairs
 * them. One mismatch drops the whole answer: throws Leak after raising the alarm in the log.
 */
export const release = (
  ctx: Context,
  clearance: Clearance,
  entries: Entry[],
  renditions: Renditions,
): Released => {
  const decided = new Map<number, boolean>()
  const admitted = (audience: number): boolean => {
    let answer = decided.get(audience)
    if (answer === undefined) {
      answer = ctx.audiences.admitsNow(audience, clearance)
      decided.set(audience, answer)
    }
    return answer
  }
  const paired = pair(entries, renditions)
  const rows = entries.map((entry, n) => {
    const row = paired[n] ?? -1
    const same = renditions.audiences[row] === entry.audience_id
    if (!same || !admitted(entry.audience_id)) throw raiseAlarm(ctx, clearance, entry)
    return row
  })
  const released: Omit<Released, typeof checked> = { renditions, rows }
  return released as Released
}

/** The same look for what shows no body: the entries of a manifest or of a list of versions. */
export const releaseEntries = (ctx: Context, clearance: Clearance, entries: Entry[]): Entry[] => {
  for (const entry of entries) {
    if (ctx.audiences.admitsNow(entry.audience_id, clearance)) continue
    throw raiseAlarm(ctx, clearance, entry)
  }
  return entries
}
