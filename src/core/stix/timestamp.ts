// STIX timestamps as text: whether one is well formed, and a key that sorts it by instant.
// Knows no clock and makes no Date: digits beyond the millisecond are never lost.

const zero = 48
const daysOfMonth = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** The number written by the two characters at `at`, or -1 when they are not digits. */
const twoDigits = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - zero
  const ones = text.charCodeAt(at + 1) - zero
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1
}

const isLeapYear = (year: number): boolean =>
  year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

const isCalendarDate = (year: number, month: number, day: number): boolean => {
  if (month < 1 || month > 12 || day < 1) return false
  if (month === 2 && isLeapYear(year)) return day <= 29
  return day <= daysOfMonth[month]!
}

const isFraction = (text: string, from: number, to: number): boolean => {
  if (from >= to) return false
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - zero
    if (digit < 0 || digit > 9) return false
  }
  return true
}

/**
 * Whether `text` is a STIX 2.1 §2.16 timestamp: `YYYY-MM-DDTHH:mm:ss[.s+]Z`, upper-case, UTC,
 * a date that exists, a leap second (`:60`) in any minute, any number of fraction digits.
 */
export const isTimestamp = (text: string): boolean => {
  const end = text.length - 1
  if (end < 19 || text[end] !== 'Z' || text[10] !== 'T') return false
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':') return false
  const century = twoDigits(text, 0)
  const yearOfCentury = twoDigits(text, 2)
  if (century < 0 || yearOfCentury < 0) return false
  const year = century * 100 + yearOfCentury
  if (!isCalendarDate(year, twoDigits(text, 5), twoDigits(text, 8))) return false
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false
  return end === 19 || (text[19] === '.' && isFraction(text, 20, end))
}

/**
 * A sort key of a well-formed timestamp: the text without `Z` and without trailing zeros of the
 * fraction. Keys compared by code unit (`<`) order by instant at any precision, and equal instants
 * have equal keys (STIX 2.1 §3.6). A leap second stands between its minute and the next.
 * Of a malformed text it promises only that it returns.
 */
export const orderOf = (timestamp: string): string => {
  let end = timestamp.length
  if (timestamp.charCodeAt(end - 1) === 90) end--
  if (end <= 20 || timestamp[19] !== '.') return timestamp.slice(0, end)
  while (end > 20 && timestamp.charCodeAt(end - 1) === zero) end--
  if (end === 20) end = 19
  return timestamp.slice(0, end)
}

/** How many digits follow the decimal point of a well-formed timestamp. */
export const fractionDigitsOf = (timestamp: string): number =>
  timestamp.length > 20 ? timestamp.length - 21 : 0
