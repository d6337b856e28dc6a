// What an endpoint of TAXII is made of: its path, who may come, and what it does for each method.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Door } from './negotiate.ts'

/**
 * `credentials`: a known caller. `api-root`: a known caller, or anyone where the root is the
 * public one.
 */
export type EndpointAccess = 'credentials' | 'api-root'

export type Handle = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

export type Endpoint = {
  url: string
  access: EndpointAccess
  get: (door: Door) => Handle
  /** `prepare` runs before the framework looks at the body; `handle` after. */
  post?: (door: Door) => { prepare(request: FastifyRequest): Promise<void>; handle: Handle }
  delete?: (door: Door) => Handle
}
