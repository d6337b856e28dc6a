// What is held for a time: agreements that come into force and are accepted, clearances that
// expire. Knows no clock: the moment is given, in microseconds since 1970. A moment that cannot be
// read counts against the holder.

/** Accepted from the moment on, or always where there is none. */
export type Acceptance = { name: string; version: number; accepted?: string | undefined }

/** In force from the moment on, or always. */
export type GroupAgreement = { name: string; version: number; from?: string | undefined }

/** Held until the moment, or without end. */
export type HeldClearance = { name: string; until?: string | undefined }

/** RFC 3339 in milliseconds are exact; what is finer is cut. */
const microsOf = (text: string): number => Date.parse(text) * 1000

/** The agreement that came into force last; null when none is in force. */
export const agreementInForce = (
  agreements: readonly GroupAgreement[],
  now: number,
): GroupAgreement | null => {
  const startOf = ({ from }: GroupAgreement): number =>
    from === undefined ? Number.NEGATIVE_INFINITY : microsOf(from)
  const started = agreements.filter((agreement) => !(startOf(agreement) > now))
  return started.toSorted((a, b) => (startOf(a) > startOf(b) ? -1 : 1))[0] ?? null
}

/**
 * True when nothing is asked at that moment, or what is asked is accepted in that version or a
 * later one.
 */
export const isAccepted = (
  agreements: readonly GroupAgreement[],
  acceptances: readonly Acceptance[],
  now: number,
): boolean => {
  if (agreements.length === 0) return true
  const asked = agreementInForce(agreements, now)
  return (
    asked === null ||
    acceptances.some(
      ({ name, version, accepted }) =>
        name === asked.name &&
        version >= asked.version &&
        (accepted === undefined || microsOf(accepted) <= now),
    )
  )
}

/** The names of what has not expired, each once, in order. */
export const unexpiredClearances = (held: readonly HeldClearance[], now: number): string[] => {
  const names = held
    .filter(({ until }) => until === undefined || microsOf(until) > now)
    .map(({ name }) => name)
  return [...new Set(names)].sort()
}
