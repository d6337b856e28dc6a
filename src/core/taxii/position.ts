// Positions of a feed: microseconds since 1970 UTC as bigint, and their text. Knows no clock.

import { isTimestamp } from '../stix/timestamp.ts'

const microseconds = 1_000_000n
const secondsPerDay = 86_400
const daysPerEra = 146_097

/** Days from 1970-01-01 to a Gregorian date, counted in years that begin in March. */
const daysOf = (year: number, month: number, day: number): number => {
  const marchYear = month > 2 ? year : year - 1
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
  return era * daysPerEra + yearOfEra * 365 + leapDays + dayOfYear - 719_468
}

/** The date that lies so many days after 1970-01-01. */
const dateOf = (days: number): { year: number; month: number; day: number } => {
  const shifted = days + 719_468
  const era = Math.floor(shifted / daysPerEra)
  const dayOfEra = shifted - era * daysPerEra
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  }
}

const firstPosition = BigInt(daysOf(1, 1, 1)) * BigInt(secondsPerDay) * microseconds
const endPosition = BigInt(daysOf(10_000, 1, 1)) * BigInt(secondsPerDay) * microseconds

const pad = (value: number, width: number): string => String(value).padStart(width, '0')

/**
 * A position as a TAXII timestamp: UTC, exactly six fraction digits, `Z` (TAXII 2.1 §2).
 * Throws outside the years 1 to 9999, which four digits cannot say.
 */
export const printPosition = (position: bigint): string => {
  if (position < firstPosition || position >= endPosition) {
    throw new RangeError('position lies outside the years 1 to 9999')
  }
  const sinceFirst = position - firstPosition
  const fraction = Number(sinceFirst % microseconds)
  const seconds = Number((sinceFirst - BigInt(fraction)) / microseconds)
  const secondOfDay = seconds % secondsPerDay
  const { year, month, day } = dateOf((seconds - secondOfDay) / secondsPerDay + daysOf(1, 1, 1))
  const hour = Math.floor(secondOfDay / 3_600)
  const minute = Math.floor(secondOfDay / 60) % 60
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
  const time = `${pad(hour, 2)}:${pad(minute, 2)}:${pad(secondOfDay % 60, 2)}`
  return `${date}T${time}.${pad(fraction, 6)}Z`
}

/**
 * The position a timestamp names, or null when it is malformed or no such date exists. Any number
 * of fraction digits is read, what lies beyond a microsecond is cut off. Second 60 is read as the
 * first second of the next minute; the years are 1 to 9999.
 */
export const parsePosition = (timestamp: string): bigint | null => {
  if (!isTimestamp(timestamp)) return null
  const numberAt = (from: number, to: number) => Number(timestamp.slice(from, to))
  const days = daysOf(numberAt(0, 4), numberAt(5, 7), numberAt(8, 10))
  const secondOfDay = numberAt(11, 13) * 3_600 + numberAt(14, 16) * 60 + numberAt(17, 19)
  const fraction = timestamp.slice(20, -1).slice(0, 6).padEnd(6, '0')
  const position = BigInt(days * secondsPerDay + secondOfDay) * microseconds + BigInt(fraction)
  return position >= firstPosition && position < endPosition ? position : null
}
