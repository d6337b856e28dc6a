// What is on its way out: a large answer is held in memory until it has been read, so there is a
// bound on them together, and a time in which each must be read. Knows no door.
import type { FastifyInstance } from 'fastify'
import { Refusal } from './exchange/refusal.ts'
import { createBodyBudget } from './taxii/body.ts'

/** Less than this waits in the system's own buffers. */
const largeFrom = 262_144

export type Patience = { graceMs: number; octetsASecond: number }

/** A page of 16 MiB is cut off after four minutes and a half. */
const ordinary: Patience = { graceMs: 15_000, octetsASecond: 65_536 }

/**
 * Large answers hold `octets` together at most, those of one organisation half of it; beyond that
 * the answer is "busy". Whoever reads slower than `octetsASecond`, after a while of grace, is cut
 * off.
 */
export const boundAnswers = (
  app: FastifyInstance,
  octets: number,
  { graceMs, octetsASecond }: Patience = ordinary,
): void => {
  const budget = createBodyBudget(octets)
  app.addHook('onSend', async (request, reply, payload) => {
    if (!Buffer.isBuffer(payload) || payload.length < largeFrom) return payload
    const { length } = payload
    const owner = request.caller?.organisation_id ?? ''
    if (!budget.take(owner, length)) {
      reply.removeHeader('x-taxii-date-added-first').removeHeader('x-taxii-date-added-last')
      throw new Refusal('busy', '')
    }
    const late = setTimeout(() => reply.raw.destroy(), graceMs + (length / octetsASecond) * 1_000)
    reply.raw.once('close', () => {
      clearTimeout(late)
      budget.give(owner, length)
    })
    return payload
  })
}
