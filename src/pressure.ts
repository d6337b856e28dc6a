// Turns requests away while the process is too far behind to answer them in time. Asks the system
// for nothing: where no handle is left, whatever opens a file fails, and a timer that fails ends
// the process.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import { Refusal } from './exchange/refusal.ts'

const resolutionMs = 10
const sampleMs = 1_000

/** Refuses with `busy` while turns of the event loop came later than this, over the last second. */
export const shedLoad = (app: FastifyInstance, delayMaxMs: number): void => {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  delays.enable()
  let delayMs = 0
  const timer = setInterval(() => {
    // Without a sample not one turn came in a second.
    delayMs = delays.count === 0 ? Number.POSITIVE_INFINITY : delays.mean / 1e6 - resolutionMs
    delays.reset()
  }, sampleMs)
  timer.unref()
  app.addHook('onRequest', async () => {
    if (delayMs > delayMaxMs) throw new Refusal('busy', '')
  })
  app.addHook('onClose', async () => {
    clearInterval(timer)
    delays.disable()
  })
}
