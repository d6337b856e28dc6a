// Reviews in tests: a hub with reviewers, and what they ask of it.
import type { ReviewEntry } from '../../src/exchange/list-reviews.ts'
import { type Edit, type Isac, named } from '../fixture/isac.ts'
import { byPattern, indicator, type Thing } from '../fixture/isac-object.ts'

export const rule =
  (review: string, more: Record<string, unknown> = {}, two_person = false): Edit =>
  (hub) => {
    Object.assign(named(hub.collections, 'one'), { review, ...more })
    Object.assign(named(hub.groups, 'g1'), { two_person })
    named(hub.organisations, 'd').people = [
      { name: 'd', roles: ['curator'] },
      { name: 'aide', roles: ['curator'] },
    ]
    Object.assign(named(hub.groups, 'g1').members, { e: 'steward' })
    named(hub.organisations, 'e').people = [{ name: 'e', roles: ['org-admin'] }, { name: 'aide' }]
  }

export const reviews = async ({ as }: Isac, who: string, search = ''): Promise<ReviewEntry[]> => {
  const answer = await as(who).ask('GET', `/api/reviews?${search}`)
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`)
  return answer.json.entries as ReviewEntry[]
}

export const decide = (
  { as }: Isac,
  who: string,
  entry: ReviewEntry | undefined,
  act: string,
  body = {},
) => as(who).ask('POST', `/api/reviews/${entry?.id}/${act}`, { reason: 'seen', ...body })

export const sees = async ({ as }: Isac, who: string, thing: Thing, collection = 'one') =>
  byPattern(await as(who).poll('', collection), thing) !== undefined

export const doubtful = (changes: object = {}) =>
  indicator('green', { name: 'seen at ACME', ...changes })
