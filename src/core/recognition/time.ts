// Times as people and tools write them, as STIX timestamps. Knows no clock.
import { isTimestamp } from '../stix/timestamp.ts'

const date = /(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?/.source
const clock = /(\d{1,2})[:時](\d{1,2})(?:[:分](\d{1,2})(?:秒|\.(\d{1,9}))?|分)?/.source
const zoneName = /(Z|UTC|GMT|JST|[+-]\d{2}:?\d{2})/.source
const form = new RegExp(`^${date}(?:[ T]+${clock})?\\s*${zoneName}?$`, 'i')

const two = (text: string | undefined): string => (text ?? '0').padStart(2, '0')

const offsetOf = (zone: string): number => {
  if (/^(?:z|utc|gmt)$/i.test(zone)) return 0
  if (/^jst$/i.test(zone)) return 540
  const sign = zone.startsWith('-') ? -1 : 1
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)))
}

/**
 * A time in UTC; null for what is none. `assumed`: nothing says its time zone, neither the text nor
 * `offsetHours`, so that it is taken as UTC.
 */
export const readTime = (
  written: string,
  offsetHours: number | null = null,
): { time: string; assumed: boolean } | null => {
  const text = written.normalize('NFKC').trim()
  const match = form.exec(text)
  if (match === null) return null
  const [, year, month, day, hour, minute, second, fraction, zone] = match
  const milliseconds = (fraction ?? '').slice(0, 3).padEnd(3, '0')
  const calendar = `${year}-${two(month)}-${two(day)}`
  const wall = `${calendar}T${two(hour)}:${two(minute)}:${two(second)}.${milliseconds}Z`
  if (!isTimestamp(wall)) return null
  const offset = zone === undefined ? (offsetHours ?? 0) * 60 : offsetOf(zone)
  const at = Date.parse(wall) - offset * 60_000
  if (!Number.isFinite(at)) return null
  const time = new Date(at).toISOString()
  return isTimestamp(time) ? { time, assumed: zone === undefined && offsetHours === null } : null
}

/** Seconds since 1970, as MISP has them; null for what is no such number. */
export const readSeconds = (seconds: unknown): string | null => {
  if (typeof seconds !== 'string' && typeof seconds !== 'number') return null
  const text = String(seconds)
  if (!/^\d{1,10}$/.test(text) || text === '0') return null
  return new Date(Number(text) * 1000).toISOString()
}
