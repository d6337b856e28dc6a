// The TAXII 2.1 door: puts the endpoints on their paths, and answers OPTIONS and methods nobody
// defined. Authentication happens before it, in the program.
import { METHODS } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { apiRoot } from './api-root.ts'
import { collection } from './collection.ts'
import { collections } from './collections.ts'
import { discovery } from './discovery.ts'
import type { Endpoint } from './endpoint.ts'
import { manifest } from './manifest.ts'
import type { Door } from './negotiate.ts'
import { object } from './object.ts'
import { objects } from './objects.ts'
import { HttpRefusal } from './refusal.ts'
import { taxiiHeaders } from './reply.ts'
import { status } from './status.ts'
import { versions } from './versions.ts'

const endpoints: Endpoint[] = [
  discovery,
  apiRoot,
  collections,
  collection,
  manifest,
  objects,
  object,
  versions,
  status,
]

/** Every method Node can read, but CONNECT, which never becomes a request. */
const methodsKnown = METHODS.filter((method) => method !== 'CONNECT')

const allowedOn = (endpoint: Endpoint): string[] => [
  'GET',
  'HEAD',
  'OPTIONS',
  ...(endpoint.post ? ['POST'] : []),
  ...(endpoint.delete ? ['DELETE'] : []),
]

const answerOptions = (allow: string) => async (_request: FastifyRequest, reply: FastifyReply) =>
  reply
    .code(204)
    .headers({ ...taxiiHeaders, allow })
    .send()

const refuseMethod = (allow: string) => async () => {
  throw new HttpRefusal(405, 'method', `this endpoint takes ${allow}`, { allow })
}

const openEndpoint = (app: FastifyInstance, door: Door, endpoint: Endpoint): void => {
  const { url } = endpoint
  const config = { access: endpoint.access }
  const allowed = allowedOn(endpoint)
  const allow = allowed.join(', ')
  app.route({ method: 'GET', url, config, handler: endpoint.get(door) })
  if (endpoint.post) {
    const post = endpoint.post(door)
    app.route({ method: 'POST', url, config, onRequest: post.prepare, handler: post.handle })
  }
  if (endpoint.delete) {
    app.route({ method: 'DELETE', url, config, handler: endpoint.delete(door) })
  }
  const open = { access: 'public' } as const
  app.route({ method: 'OPTIONS', url, config: open, handler: answerOptions(allow) })
  const others = methodsKnown.filter((method) => !allowed.includes(method))
  app.route({
    method: others,
    url,
    config: open,
    onRequest: refuseMethod(allow),
    handler: refuseMethod(allow),
  })
}

/** A Fastify plugin. Bodies reach the endpoints unread: no parser of the framework touches them. */
export const taxiiDoor = async (app: FastifyInstance, { door }: { door: Door }): Promise<void> => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  for (const method of methodsKnown) {
    if (!app.supportedMethods.includes(method)) app.addHttpMethod(method, { hasBody: true })
  }
  for (const endpoint of endpoints) openEndpoint(app, door, endpoint)
}
