// An envelope, taken object by object, drawn for its audiences and handed to the publisher in
// steps. Says nothing of where the envelope came from: a request, or storage after a crash.
import { type Accepted, type IntakeRules, type Refused, takeObject } from '../core/intake.ts'
import type { Slice } from '../core/json/scan.ts'
import type { StixObject } from '../core/stix/object.ts'
import { readClock } from '../storage/publication.ts'
import type { SubmissionRow } from '../storage/submissions.ts'
import type { Context } from './context.ts'
import { drawObjects } from './draw.ts'
import { type Company, noCompany } from './drawing.ts'
import { listTargets, readKnown } from './known.ts'
import { openPace } from './pace.ts'
import { outdated } from './publication.ts'
import { stepBytesMax, stepObjectsMax } from './publish.ts'
import { redrawAsked } from './redraw.ts'
import { Refusal } from './refusal.ts'
import { releaseFirst } from './release.ts'
import { openReviewing } from './reviewing.ts'
import { keepHeld, type Source, sourceOf } from './source.ts'
import type { Asked, Held } from './stored-options.ts'

export type Envelope = {
  submission: SubmissionRow
  body: Buffer
  slices: Slice[]
  rules: Omit<IntakeRules, 'check'>
  asked: Asked
  /** What held by default when it was submitted. */
  held: Held
}

const attempts = 6

type Step = { from: number; to: number; bytes: number }

const lengthOf = (slice: Slice): number => slice.end - slice.start

/** Cuts the objects from `from` on into steps that fit one transaction. */
export const planSteps = (slices: Slice[], from: number): Step[] => {
  const steps: Step[] = []
  let step: Step = { from, to: from, bytes: 0 }
  for (let index = from; index < slices.length; index++) {
    const length = lengthOf(slices[index] as Slice)
    const full = step.to - step.from >= stepObjectsMax || step.bytes + length > stepBytesMax
    if (full && step.to > step.from) {
      steps.push(step)
      step = { from: index, to: index, bytes: 0 }
    }
    step = { from: step.from, to: index + 1, bytes: step.bytes + length }
  }
  if (step.to > step.from) steps.push(step)
  return steps
}

/** Takes the objects that lie in a body, one after the other. */
export const takeSlices = async (
  ctx: Context,
  envelope: Pick<Envelope, 'body' | 'rules'>,
  slices: Slice[],
  each: (object: Accepted | Refused) => void,
): Promise<void> => {
  const rules: IntakeRules = { ...envelope.rules, check: ctx.check }
  const pace = openPace()
  for (const { start, end } of slices) {
    each(takeObject(envelope.body.subarray(start, end), rules))
    await pace()
  }
}

const telling = new Set(['email-message', 'network-traffic', 'malware-analysis', 'relationship'])

/** Only what it refers to: an envelope of several steps is large. */
const withoutTexts = (object: StixObject): StixObject => {
  const told = Object.entries(object).filter(([name]) => /^(id|type)$|_refs?$/.test(name))
  return Object.fromEntries(told) as StixObject
}

const meetCompany = async (ctx: Context, envelope: Envelope): Promise<Company> => {
  const ids = new Set<string>()
  const definitions = new Map<string, StixObject>()
  const witnesses: StixObject[] = []
  await takeSlices(ctx, envelope, envelope.slices, (object) => {
    if (!object.ok) return
    ids.add(object.stix_id)
    if (object.stix_type === 'marking-definition') definitions.set(object.stix_id, object.object)
    if (telling.has(object.stix_type)) witnesses.push(withoutTexts(object.object))
  })
  return { ids, definitions, witnesses }
}

/** The ids of what is taken, and of what it refers to. */
export const idsOf = (objects: (Accepted | Refused)[]): string[] => {
  const ids = new Set<string>()
  for (const object of objects) {
    if (!object.ok) continue
    ids.add(object.stix_id)
    for (const id of listTargets(object.object)) ids.add(id)
  }
  return [...ids]
}

/** Under the policy of now, but no laxer than when it was submitted. */
const sourceNow = async (ctx: Context, { submission, asked, held }: Envelope): Promise<Source> => {
  const { collection_id, organisation_id } = submission
  const policy = await ctx.policy.current()
  const source = sourceOf(policy, collection_id, organisation_id, asked)
  if (source === null) throw new Refusal('not-found', 'there is no such collection')
  return keepHeld(source, held)
}

type Taken = { step: Step; objects: (Accepted | Refused)[]; company: Company }

/** Draws and publishes one step, anew for as long as what it was drawn from moves under it. */
const publishStep = async (
  ctx: Context,
  envelope: Envelope,
  { step, objects, company }: Taken,
): Promise<SubmissionRow> => {
  const { submission, rules } = envelope
  const ids = idsOf(objects)
  await releaseFirst(ctx, submission.collection_id)
  for (let count = 0; count < attempts; count++) {
    const { collection_id, organisation_id } = submission
    const source = await sourceNow(ctx, envelope)
    const pool = ctx.pools.writer
    const known = await readKnown(ctx, pool, collection_id, organisation_id, ids)
    const now = await readClock(pool)
    const reviewOf = await openReviewing(ctx, source, now)
    const drawn = await drawObjects(ctx, source, objects, known, now, company, reviewOf)
    await ctx.audiences.internAll(
      drawn.flatMap((each) => (each.ok ? each.drafts.map(({ audience }) => audience) : [])),
    )
    const { row, redraws } = await ctx.publisher.publish({
      submission,
      from: step.from,
      objects: drawn,
      asked: source.asked,
      seen: { ids, signature: known.signature, epoch: source.policy.epoch },
      bytes: step.bytes,
      strict: rules.validation === 'strict',
    })
    if (redraws > 0) await redrawAsked(ctx)
    if (row !== outdated) return row as SubmissionRow
  }
  throw new Refusal('unavailable', 'the objects are being changed; send them again', 1)
}

/**
 * Publishes the objects from `from` on, a step at a time; answers the submission as it stands
 * then. Refuses with not-found when collection or organisation are gone.
 */
export const publishEnvelope = async (
  ctx: Context,
  envelope: Envelope,
  from: number,
): Promise<SubmissionRow> => {
  let row = envelope.submission
  const steps = planSteps(envelope.slices, from)
  const whole = steps.length === 1 && from === 0
  const company = whole ? noCompany : await meetCompany(ctx, envelope)
  for (const step of steps) {
    const objects: (Accepted | Refused)[] = []
    const slices = envelope.slices.slice(step.from, step.to)
    await takeSlices(ctx, envelope, slices, (object) => objects.push(object))
    row = await publishStep(ctx, envelope, { step, objects, company })
    if (row.success_count + row.failure_count < step.to) return row
  }
  return row
}
