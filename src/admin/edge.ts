// What no route of the API takes, whatever it asks for: parameters it did not name, and text that
// cannot be kept as it is. Knows no route.
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Refusal } from '../exchange/refusal.ts'

/** PostgreSQL keeps no NUL, and UTF-8 no half of a surrogate pair. */
const isKept = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** True where every text in the value, names of members too, can be kept. Bytes are not read. */
const isAllKept = (value: unknown): boolean => {
  // A stack of its own: what was sent decides how deep it is.
  const open: unknown[] = [value]
  while (open.length > 0) {
    const one = open.pop()
    if (typeof one === 'string' && !isKept(one)) return false
    if (typeof one !== 'object' || one === null || Buffer.isBuffer(one)) continue
    for (const [key, member] of Object.entries(one)) {
      if (!isKept(key)) return false
      open.push(member)
    }
  }
  return true
}

/** Guards every route that is added from then on. */
export const guardEdge = (app: FastifyInstance): void => {
  app.addHook('onRoute', (route) => {
    if (route.schema?.hide === true) return
    route.schema = { querystring: z.strictObject({}), ...route.schema }
  })
  app.addHook('preValidation', async ({ params, query, body }) => {
    if ([params, query, body].every(isAllKept)) return
    throw new Refusal('bad-request', 'a text holds NUL, or half of a character')
  })
}

/** Validates all but the body, whose bytes are left to the strict edge of STIX. */
export const unread: FastifySchemaCompiler<unknown> = (part) =>
  part.httpPart === 'body' ? (value) => ({ value }) : validatorCompiler(part as never)
