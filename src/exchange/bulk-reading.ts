// Who is suddenly shown far more than it usually is (a valid member that copies everything, or
// whoever stole its credential). Tells, and stops nobody: a new member's first walk looks the same.
// Knows of this process what was shown, and no object.

const secondMs = 1_000
const bucketMs = 10 * secondMs
const windowMs = 60 * secondMs
/** What was shown fades from what is usual within days. */
const memoryMs = 86_400 * secondMs
const timesUsual = 10
/** Less than this in a minute is no bulk, however little is usual. */
const objectsLeast = 5_000
const toldAgainMs = 3_600 * secondMs

type Bucket = { at: number; objects: number }

/** `sum` fades; `since` is when the organisation was first shown something. */
type Reader = { since: number; sum: number; sumAt: number; window: Bucket[]; toldAt: number }

export type BulkReading = { organisation_id: string; count: number }

/** `note` answers what is to be told, at most once an hour for each organisation; else null. */
export type BulkWatch = {
  note(organisation: string, objects: number): BulkReading | null
}

const fade = (reader: Reader, now: number): void => {
  reader.sum *= Math.exp(-(now - reader.sumAt) / memoryMs)
  reader.sumAt = now
}

/** Objects a window that were usual before this one: a mean that forgets. */
const usualOf = (reader: Reader, now: number): number => {
  const begun = now - windowMs
  const known = memoryMs * (1 - Math.exp(-Math.max(0, begun - reader.since) / memoryMs))
  return known < windowMs ? reader.sum : (reader.sum * windowMs) / known
}

/** What left the window is what was usual. */
const slide = (reader: Reader, now: number): void => {
  fade(reader, now)
  while (reader.window[0] !== undefined && reader.window[0].at <= now - windowMs) {
    reader.sum += (reader.window.shift() as Bucket).objects
  }
}

/** `now` is in milliseconds and never goes back. */
export const openBulkWatch = (now: () => number = () => performance.now()): BulkWatch => {
  const readers = new Map<string, Reader>()
  return {
    note(organisation, objects) {
      const at = now()
      const fresh = { since: at, sum: 0, sumAt: at, window: [], toldAt: Number.NEGATIVE_INFINITY }
      const reader = readers.get(organisation) ?? fresh
      readers.set(organisation, reader)
      slide(reader, at)
      const last = reader.window.at(-1)
      if (last !== undefined && at - last.at < bucketMs) last.objects += objects
      else reader.window.push({ at, objects })
      const count = reader.window.reduce((sum, bucket) => sum + bucket.objects, 0)
      const most = Math.max(objectsLeast, timesUsual * usualOf(reader, at))
      if (count <= most || at - reader.toldAt < toldAgainMs) return null
      reader.toldAt = at
      return { organisation_id: organisation, count }
    },
  }
}
