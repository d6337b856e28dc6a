// TAXII 2.1 §5.3: what a collection holds, without the objects themselves.
import { listManifest } from '../exchange/list-manifest.ts'
import type { Endpoint } from './endpoint.ts'
import { enterCollection, requirePermission, requireQuery } from './negotiate.ts'
import { sendPage } from './reply.ts'

export const manifest: Endpoint = {
  url: '/taxii2/:root/collections/:collection/manifest/',
  access: 'api-root',
  get: (door) => async (request, reply) => {
    const { caller, collection } = await enterCollection(door, request)
    requirePermission(collection, 'read')
    const query = requireQuery(request, 'manifest')
    return sendPage(request, reply, await listManifest(door.context, caller, collection, query))
  },
}
