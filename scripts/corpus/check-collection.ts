// Everything that is asked of one filled collection: both walks at every page size, the manifest,
// the versions of each object. Each question is a row with its faults.
import type { Client } from './client.ts'
import type { Collection } from './collections.ts'
import {
  compareOnce,
  listLatest,
  listObjects,
  listRecords,
  listVersions,
  printDifference,
  printObject,
  printRecord,
} from './compare.ts'
import type { Account, Kept } from './push.ts'
import { everySpec, everyVersion, type Way, walk } from './walk.ts'

export type Check = {
  collection: string
  what: string
  limit: number | null
  requests: number
  expected: number
  polled: number
  faults: string[]
}

const pageSizes = [1000, 100, 7]
const pagesSpare = 3
// A hub that caps requests in flight must not be driven into that.
const versionsAtOnce = 4

type Sight = { what: string; resource: 'objects' | 'manifest'; way: Way; last: boolean }

const sights: Sight[] = [
  { what: 'objects by next', resource: 'objects', way: 'next', last: false },
  { what: 'objects by date', resource: 'objects', way: 'date', last: false },
  { what: 'objects by next, last', resource: 'objects', way: 'next', last: true },
  { what: 'manifest by next', resource: 'manifest', way: 'next', last: false },
  { what: 'manifest by date', resource: 'manifest', way: 'date', last: false },
]

/** Walks one sight of the collection at one page size and compares it with what must be seen. */
const checkWalk = async (
  client: Client,
  collection: Collection,
  kept: Kept[],
  sight: Sight,
  limit: number,
): Promise<Check> => {
  const { what, resource, way, last } = sight
  const path = `collections/${collection.id}/${resource}/`
  const filters = last ? everySpec : everyVersion
  const pagesMax = Math.ceil(kept.length / limit) + pagesSpare
  const walked = await walk(client, { path, filters, limit, way }, pagesMax)
  const objects = resource === 'objects'
  const expected = objects ? listObjects(kept) : listRecords(kept, collection.mediaTypes)
  const polled = walked.entries.map(objects ? printObject : printRecord)
  return {
    collection: collection.name,
    what,
    limit,
    requests: walked.pages,
    expected: expected.length,
    polled: polled.length,
    faults: [...walked.faults, ...printDifference(compareOnce(expected, polled))],
  }
}

/** Asks for the versions of each object; they must be those accepted, earliest first. */
const checkVersions = async (
  client: Client,
  collection: Collection,
  account: Account,
): Promise<Check> => {
  const wanted = [...listVersions(account)]
  const check: Check = {
    collection: collection.name,
    what: 'versions of each object',
    limit: null,
    requests: 0,
    expected: wanted.reduce((sum, [, versions]) => sum + versions.length, 0),
    polled: 0,
    faults: [],
  }
  const ask = async (id: string, expected: string[]): Promise<void> => {
    const path = `collections/${collection.id}/objects/${id}/versions/?${everySpec}`
    check.requests += 1
    const answer = await client.get(path).catch((error: Error) => error)
    if (answer instanceof Error) return void check.faults.push(answer.message)
    const { versions = [] } = answer.body as { versions?: string[] }
    check.polled += versions.length
    if (versions.join() === expected.join()) return
    check.faults.push(`${id}: ${versions.join() || 'none'} instead of ${expected.join()}`)
  }
  for (let at = 0; at < wanted.length; at += versionsAtOnce) {
    const some = wanted.slice(at, at + versionsAtOnce)
    await Promise.all(some.map(([id, expected]) => ask(id, expected)))
  }
  return check
}

/**
 * The checks of one collection; `tell` is given each as it is done. A brief look is one page size
 * and no question about single objects.
 */
export const checkCollection = async (
  client: Client,
  collection: Collection,
  account: Account,
  brief: boolean,
  tell: (check: Check) => void,
): Promise<void> => {
  const all = [...account.values()]
  const latest = listLatest(account)
  for (const sight of sights) {
    for (const limit of brief ? pageSizes.slice(0, 1) : pageSizes)
      tell(await checkWalk(client, collection, sight.last ? latest : all, sight, limit))
  }
  if (!brief) tell(await checkVersions(client, collection, account))
}
