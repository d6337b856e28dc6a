// Which versions of an object the caller may see (TAXII 2.1 §5.8).
import type { FeedQuery } from '../core/taxii/query.ts'
import type { Caller, Context } from './context.ts'
import { type Answer, closePage } from './deliver.ts'
import { releaseEntries } from './guard.ts'
import { readPage } from './page.ts'
import type { CollectionView } from './roots.ts'

/** Versions ascending by the time they were added. Refuses with not-found an object not there. */
export const listVersions = async (
  ctx: Context,
  caller: Caller,
  collection: CollectionView,
  objectId: string,
  query: FeedQuery,
): Promise<Answer> => {
  const request = { endpoint: 'versions', collection, objectId, query } as const
  return readPage(ctx, caller, request, async (_client, page, asking) => {
    const entries = releaseEntries(ctx, asking.clearance, page.entries)
    return closePage(
      page,
      'versions',
      entries.map((entry) => JSON.stringify(entry.version)),
    )
  })
}
