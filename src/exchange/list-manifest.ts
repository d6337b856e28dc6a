// What a collection holds for the caller, without the content (TAXII 2.1 §5.3).

import { printPosition } from '../core/taxii/position.ts'
import type { FeedQuery } from '../core/taxii/query.ts'
import type { Caller, Context } from './context.ts'
import { type Answer, closePage } from './deliver.ts'
import { releaseEntries } from './guard.ts'
import { readPage } from './page.ts'
import type { CollectionView } from './roots.ts'

const bare = 'application/stix+json'

const mediaTypeOf = (collection: CollectionView, specVersion: string): string => {
  const exact = `${bare};version=${specVersion}`
  return collection.media_types.includes(exact) ? exact : bare
}

/** One record a version, in the order objects are delivered in. Refuses as deliver does. */
export const listManifest = async (
  ctx: Context,
  caller: Caller,
  collection: CollectionView,
  query: FeedQuery,
): Promise<Answer> => {
  const request = { endpoint: 'manifest', collection, objectId: null, query } as const
  return readPage(ctx, caller, request, async (_client, page, asking) => {
    const entries = releaseEntries(ctx, asking.clearance, page.entries)
    const records = entries.map((entry) =>
      JSON.stringify({
        id: entry.stix_id,
        date_added: printPosition(entry.position),
        version: entry.version,
        media_type: mediaTypeOf(collection, entry.spec_version),
      }),
    )
    return closePage(page, 'objects', records)
  })
}
