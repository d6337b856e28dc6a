// TAXII 2.1 §5.8: the versions of one object.
import { listVersions } from '../exchange/list-versions.ts'
import type { Endpoint } from './endpoint.ts'
import { enterCollection, requirePermission, requireQuery, segment } from './negotiate.ts'
import { sendPage } from './reply.ts'

export const versions: Endpoint = {
  url: '/taxii2/:root/collections/:collection/objects/:object/versions/',
  access: 'api-root',
  get: (door) => async (request, reply) => {
    const { caller, collection } = await enterCollection(door, request)
    requirePermission(collection, 'read')
    const id = segment(request, 'object')
    const query = requireQuery(request, 'versions')
    return sendPage(request, reply, await listVersions(door.context, caller, collection, id, query))
  },
}
