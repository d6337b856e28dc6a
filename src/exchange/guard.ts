// The third wall: the last look at what is about to leave. Only what passes here can be released.
import type { Clearance } from '../core/sharing/clearance.ts'
import type { Entry } from '../storage/feed-window.ts'
import type { Rendition } from '../storage/renditions.ts'
import type { Context } from './context.ts'

declare const checked: unique symbol

/** Bytes that one caller may be given. Made by `release` and by nothing else. */
export type Released = { readonly body: Buffer; readonly [checked]: true }

/** A row was about to reach somebody it is not for. Nothing of the answer may be sent. */
export class Leak extends Error {
  override readonly name = 'Leak'
  /** Makes the connection it was found on one that is not lent again. */
  readonly code = 'leak'
}

/**
 * Decides each row anew from its own audience, as the entry and as the rendition name it, and pairs
 * them. One mismatch drops the whole answer: throws Leak after raising the alarm in the log.
 */
export const release = (
  ctx: Context,
  clearance: Clearance,
  entries: Entry[],
  renditions: Map<bigint, Rendition>,
): Released[] => {
  const decided = new Map<number, boolean>()
  const admitted = (audience: number): boolean => {
    let answer = decided.get(audience)
    if (answer === undefined) {
      answer = ctx.audiences.admitsNow(audience, clearance)
      decided.set(audience, answer)
    }
    return answer
  }
  return entries.map((entry) => {
    const rendition = renditions.get(entry.rendition_id)
    if (
      rendition === undefined ||
      rendition.audience_id !== entry.audience_id ||
      !admitted(entry.audience_id)
    ) {
      const { organisation_id } = clearance
      ctx.log.fatal({ alarm: 'leak', organisation_id, position: entry.position }, 'answer dropped')
      throw new Leak('a row is not for this caller')
    }
    return { body: rendition.body } as Released
  })
}

/** The same look for what shows no body: the entries of a manifest or of a list of versions. */
export const releaseEntries = (ctx: Context, clearance: Clearance, entries: Entry[]): Entry[] => {
  for (const entry of entries) {
    if (ctx.audiences.admitsNow(entry.audience_id, clearance)) continue
    const { organisation_id } = clearance
    ctx.log.fatal({ alarm: 'leak', organisation_id, position: entry.position }, 'answer dropped')
    throw new Leak('an entry is not for this caller')
  }
  return entries
}
