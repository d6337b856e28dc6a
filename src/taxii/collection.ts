// TAXII 2.1 §5.2: one collection as this caller sees it.
import type { CollectionView } from '../exchange/roots.ts'
import type { Endpoint } from './endpoint.ts'
import { enterCollection } from './negotiate.ts'
import { sendResource } from './reply.ts'

/** TAXII 2.1 §5.2.1. Absent is left out: no nulls, no empty lists. */
export const collectionResource = (view: CollectionView): object => ({
  id: view.id,
  title: view.title,
  ...(view.description ? { description: view.description } : {}),
  ...(view.alias ? { alias: view.alias } : {}),
  can_read: view.can_read,
  can_write: view.can_write,
  ...(view.media_types.length > 0 ? { media_types: view.media_types } : {}),
})

export const collection: Endpoint = {
  url: '/taxii2/:root/collections/:collection/',
  access: 'api-root',
  get: (door) => async (request, reply) => {
    const { collection: view } = await enterCollection(door, request)
    return sendResource(request, reply, 200, collectionResource(view))
  },
}
