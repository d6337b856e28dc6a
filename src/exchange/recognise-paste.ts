// What somebody pastes, as objects to correct before they are shared. Stores nothing.
import { randomUUID } from 'node:crypto'
import { recognise } from '../core/recognition/recognise.ts'
import type { Kind, Place, Remark, Rest } from '../core/recognition/recognised.ts'
import { type Words, wordNote, wordRest } from '../core/recognition/words.ts'
import type { StixObject } from '../core/stix/object.ts'
import { printPosition } from '../core/taxii/position.ts'
import { readClock } from '../storage/publication.ts'
import type { Caller, Context } from './context.ts'
import { findWritable, type Wanted } from './find-writable.ts'

type Worded<T> = T & { words: Words }

export type RecognisedPaste = {
  kind: Kind
  objects: {
    object: StixObject
    from: Place
    again: Place[]
    notes: Worded<Remark>[]
    confidence: number
  }[]
  ignored: Worded<Rest>[]
}

/** Of a long stretch its beginning is enough to find it. */
const shownMax = 400

const cut = <T extends Place>(place: T): T => ({ ...place, text: place.text.slice(0, shownMax) })

const milliseconds = (at: bigint): string => printPosition(at).replace(/(\.\d{3})\d*Z$/, '$1Z')

/**
 * Recognises what would be shared in a collection. Refuses with not-found and forbidden as
 * submitting does.
 */
export const recognisePaste = async (
  ctx: Context,
  caller: Caller,
  wanted: Wanted,
  text: string,
): Promise<RecognisedPaste> => {
  const { policy, author } = await findWritable(ctx, caller, wanted)
  const owner = policy.organisationById.get(author.organisation_id as string)
  const bench = {
    now: milliseconds(await readClock(ctx.pools.writer)),
    nextId: randomUUID,
    creator: owner?.identities[0] ?? null,
    check: ctx.check,
  }
  const { kind, objects, ignored } = recognise(bench, text)
  return {
    kind,
    objects: objects.map(({ object, from, again, notes, confidence }) => ({
      object,
      from: cut(from),
      again: again.map(cut),
      notes: notes.map((note) => ({ ...note, words: wordNote(note.word) })),
      confidence,
    })),
    ignored: ignored.map((rest) => ({ ...cut(rest), words: wordRest(rest.why) })),
  }
}
