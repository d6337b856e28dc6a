// How many places a group of submissions may need in each feed, before any is taken. Decides
// nothing about who sees what.
import type { Audience } from '../core/sharing/audience.ts'
import { feedOf, type Ground } from './ground.ts'
import type { Publication } from './publication.ts'
import { planPlaces, type Row, rowOf } from './rows.ts'

/** For stubs and whatever else comes with objects. */
const spare = 16

/** No row is longer than there are objects. */
export const countPlaces = (publications: Publication[]): number =>
  publications.reduce((count, { objects }) => count + objects.length, spare)

/** Keeps a place for every form that is to be shown, whatever becomes of it. */
export const planShown = (ground: Ground, publications: Publication[]): void => {
  const planned = new Map<string, { row: Row; audience: Audience }[]>()
  const drafts = publications.flatMap(({ objects }) =>
    objects.flatMap((object) => (object.ok ? object.drafts : [])),
  )
  for (const { state, segment, audience } of drafts) {
    if (state !== 'shown' || segment.name === 'owner') continue
    const list = planned.get(segment.collection_id) ?? []
    list.push({ row: rowOf(segment.name, false), audience })
    planned.set(segment.collection_id, list)
  }
  for (const [id, list] of planned) planPlaces(feedOf(ground, id).places, list)
}
