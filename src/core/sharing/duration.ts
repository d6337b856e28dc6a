// ISO 8601 durations as lengths of time. Knows no calendar and no clock.

const second = 1_000_000n
const day = 86_400n * second
const listed = (letters: string): string =>
  [...letters].map((letter) => `(?:(\\d{1,4})${letter})?`).join('')

/** Years, months, weeks, days, hours, minutes and seconds, in this order, one of them at least. */
export const durationForm = new RegExp(
  `^P(?=\\d|T\\d)${listed('YMWD')}(?:T(?=\\d)${listed('HMS')})?$`,
)

/** Microseconds of each part that the form finds, in its order: years, months … seconds. */
const lengths = [365n * day, 30n * day, 7n * day, day, 3_600n * second, 60n * second, second]

/**
 * The length of a duration such as `P7D` or `PT24H`, in microseconds; a year is 365 days and a
 * month 30. Null for anything else.
 */
export const parseDuration = (text: string): bigint | null => {
  const parts = durationForm.exec(text)?.slice(1)
  if (parts === undefined) return null
  return parts.reduce((sum, part, at) => sum + BigInt(part ?? 0) * (lengths[at] as bigint), 0n)
}
