// From the words of a submission's options to ids and microseconds. Knows no storage: a directory
// tells it who is meant by a name.
import { parsePosition } from '../taxii/position.ts'
import { parseDuration } from './duration.ts'
import { parseExpression } from './expression.ts'
import type { Directory, ResolvedOptions, ResolvedStage, SharingOptions, Stage } from './options.ts'

/** How far ahead something may be held back: five years, leap days included. */
export const aheadMax = 1_827n * 86_400_000_000n

/** Names the key and what is wrong with it; it never leaves this file. */
class Fault extends Error {}

/** Times that are over need no waiting for. */
const opening = (now: bigint, where: string, opens: bigint | null): bigint | null => {
  if (opens === null || opens <= now) return null
  if (opens > now + aheadMax) throw new Fault(`\`${where}\` must be at most five years ahead`)
  return opens
}

const closing = (now: bigint, where: string, text?: string): bigint | null => {
  const closes = text === undefined ? null : parsePosition(text)
  if (closes !== null && closes <= now) throw new Fault(`\`${where}\` is over already`)
  return closes
}

const checkSpan = (where: string, opens: bigint | null, closes: bigint | null): void => {
  if (opens === null || closes === null || opens < closes) return
  throw new Fault(`\`${where}\` must be later than what opens before it`)
}

const resolveStage = (stage: Stage, index: number, now: bigint): ResolvedStage => {
  const { to, not_before, after, on = null, not_after } = stage
  const where = `stages[${index}]`
  const opens =
    after === undefined
      ? opening(now, `${where}.not_before`, parsePosition(not_before ?? ''))
      : opening(now, `${where}.after`, now + (parseDuration(after) as bigint))
  const closes = closing(now, `${where}.not_after`, not_after)
  checkSpan(`${where}.not_after`, opens, closes)
  return { to, opens, closes, on }
}

/** Unknown and not to be known are one. */
const find = <T>(where: string, found: T | null): T => {
  if (found === null) throw new Fault(`\`${where}\` is nobody you can name here`)
  return found
}

const resolve = (
  options: SharingOptions,
  directory: Directory,
  groupId: string,
  now: bigint,
): ResolvedOptions => {
  const { exclude = [], recipients = [], stages = [], on_behalf_of, addressed } = options
  const read = addressed === undefined ? null : parseExpression(addressed, directory, groupId)
  if (read?.ok === false) throw new Fault(`\`addressed\`: ${read.message}`)
  const not_before = opening(now, 'not_before', parsePosition(options.not_before ?? ''))
  const not_after = closing(now, 'not_after', options.not_after)
  checkSpan('not_after', not_before, not_after)
  return {
    consent: options.consent ?? null,
    victim_consent: options.victim_consent ?? false,
    authorities: options.authorities ?? [],
    exclude: exclude.map((name, at) => find(`exclude[${at}]`, directory.organisation(name))),
    community: options.community ?? (read?.community || null),
    public: options.public ?? (read?.public || null),
    addressed: read?.audience ?? null,
    recipients: recipients.map((name, at) => find(`recipients[${at}]`, directory.person(name))),
    not_before,
    not_after,
    stages: stages.map((stage, at) => resolveStage(stage, at, now)),
    on_behalf_of:
      on_behalf_of === undefined
        ? null
        : find('on_behalf_of', directory.organisation(on_behalf_of)),
    purpose: options.purpose ?? null,
    tearline: options.tearline ?? false,
    profile: options.profile ?? null,
    approval: options.approval ?? false,
  }
}

/**
 * Puts ids for names and microseconds for times. Times that are over do not hold anything back.
 * Refuses, with one sentence that names the key, who cannot be named, what opens more than five
 * years ahead, and what closes before it opens. `groupId` is the group it is submitted to, `now` is
 * in microseconds.
 */
export const resolveOptions = (
  options: SharingOptions,
  directory: Directory,
  groupId: string,
  now: bigint,
): { ok: true; options: ResolvedOptions } | { ok: false; message: string } => {
  try {
    return { ok: true, options: resolve(options, directory, groupId, now) }
  } catch (error) {
    if (error instanceof Fault) return { ok: false, message: error.message }
    throw error
  }
}
