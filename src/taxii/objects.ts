// TAXII 2.1 §5.4 and §5.5: the objects of a collection, read a page at a time and added an
// envelope at a time.
import type { FastifyRequest } from 'fastify'
import { deliver } from '../exchange/deliver.ts'
import { submit } from '../exchange/submit.ts'
import { readEnvelope } from './body.ts'
import type { Endpoint } from './endpoint.ts'
import {
  type Door,
  enterCollection,
  type Place,
  requireEnvelope,
  requirePermission,
  requireQuery,
  tooLarge,
} from './negotiate.ts'
import { sendPage, sendResource } from './reply.ts'

const addObjects = (door: Door) => {
  const places = new WeakMap<FastifyRequest, Place>()
  const lengthMax = door.context.settings.maxContentLength
  return {
    async prepare(request: FastifyRequest): Promise<void> {
      const place = await enterCollection(door, request)
      requirePermission(place.collection, 'write')
      requireEnvelope(request, lengthMax)
      places.set(request, place)
    },
    handle: (async (request, reply) => {
      const { caller, root, collection } = places.get(request)!
      const envelope = await readEnvelope(request.raw, reply.raw, {
        lengthMax,
        budget: door.budget,
        owner: caller.organisation_id ?? '',
        tooLarge: () => tooLarge(lengthMax),
      })
      const { body, scanned, release } = envelope
      const status = await submit(door.context, caller, root, collection, body, scanned, release)
      return sendResource(request, reply, 202, status)
    }) satisfies ReturnType<Endpoint['get']>,
  }
}

export const objects: Endpoint = {
  url: '/taxii2/:root/collections/:collection/objects/',
  access: 'api-root',
  get: (door) => async (request, reply) => {
    const { caller, collection } = await enterCollection(door, request)
    requirePermission(collection, 'read')
    const query = requireQuery(request, 'objects')
    return sendPage(request, reply, await deliver(door.context, caller, collection, query, null))
  },
  post: addObjects,
}
