// A hub on a restored database that nobody has confirmed answers nobody: credentials that were
// revoked and objects that were recalled since would be back. Knows no door.
import type { FastifyInstance } from 'fastify'
import type { Context } from './exchange/context.ts'
import { Refusal } from './exchange/refusal.ts'

/** What operators look at says nothing of what is shared. */
const open = new Set(['/healthz', '/readyz', '/metrics'])
const lookAgainMs = 1_000
const retryAfter = 60

/** Refuses every request while the hub is closed; looks again at most once a second. */
export const closeWhileHeld = (app: FastifyInstance, { hold, log }: Context): void => {
  let looked = Number.NEGATIVE_INFINITY
  const look = async (): Promise<void> => {
    const now = performance.now()
    if (now - looked < lookAgainMs) return
    looked = now
    if ((await hold.look()) === null) log.info({ reason: 'confirmed' }, 'the hub is open')
  }
  app.addHook('onRequest', async ({ routeOptions }) => {
    if (hold.current() === null) return
    await look().catch((error: unknown) => log.warn({ err: error }, 'it cannot be looked at'))
    if (hold.current() === null || open.has(routeOptions.url ?? '')) return
    throw new Refusal('unavailable', '', retryAfter)
  })
}
