// Timestamps told more coarsely, in the order they had (T11), and the version of a derived object.
// Knows no clock and no property.

import type { Profile } from '../sharing/segment.ts'
import { isTimestamp, orderOf } from '../stix/timestamp.ts'
import type { DrawnProfile } from './scope.ts'

type Grain = 'as-is' | 'hour' | 'day'

const grains: Record<DrawnProfile, Grain> = { P1: 'as-is', P2: 'hour', P3: 'day' }

const hour = 3_600_000
const lengths = { hour, day: 24 * hour }

const floor = (text: string, grain: 'hour' | 'day'): string =>
  grain === 'hour' ? `${text.slice(0, 13)}:00:00.000Z` : `${text.slice(0, 10)}T00:00:00.000Z`

const last = '9999-12-31T23:59:59.999Z'

/** The text of an instant; the last one STIX can write for any later. */
const print = (milliseconds: number): string => {
  const text = new Date(milliseconds).toISOString()
  return text.length > last.length ? last : text
}

/**
 * The start of the profile's grain that a timestamp stands in: P1 keeps the text, P2 tells the
 * hour, P3 the day. Never later than the timestamp, and less than a grain earlier. Undefined for
 * what is no timestamp.
 */
export const floorTime = (text: unknown, profile: DrawnProfile): string | undefined => {
  if (typeof text !== 'string' || !isTimestamp(text)) return undefined
  const grain = grains[profile]
  return grain === 'as-is' ? text : floor(text, grain)
}

/** The same with the end of the grain, for what ends: never earlier than the timestamp. */
export const ceilTime = (text: unknown, profile: DrawnProfile): string | undefined => {
  if (typeof text !== 'string' || !isTimestamp(text)) return undefined
  const grain = grains[profile]
  if (grain === 'as-is' || text === last) return text
  const start = floor(text, grain)
  if (orderOf(start) === orderOf(text)) return start
  return print(Date.parse(start) + lengths[grain])
}

/** A well-formed timestamp as those are told it whom the profile is for: P0 keeps the text. */
export const tellTime = (text: string, profile: Profile): string =>
  profile === 'P0' ? text : (floorTime(text, profile) as string)

/** The same for what was told otherwise before: the end of what the profile tells of it. */
export const tellLate = (text: string, profile: Profile): string =>
  profile === 'P0' ? text : (ceilTime(text, profile) as string)

/** The first whole millisecond after a well-formed timestamp. */
const millisecondAfter = (text: string): string => {
  // A leap second is none to Date: it stands before the next minute's first millisecond.
  if (text.slice(17, 19) === '60') return print(Date.parse(`${text.slice(0, 17)}59.999Z`) + 1)
  const fraction = text.slice(20, -1).slice(0, 3).padEnd(3, '0')
  return print(Date.parse(`${text.slice(0, 19)}.${fraction}Z`) + 1)
}

/**
 * A timestamp before a well-formed one and after the millisecond before it: what is told next after
 * it is told at that very one, or was there before.
 */
export const justBefore = (text: string): string => {
  if (text.slice(17, 19) === '60') return `${text.slice(0, 17)}59.999999999Z`
  const fraction = text.slice(20, -1).slice(0, 3).padEnd(3, '0')
  const before = print(Date.parse(`${text.slice(0, 19)}.${fraction}Z`) - 1)
  return `${before.slice(0, -1)}999999Z`
}

/**
 * V9: the `modified` of a derived object. It is that of the source, told as the profile tells it,
 * but always later than the one shown before under the same id; null when none was.
 */
export const nextModified = (told: string, previous: string | null): string =>
  previous === null || orderOf(told) > orderOf(previous) ? told : millisecondAfter(previous)
