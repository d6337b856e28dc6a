// TAXII 2.1 §4.3: how a submission fared, for the one who made it.
import { findStatus } from '../exchange/status.ts'
import type { Endpoint } from './endpoint.ts'
import { enterRoot, segment } from './negotiate.ts'
import { sendResource } from './reply.ts'

export const status: Endpoint = {
  url: '/taxii2/:root/status/:status/',
  access: 'api-root',
  get: (door) => async (request, reply) => {
    const { caller, root } = await enterRoot(door, request)
    const found = await findStatus(door.context, caller, root, segment(request, 'status'))
    return sendResource(request, reply, 200, found)
  },
}
