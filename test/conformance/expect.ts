// What the conformance suite demands of an answer, said once: errors, timestamps, walks,
// submissions.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { at, type CollectionName, type Hub, type Options, root1 } from './bench.ts'
import { type Answer, type Resource, taxii } from './request.ts'
import type { Thing } from './stix.ts'

export const positionForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/
export const uuid4Form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Every value of a header as it came over the wire. */
export const rawValues = (answer: Answer, name: string): string[] =>
  answer.rawHeaders.filter(
    (_, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === name.toLowerCase(),
  )

/** The answer has one of the statuses, TAXII's media type and a well-formed error resource. */
export const expectError = (t: Test, answer: Answer, ...statuses: number[]): void => {
  t.ok(statuses.includes(answer.status), `${answer.status} is one of ${statuses.join(', ')}`)
  t.strictSame(rawValues(answer, 'content-type'), [taxii], 'media type')
  t.type(answer.json.title, 'string', 'title')
  t.not(answer.json.title, '', 'title is not empty')
  if (answer.json.http_status !== undefined) {
    t.equal(answer.json.http_status, String(answer.status), 'http_status')
  }
}

export const expectOk = (t: Test, answer: Answer, status = 200): void => {
  t.equal(answer.status, status, `status, body: ${answer.text.slice(0, 200)}`)
  t.strictSame(rawValues(answer, 'content-type'), [taxii], 'media type')
}

export const idsOf = (resource: Resource): string[] => (resource.objects ?? []).map(({ id }) => id)

/** The status resource once it is complete; every look at it must add up. */
export const settled = async (
  hub: Hub,
  first: Resource,
  options?: Options,
  root = root1,
): Promise<Resource> => {
  let status = first
  for (let tries = 0; status.status === 'pending' && tries < 3_000; tries++) {
    await sleep(100)
    status = (await hub.get(`${root}status/${first.id}/`, options)).json
  }
  return status
}

/** Posts objects and insists that every one of them is accepted. */
export const submit = async (
  t: Test,
  hub: Hub,
  collection: CollectionName | `/${string}`,
  objects: Thing[],
  options?: Options,
): Promise<Resource> => {
  const path = collection.startsWith('/')
    ? `${collection}objects/`
    : at(collection as CollectionName, 'objects/')
  const answer = await hub.post(path, objects, options)
  t.equal(answer.status, 202, `posted, body: ${answer.text.slice(0, 300)}`)
  const root = path.slice(0, path.indexOf('collections/'))
  const status = await settled(hub, answer.json, options, root)
  t.equal(status.success_count, objects.length, `all accepted: ${JSON.stringify(status.failures)}`)
  return status
}

/**
 * Posts one object and gives its place in the status: the failure's message, or null for success.
 */
export const verdictOn = async (
  hub: Hub,
  collection: CollectionName,
  object: unknown,
): Promise<{ status: number; failure: string | null; resource: Resource }> => {
  const answer = await hub.post(at(collection, 'objects/'), JSON.stringify({ objects: [object] }))
  const resource = answer.status === 202 ? await settled(hub, answer.json) : answer.json
  const failure = resource.failures?.[0]
  return {
    status: answer.status,
    failure: failure ? (failure.message ?? '(no message)') : null,
    resource,
  }
}

export type Page = { answer: Answer; entries: string[] }

const entriesOf = (resource: Resource): string[] => [
  ...(resource.objects ?? []).map((object) =>
    `${object.id} ${object.modified ?? object.version ?? ''}`.trim(),
  ),
  ...(resource.versions ?? []),
]

const query = (parts: Record<string, string | null>): string =>
  Object.entries(parts)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

/** Reads on with `next` until the hub says there is no more; `limits` are used in turn. */
export const walkByNext = async (
  hub: Hub,
  path: string,
  filters: Record<string, string>,
  limits: (number | null)[],
  between?: (page: number) => Promise<void>,
): Promise<Page[]> => {
  const pages: Page[] = []
  let next: string | null = null
  for (;;) {
    const limit = limits[pages.length % limits.length]
    const asked = query({ ...filters, limit: limit == null ? null : String(limit), next })
    const answer: Answer = await hub.get(`${path}?${asked}`)
    if (answer.status !== 200) throw new Error(`page refused: ${answer.status} ${answer.text}`)
    pages.push({ answer, entries: entriesOf(answer.json) })
    if (!answer.json.more) return pages
    if (!answer.json.next) throw new Error('more without next')
    if (pages.length > 20_000) throw new Error('the walk does not end')
    next = answer.json.next
    await between?.(pages.length)
  }
}

/** Reads on with added_after = X-TAXII-Date-Added-Last, never with `next`. */
export const walkByHeader = async (
  hub: Hub,
  path: string,
  filters: Record<string, string>,
  limit: number,
): Promise<Page[]> => {
  const pages: Page[] = []
  let after: string | null = null
  for (;;) {
    const asked = query({ ...filters, limit: String(limit), added_after: after })
    const answer: Answer = await hub.get(`${path}?${asked}`)
    if (answer.status !== 200) throw new Error(`page refused: ${answer.status} ${answer.text}`)
    pages.push({ answer, entries: entriesOf(answer.json) })
    if (!answer.json.more) return pages
    if (pages.length > 20_000) throw new Error('the walk does not end')
    after = String(answer.headers['x-taxii-date-added-last'])
  }
}

export const flat = (pages: Page[]): string[] => pages.flatMap(({ entries }) => entries)
