// How an answer leaves this door: always a Buffer, so that the framework leaves TAXII's content
// type alone byte for byte, and always with the headers that keep it out of other people's caches.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { taxiiMediaType } from '../core/taxii/media-type.ts'
import { printPosition } from '../core/taxii/position.ts'
import { chooseEncoding, compress, compressFromBytes } from './compress.ts'
import { type Fault, printError } from './refusal.ts'

const bodyBytesMin = 4

/** The headers of every answer, errors too (checklist 5, 27). */
export const taxiiHeaders = {
  'content-type': taxiiMediaType,
  'cache-control': 'private, no-store',
  vary: 'Accept, Authorization, Accept-Encoding',
  'x-content-type-options': 'nosniff',
} as const

/**
 * Prints a TAXII resource. Old clients guess the charset of a body below four bytes wrongly: pad.
 */
export const printResource = (resource: object): Buffer => {
  const text = JSON.stringify(resource)
  return Buffer.from(text.length < bodyBytesMin ? '{  }' : text)
}

/** Sends a body with TAXII's headers, compressed when it is large and the client asked for that. */
export const sendBody = async (
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  body: Buffer,
): Promise<FastifyReply> => {
  reply.code(status).headers(taxiiHeaders)
  if (body.length < compressFromBytes) return reply.send(body)
  const encoding = chooseEncoding(request.headers['accept-encoding'])
  if (encoding === null) return reply.send(body)
  const compressed = await compress(body, encoding)
  return reply.header('content-encoding', encoding).send(compressed)
}

/** Sends one TAXII resource. */
export const sendResource = (
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  resource: object,
): Promise<FastifyReply> => sendBody(request, reply, status, printResource(resource))

/** Sends a page; the date headers stand only where the page has an entry (TAXII 2.1 §3.2). */
export const sendPage = (
  request: FastifyRequest,
  reply: FastifyReply,
  page: { body: Buffer; first: bigint | null; last: bigint | null },
): Promise<FastifyReply> => {
  if (page.first !== null) reply.header('X-TAXII-Date-Added-First', printPosition(page.first))
  if (page.last !== null) reply.header('X-TAXII-Date-Added-Last', printPosition(page.last))
  const body = page.body.length < bodyBytesMin ? Buffer.from('{  }') : page.body
  return sendBody(request, reply, 200, body)
}

/** Sends a fault as TAXII's error resource. */
export const sendFault = (reply: FastifyReply, fault: Fault, errorId: string): FastifyReply => {
  reply.removeHeader('content-encoding')
  return reply
    .code(fault.status)
    .headers({ ...taxiiHeaders, ...fault.headers })
    .send(printError(fault, errorId))
}
