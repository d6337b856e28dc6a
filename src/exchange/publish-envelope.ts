// An envelope, taken object by object and handed to the publisher in steps.
// Says nothing of where the envelope came from: a request, or storage after a crash.
import { setImmediate } from 'node:timers/promises'
import { type Accepted, type IntakeRules, type Refused, takeObject } from '../core/intake.ts'
import type { Slice } from '../core/json/scan.ts'
import { planSimple } from '../core/sharing/plan.ts'
import type { SubmissionRow } from '../storage/submissions.ts'
import type { Planned } from './commit-group.ts'
import type { Context } from './context.ts'
import { stepBytesMax, stepObjectsMax } from './publish.ts'

export type Envelope = {
  submission: SubmissionRow
  body: Buffer
  slices: Slice[]
  rules: Omit<IntakeRules, 'check'>
}

/** Objects and octets taken before others get their turn on the event loop. */
const turn = { objects: 64, octets: 256 * 1024 }

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

/** Gives each object of an envelope its audience; objects of one label share one. */
const openPlan = (ctx: Context, { submission }: Envelope) => {
  const { collection_id, group_id, organisation_id: owner_id } = submission
  const planned = new Map<boolean, number>()
  return async (object: Accepted): Promise<Planned> => {
    const known = planned.get(object.red)
    if (known !== undefined) return { ...object, audience_id: known }
    const [segment] = planSimple({ collection_id, group_id, owner_id }, object)
    if (segment === undefined) throw new Error('a plan has at least one segment')
    const audience_id = await ctx.audiences.intern(segment.audience)
    planned.set(object.red, audience_id)
    return { ...object, audience_id }
  }
}

const takeStep = async (
  ctx: Context,
  envelope: Envelope,
  step: Step,
): Promise<(Planned | Refused)[]> => {
  const rules: IntakeRules = { ...envelope.rules, check: ctx.check }
  const plan = openPlan(ctx, envelope)
  const taken: (Planned | Refused)[] = []
  let octets = 0
  for (const { start, end } of envelope.slices.slice(step.from, step.to)) {
    const object = takeObject(envelope.body.subarray(start, end), rules)
    taken.push(object.ok ? await plan(object) : object)
    octets += end - start
    if (taken.length % turn.objects === 0 || octets >= turn.octets) {
      await setImmediate()
      octets = 0
    }
  }
  return taken
}

/**
 * Publishes the objects from `from` on, a step at a time; answers the submission as it stands
 * then.
 */
export const publishEnvelope = async (
  ctx: Context,
  envelope: Envelope,
  from: number,
): Promise<SubmissionRow> => {
  let row = envelope.submission
  for (const step of planSteps(envelope.slices, from)) {
    const objects = await takeStep(ctx, envelope, step)
    row = await ctx.publisher.publish({
      submission: envelope.submission,
      from: step.from,
      objects,
      bytes: step.bytes,
      strict: envelope.rules.validation === 'strict',
    })
    if (row.success_count + row.failure_count < step.to) return row
  }
  return row
}
