// The objects of one segment, each drawn alone: under the segment's profile, for those it is meant
// for. Knows no storage, and not what the others refer to.
import { type Drawn, drawObject } from '../core/anonymity/draw.ts'
import { isRenamed } from '../core/anonymity/pseudonym.ts'
import type { Scope } from '../core/anonymity/scope.ts'
import type { Surroundings } from '../core/anonymity/surroundings.ts'
import { leaveLater } from '../core/lineage.ts'
import { type Audience, intersect, isEmpty, nobody, only, unite } from '../core/sharing/audience.ts'
import type { Node } from '../core/sharing/closure.ts'
import { type Place, withhold } from './drawing.ts'
import { isDerived, listLater, orderIn, versionKey } from './history.ts'
import type { Known } from './known.ts'
import { openPace } from './pace.ts'

/** An object that was drawn, and whose references are not settled yet. */
export type Pending = { place: Place; node: Node; notes: string[] }

const isOwner = (owners: string[]): Audience =>
  owners.reduce((audience, id) => unite(audience, only({ is: 'organisation', id })), nobody)

const keyOf = ({ drawing }: Place): string => versionKey(drawing.accepted.stix_id, orderIn(drawing))

/** The owner of a compromised host is told of it; nobody else is. */
const drawFor = (
  place: Place,
  audience: Audience,
  scope: Scope,
  around: Surroundings,
): { drawn: Drawn; audience: Audience } => {
  const { accepted, label } = place.drawing
  const drawn = drawObject(accepted.object, label, place.segment, scope, around)
  if (drawn.fate === 'drawn' || drawn.only === undefined) return { drawn, audience }
  const narrowed = intersect(audience, isOwner(drawn.only))
  if (narrowed.any.length === 0) return { drawn, audience }
  const told = { ...scope, bystanders: [] }
  const again = drawObject(accepted.object, label, place.segment, told, around)
  return { drawn: again, audience: narrowed }
}

/**
 * Draws each of these places of one segment, for those whom later versions leave: what refers to it
 * is settled for them (V1). What may not be shown is added to its drawing as withheld, with the
 * reason; the rest is answered.
 */
export const drawPlaces = async (
  known: Known,
  survey: Surroundings,
  scope: Scope,
  places: Place[],
): Promise<Pending[]> => {
  // Masked words are counted anew in each segment: a gap would tell of what is hidden there.
  const around: Surroundings = { ...survey, tokens: new Map() }
  const pending: Pending[] = []
  const pace = openPace()
  const now = new Set(places.map(keyOf))
  for (const place of places) {
    await pace()
    const later = listLater(known, place, now)
    const left = leaveLater(place.segment.audience, later)
    if (later.length > 0 && isEmpty(left)) {
      withhold(place, 'tlp-ceiling')
      continue
    }
    const { drawn, audience } = drawFor(place, left, scope, around)
    if (drawn.fate === 'withheld') {
      withhold(place, drawn.reason)
      continue
    }
    const { accepted } = place.drawing
    const renamed = isRenamed(scope, accepted.stix_id)
    const derived = renamed || isDerived(known, place.segment, accepted.stix_id)
    const remarked = place.drawing.review?.narrowed?.tlp ?? null
    const changed = drawn.changed || derived || remarked !== null
    const { object, text, notes } = drawn
    const id = accepted.stix_id
    const elsewhere = known.elsewhere.get(id)
    const node = { id, type: accepted.stix_type, object, audience, changed, text, elsewhere }
    pending.push({ place, node, notes })
  }
  return pending
}
