// How many places a group of submissions may need in each feed, before any is taken. Decides
// nothing about who sees what.
import type { Draft } from './drawing.ts'
import { feedOf, type Ground } from './ground.ts'
import type { Publication } from './publication.ts'
import { type Planned, planPlaces } from './rows.ts'

/** For stubs and whatever else comes with objects. */
const spare = 16

/** No row is longer than there are objects. */
export const countPlaces = (publications: Publication[]): number =>
  publications.reduce((count, { objects }) => count + objects.length, spare)

const planned = new WeakMap<Draft, Planned>()

/** What is planned for a draft; null where nothing is. */
export const plannedFor = (draft: Draft): Planned | null => planned.get(draft) ?? null

/**
 * Keeps a place for every form, whatever becomes of it: what it refers to may be hidden, and whom
 * it is then shown to says nothing of its place.
 */
export const planShown = (ground: Ground, publications: Publication[]): void => {
  const lists = new Map<string, Planned[]>()
  const drafts = publications.flatMap(({ objects }) =>
    objects.flatMap((object) => (object.ok ? object.drafts : [])),
  )
  for (const draft of drafts) {
    const { name, collection_id, audience } = draft.segment
    if (name === 'owner') continue
    const list = lists.get(collection_id) ?? []
    const place = { segment: name, audience }
    planned.set(draft, place)
    list.push(place)
    lists.set(collection_id, list)
  }
  for (const [id, list] of lists) planPlaces(feedOf(ground, id).places, list)
}
