// TAXII 2.1 §5.6 and §5.7: one object of a collection, read in the versions asked for, or taken
// out.
import { deliver } from '../exchange/deliver.ts'
import { withdraw } from '../exchange/withdraw.ts'
import type { Endpoint } from './endpoint.ts'
import { enterCollection, requirePermission, requireQuery, segment } from './negotiate.ts'
import { sendBody, sendPage } from './reply.ts'

export const object: Endpoint = {
  url: '/taxii2/:root/collections/:collection/objects/:object/',
  access: 'api-root',
  get: (door) => async (request, reply) => {
    const { caller, collection } = await enterCollection(door, request)
    requirePermission(collection, 'read')
    const id = segment(request, 'object')
    const query = requireQuery(request, 'object')
    return sendPage(request, reply, await deliver(door.context, caller, collection, query, id))
  },
  delete: (door) => async (request, reply) => {
    const { caller, collection } = await enterCollection(door, request)
    requirePermission(collection, 'delete')
    const id = segment(request, 'object')
    await withdraw(door.context, caller, collection, id, requireQuery(request, 'delete'))
    return sendBody(request, reply, 200, Buffer.alloc(0))
  },
}
