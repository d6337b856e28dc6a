// When to try again, and how long to wait first. Knows no request.

export const attemptsMax = 6
/** A server that asks for more than this is not waited for. */
export const waitMaxMs = 5 * 60_000
const firstWaitMs = 500

/** RFC 9110 §10.2.3: seconds or a date; null when absent or neither. Never negative. */
export const parseRetryAfter = (value: string | null, now: number): number | null => {
  const text = value?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}

/**
 * Milliseconds before attempt `attempt + 1`: what the server asks for, or twice as long every time.
 */
export const waitBefore = (attempt: number, asked: number | null, chance: number): number =>
  asked ?? Math.round(firstWaitMs * 2 ** (attempt - 1) * (1 + chance / 4))
