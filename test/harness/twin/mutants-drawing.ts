// Leaks of the drawing and of the closure: forms with something left in them that should be gone.
import { canonicalJson } from '../../../src/core/json/canonical.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import type { Draft, Drawing } from '../../../src/exchange/drawing.ts'
import { outdated } from '../../../src/exchange/publication.ts'
import type { Mutant } from './mutant.ts'
import type { World } from './world.ts'

/** Changes each form that is for others, on its way to the publisher. */
const misdraw = (name: string, change: (draft: Draft, drawing: Drawing) => Draft): Mutant => ({
  name,
  seed({ ctx }: World) {
    const { publisher } = ctx
    const kept = publisher.publish
    publisher.publish = (publication) =>
      kept({
        ...publication,
        objects: publication.objects.map((drawing) =>
          drawing.ok
            ? {
                ...drawing,
                drafts: drawing.drafts.map((draft) =>
                  draft.segment.name === 'owner' ? draft : change(draft, drawing),
                ),
              }
            : drawing,
        ),
      })
    return () => {
      publisher.publish = kept
    }
  },
})

/** Puts something of what was sent back into a form that was changed. */
const putBack =
  (choose: (object: StixObject) => Record<string, unknown>) =>
  (draft: Draft, { accepted }: Drawing): Draft => {
    if (draft.body === null || draft.body.equals(accepted.body)) return draft
    const left = { ...JSON.parse(draft.body.toString()), ...choose(accepted.object) }
    return { ...draft, body: Buffer.from(canonicalJson(left)) }
  }

const referring = (object: StixObject): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(object).filter(
      ([name]) =>
        /_refs?$/.test(name) && name !== 'object_marking_refs' && name !== 'created_by_ref',
    ),
  )

const custom = (object: StixObject): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name.startsWith('x_')))

const described = ({ description }: StixObject): Record<string, unknown> =>
  description === undefined ? {} : { description }

const sayPresent: Mutant = {
  name: '`already present` tells of what others have',
  seed({ ctx }: World) {
    const { publisher } = ctx
    const kept = publisher.publish
    publisher.publish = async (publication) => {
      const { collection_id, organisation_id } = publication.submission
      const { rows } = await ctx.pools.writer.query(
        `select stix_id from object_version where collection_id = $1 and owner_id <> $2`,
        [collection_id, organisation_id],
      )
      const others = new Set(rows.map((row: { stix_id: string }) => row.stix_id))
      const committed = await kept(publication)
      if (committed.row === outdated) return committed
      const row = committed.row as { successes: string }
      const told = JSON.parse(`[${row.successes}]`).map((one: { id: string }) =>
        others.has(one.id) ? { ...one, message: 'already present' } : one,
      )
      row.successes = JSON.stringify(told).slice(1, -1)
      return committed
    }
    return () => {
      publisher.publish = kept
    }
  },
}

export const drawingMutants: Mutant[] = [
  misdraw('the closure keeps references to what is hidden', putBack(referring)),
  misdraw('what refers to something hidden is shown all the same', (draft, { accepted }) =>
    draft.reason === 'reference-hidden'
      ? { ...draft, state: 'shown', reason: null, body: accepted.body }
      : draft,
  ),
  misdraw('a part that is RED stays', putBack(described)),
  misdraw('properties nobody knows stay', putBack(custom)),
  misdraw('a manifest tells the owner’s own time', (draft, { accepted }) => ({
    ...draft,
    version: draft.version === null ? null : accepted.version,
  })),
  misdraw('filters are answered by what was sent', (draft, { accepted }) => ({
    ...draft,
    version:
      draft.version === null || accepted.version === null
        ? null
        : { text: draft.version.text, order: accepted.version.order },
  })),
  misdraw('what waits is shown at once', (draft) =>
    draft.state === 'waiting' ? { ...draft, state: 'shown' } : draft,
  ),
  sayPresent,
]
