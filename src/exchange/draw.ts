// What each audience would be shown of some objects: the one way to find out, for whoever publishes
// and for whoever previews. Reads what the owner keeps already; writes nothing.
import type { Surroundings } from '../core/anonymity/surroundings.ts'
import { surveyObjects } from '../core/anonymity/survey.ts'
import type { Accepted, Refused } from '../core/intake.ts'
import { holdSegment, isReviewed } from '../core/review/review.ts'
import { type Audience, subtract } from '../core/sharing/audience.ts'
import { type Label, readLabel } from '../core/sharing/label.ts'
import { type Plan, planSegments } from '../core/sharing/plan.ts'
import type { Segment } from '../core/sharing/segment.ts'
import type { StixObject } from '../core/stix/object.ts'
import type { Context } from './context.ts'
import { drawSegment, type Sheet } from './draw-segment.ts'
import { type Company, type Drawing, noCompany, type ReviewOf } from './drawing.ts'
import { historiesOf } from './histories.ts'
import { holdReferring, refuseDrafts } from './hold-drawings.ts'
import { type Known, listTargets } from './known.ts'
import { openPace } from './pace.ts'
import { defaultsOf, dictionaryOf, type Source, situationOf } from './source.ts'

/** A form for peers is drawn where there are any: most groups have none. */
const hasPeers = ({ policy, group }: Source): boolean =>
  group.members.some((id) => policy.organisationById.get(id)?.kind === 'peer-hub')

const notPeers = ({ name }: Segment): boolean => name !== 'peers'

/** Plans by what they depend on: objects of one label share one, and its audiences. */
const openPlans = (source: Source, now: bigint) => {
  const plans = new Map<string, Plan>()
  const peered = hasPeers(source)
  const situation = situationOf(source, now)
  return (label: Label): Plan => {
    const levels = [...new Set(label.parts.map((part) => part.tlp))].sort()
    const key = JSON.stringify({ ...label, parts: levels, warnings: [] })
    const known = plans.get(key)
    if (known !== undefined) return known
    const plan = planSegments(situation, label)
    const made = plan.ok && !peered ? { ...plan, segments: plan.segments.filter(notPeers) } : plan
    plans.set(key, made)
    return made
  }
}

const refuse = (accepted: Accepted, message: string): Refused => ({
  ok: false,
  id: accepted.stix_id,
  version: accepted.version?.text ?? null,
  message,
})

/** An object under consideration: its own copy of what was sent, its label, its segments. */
type Considered = { drawing: Drawing; segments: Segment[] }

/** Who is shown the object in another group already is not shown it here as well. */
const leaveOut = (segments: Segment[], elsewhere: Audience | undefined): Segment[] =>
  elsewhere === undefined
    ? segments
    : segments.map((segment) =>
        segment.name === 'owner'
          ? segment
          : { ...segment, audience: subtract(segment.audience, elsewhere) },
      )

const consider = (
  accepted: Accepted,
  label: Label,
  plan: Plan,
  elsewhere: Audience | undefined,
  reviewOf: ReviewOf,
): Considered | Refused => {
  if (label.refused !== null) return refuse(accepted, label.refused)
  if (!plan.ok) return refuse(accepted, plan.message)
  const targets = listTargets(accepted.object)
  const review = plan.segments.some(isReviewed) ? reviewOf(accepted, label) : null
  return {
    drawing: { ok: true, accepted, label, targets, drafts: [], review },
    segments: leaveOut(plan.segments, elsewhere),
  }
}

/**
 * What objects may be read with: markings, and the identities that mean their owner, whose words
 * are the owner's; those sent along, then those kept.
 */
const definitionsOf = (
  objects: (Accepted | Refused)[],
  known: Known,
  company: Company,
  identities: readonly string[],
) => {
  const sent = new Map<string, StixObject>(company.definitions)
  for (const object of objects) {
    if (!object.ok) continue
    const { stix_type, stix_id } = object
    if (stix_type === 'marking-definition' || identities.includes(stix_id)) {
      sent.set(stix_id, object.object)
    }
  }
  return (id: string): StixObject | null => sent.get(id) ?? known.definitions.get(id) ?? null
}

const keyOf = ({ collection_id, name, profile }: Segment): string =>
  `${collection_id} ${name} ${profile}`

const arrangeSheets = (considered: Considered[]): Sheet[] => {
  const sheets = new Map<string, Sheet>()
  considered.forEach(({ drawing, segments }, index) => {
    for (const segment of segments) {
      const key = keyOf(segment)
      const sheet = sheets.get(key)
      const place = { drawing, segment, index }
      if (sheet === undefined) sheets.set(key, { segment, places: [place] })
      else sheet.places.push(place)
    }
  })
  return [...sheets.values()]
}

/** What waits is drawn last: nothing that is shown may be numbered by it. */
const arrangeHeld = (considered: Considered[]): Considered[] => {
  holdReferring(considered.map(({ drawing }) => drawing))
  const free = considered.filter(({ drawing }) => drawing.review === null)
  const held = considered.filter(({ drawing }) => drawing.review !== null)
  return [
    ...free,
    ...held.map(({ drawing, segments }) => ({ drawing, segments: segments.map(holdSegment) })),
  ]
}

const surveyAll = (source: Source, considered: Considered[], company: Company): Surroundings => {
  const objects = considered.map(({ drawing }) => drawing.accepted.object)
  const parts = new Map(
    considered
      .filter(({ drawing }) => drawing.label.parts.length > 0)
      .map(({ drawing }) => [drawing.accepted.stix_id, drawing.label.parts]),
  )
  return surveyObjects([...objects, ...company.witnesses], parts, dictionaryOf(source))
}

/**
 * Draws objects for every segment their labels and the source's options give them. Answers one
 * drawing or refusal for each, in their order. `now` is in microseconds.
 */
export const drawObjects = async (
  ctx: Context,
  source: Source,
  objects: (Accepted | Refused)[],
  known: Known,
  now: bigint,
  company: Company = noCompany,
  reviewOf: ReviewOf = () => null,
): Promise<(Drawing | Refused)[]> => {
  const planOf = openPlans(source, now)
  const definitions = definitionsOf(objects, known, company, source.owner.identities)
  const defaults = defaultsOf(source)
  const considered: Considered[] = []
  const answers: (Drawing | Refused)[] = []
  const pace = openPace()
  for (const object of objects) {
    if (!object.ok) {
      answers.push(object)
      continue
    }
    const label = readLabel(object.object, definitions, defaults, now)
    const elsewhere = known.elsewhere.get(object.stix_id)
    const answer = consider(object, label, planOf(label), elsewhere, reviewOf)
    if ('ok' in answer) answers.push(answer)
    else {
      considered.push(answer)
      answers.push(answer.drawing)
    }
    await pace()
  }
  const here = new Map(
    considered.map(({ drawing: { accepted } }) => [accepted.stix_id, accepted.object]),
  )
  const sent = { here, later: company.ids }
  const survey = surveyAll(source, considered, company)
  const sheets = arrangeSheets(arrangeHeld(considered))
  const histories = historiesOf(source.policy, now)
  const desk = { ctx, source, sent, known, survey, histories }
  for (const sheet of sheets) await drawSegment(desk, sheet)
  for (const { drawing } of considered) refuseDrafts(drawing)
  return answers
}
