// TAXII 2.1 §4.1: the hub and the API roots the caller may know of.
import { discover } from '../exchange/roots.ts'
import type { Endpoint } from './endpoint.ts'
import { requireAccept } from './negotiate.ts'
import { sendResource } from './reply.ts'

export const discovery: Endpoint = {
  url: '/taxii2/',
  access: 'credentials',
  get: (door) => async (request, reply) => {
    requireAccept(request)
    const found = await discover(door.context, door.callerOf(request))
    const base = door.baseOf(request)
    const api_roots = found.roots.map(({ name }) => `${base}/taxii2/${encodeURIComponent(name)}/`)
    return sendResource(request, reply, 200, {
      title: found.title,
      ...(found.description ? { description: found.description } : {}),
      ...(found.contact ? { contact: found.contact } : {}),
      ...(api_roots.length > 0 ? { default: api_roots[0], api_roots } : {}),
    })
  },
}
