// What a submission asks for besides its objects: from the text of `x_sekisho_sharing` to options
// whose names are resolved. INVARIANT: what cannot be followed to the letter is refused, never
// passed over.
import type { Clearance } from '../core/sharing/clearance.ts'
import { noOptions, parseOptions } from '../core/sharing/options.ts'
import { resolveOptions } from '../core/sharing/resolve-options.ts'
import type { SubmissionRow } from '../storage/submissions.ts'
import type { Caller } from './context.ts'
import { directoryOf } from './directory.ts'
import type { Policy } from './policy.ts'
import { Refusal } from './refusal.ts'
import type { Asked } from './stored-options.ts'

/** Who asks, and of which group. */
type Place = { asker: Clearance; group_id: string }

const refuse = (message: string): never => {
  throw new Refusal('unprocessable', `${message}; nothing of this was shared`)
}

const optionsOf = (
  policy: Policy,
  { asker, group_id }: Place,
  sharing: string | null,
  now: bigint,
) => {
  if (sharing === null) return noOptions
  const parsed = parseOptions(JSON.parse(sharing))
  if (!parsed.ok) return refuse(parsed.message)
  const resolved = resolveOptions(parsed.options, directoryOf(policy, asker), group_id, now)
  return resolved.ok ? resolved.options : refuse(resolved.message)
}

/** Reads the options of a submission. Refuses with unprocessable, naming the option at fault. */
export const ask = (
  policy: Policy,
  caller: Caller,
  group_id: string,
  sharing: string | null,
  now: bigint,
): Asked => ({
  options: optionsOf(policy, { asker: caller.clearance, group_id }, sharing, now),
  submitter: { principal_id: caller.principal_id as string, person: caller.kind === 'person' },
  passed: [],
})

/**
 * The same for a submission that waited, with what its organisation holds now; null when its
 * options can no longer be followed.
 */
export const askAgain = (
  policy: Policy,
  asker: Clearance,
  { principal_id, received_at, group_id }: SubmissionRow,
  sharing: string | null,
): Asked | null => {
  const person = policy.personById.has(principal_id)
  try {
    const options = optionsOf(policy, { asker, group_id }, sharing, received_at)
    return { options, submitter: { principal_id, person }, passed: [] }
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
