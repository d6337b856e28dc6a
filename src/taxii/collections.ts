// TAXII 2.1 §5.1: every collection of an API root that the caller may know of, in one answer.
import { listCollections } from '../exchange/roots.ts'
import { collectionResource } from './collection.ts'
import type { Endpoint } from './endpoint.ts'
import { enterRoot } from './negotiate.ts'
import { sendResource } from './reply.ts'

export const collections: Endpoint = {
  url: '/taxii2/:root/collections/',
  access: 'api-root',
  get: (door) => async (request, reply) => {
    const { caller, root } = await enterRoot(door, request)
    const views = await listCollections(door.context, caller, root)
    const resource = views.length > 0 ? { collections: views.map(collectionResource) } : {}
    return sendResource(request, reply, 200, resource)
  },
}
