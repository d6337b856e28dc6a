// Walks a collection to its end in the two ways TAXII gives: by `next`, and by the date headers.
// Collects what comes and what no client should meet; compares nothing.
import type { Client } from './client.ts'

export type Way = 'next' | 'date'
export type Walk = { entries: unknown[]; pages: number; faults: string[] }

/** Every version of every specification; without it a hub gives each object's newest alone. */
export const everySpec = 'match%5Bspec_version%5D=2.0,2.1'
export const everyVersion = `${everySpec}&match%5Bversion%5D=all`

type Question = { path: string; filters: string; limit: number; way: Way }

const stepOf = (way: Way, next: unknown, last: string | null): string | null => {
  if (way === 'next') return typeof next === 'string' ? `&next=${encodeURIComponent(next)}` : null
  return last === null ? null : `&added_after=${last}`
}

/**
 * `pagesMax` bounds a walk that does not end. A walk by date ends with the page that has no header,
 * so that nothing may come again after the last object.
 */
export const walk = async (client: Client, question: Question, pagesMax: number): Promise<Walk> => {
  const { path, filters, limit, way } = question
  const result: Walk = { entries: [], pages: 0, faults: [] }
  let before = ''
  for (let step: string | null = ''; step !== null; ) {
    result.pages += 1
    const fault = (message: string) => result.faults.push(`page ${result.pages}: ${message}`)
    const url = `${path}?limit=${limit}&${filters}${step}`
    const answer = await client.get(url).catch((error: Error) => error)
    if (answer instanceof Error) {
      fault(answer.message)
      break
    }
    const { objects, more, next } = answer.body
    const entries = Array.isArray(objects) ? objects : []
    result.entries.push(...entries)
    if (entries.length > limit) fault(`${entries.length} entries`)
    if ((more === true) !== (next !== undefined)) fault('`more` and `next` disagree')
    if (entries.length > 0 && (answer.first ?? '') <= before) fault('dates do not rise')
    if ((answer.last ?? '') < (answer.first ?? '')) fault('the last date is before the first')
    if (entries.length > 0 !== (answer.last !== null)) fault('date headers and entries disagree')
    before = answer.last ?? before
    step = stepOf(way, next, answer.last)
    if (result.pages > pagesMax) {
      fault('the walk does not end')
      step = null
    }
  }
  return result
}
