// Guesses are counted before they are tried, so that no number of them at once passes the limit;
// what turns out to be no guess is not counted.
import { createHash } from 'node:crypto'
import { canonicalAddress } from '../core/credential/address.ts'
import { canonicalUsername } from '../core/credential/username.ts'
import {
  type AttemptSubject,
  releaseAttempt,
  reserveAttempt,
  secondsToNextHour,
} from '../storage/credentials.ts'
import type { Context } from './context.ts'
import { Refusal } from './refusal.ts'

/** Failed attempts in an hour of the database's clock, after which no more are tried. */
export const failuresPerHourMax = { username: 20, person: 20, second_factor: 10, address: 100 }
const nameLengthMax = 255

/** What the failures of a name are counted under: hashed, as people type passwords into names. */
export const subjectOf = (
  kind: keyof typeof failuresPerHourMax,
  ...names: string[]
): AttemptSubject => {
  const canonical = names.map((name) => canonicalUsername(name.slice(0, nameLengthMax))).join('\n')
  const hash = createHash('sha256').update(canonical).digest('hex')
  return { subject: `${kind}:${hash}`, limit: failuresPerHourMax[kind] }
}

export const addressSubject = (address: string): AttemptSubject => ({
  subject: `address:${canonicalAddress(address)}`,
  limit: failuresPerHourMax.address,
})

/**
 * Whether `attempt` is right. Only one found wrong counts: not a right one, nor one that could not
 * be looked at. Refuses with too-many-attempts, and the seconds to wait, without trying.
 */
export const countGuess = async (
  { pools }: Pick<Context, 'pools'>,
  subjects: AttemptSubject[],
  attempt: () => Promise<boolean>,
): Promise<boolean> => {
  const reservation = await reserveAttempt(pools.writer, subjects)
  if (reservation.subjects.length < subjects.length) {
    await releaseAttempt(pools.writer, reservation)
    const seconds = await secondsToNextHour(pools.writer)
    throw new Refusal('too-many-attempts', 'too many failed sign-ins; try again later', seconds)
  }
  let counts = false
  try {
    counts = !(await attempt())
    return !counts
  } finally {
    if (!counts) await releaseAttempt(pools.writer, reservation)
  }
}
