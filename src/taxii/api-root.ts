// TAXII 2.1 §4.2: one trust group as an API root.
import { taxiiMediaType } from '../core/taxii/media-type.ts'
import type { Endpoint } from './endpoint.ts'
import { enterRoot } from './negotiate.ts'
import { sendResource } from './reply.ts'

export const apiRoot: Endpoint = {
  url: '/taxii2/:root/',
  access: 'api-root',
  get: (door) => async (request, reply) => {
    const { root } = await enterRoot(door, request)
    return sendResource(request, reply, 200, {
      title: root.title,
      ...(root.description ? { description: root.description } : {}),
      versions: [taxiiMediaType],
      max_content_length: door.context.settings.maxContentLength,
    })
  },
}
