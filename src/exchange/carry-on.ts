// Submissions that were acknowledged as pending and whose publication then failed: tried again by
// the process that took them, so that their senders need not wait for the job that looks after all.
import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'

export type Carrier = {
  /** Tries this submission again, soon; after some failures it is left to the job. */
  take(id: string): void
  /** Begins nothing new; resolves when what is being tried has ended. */
  stop(): Promise<void>
}

const pauseFirstMs = 1_000
const pauseMostMs = 32_000
const triesMost = 6

/**
 * One at a time, since an outage fails many at once and each holds its whole envelope in memory.
 * `resume` publishes the rest of one submission and rejects when it could not.
 */
export const openCarrier = (log: Logger, resume: (id: string) => Promise<unknown>): Carrier => {
  const tries = new Map<string, number>()
  const stopping = new AbortController()
  const { signal } = stopping
  let running: Promise<void> | null = null

  const tryOne = async (id: string, tried: number): Promise<boolean> => {
    tries.delete(id)
    try {
      await resume(id)
      return true
    } catch (error) {
      log.error({ submission: id, error }, 'pending submission not published')
      // Behind the others, which may have nothing wrong with them.
      if (tried + 1 < triesMost) tries.set(id, tried + 1)
      return false
    }
  }

  const run = async (): Promise<void> => {
    let pause = pauseFirstMs
    await setTimeout(pause, null, { signal, ref: false }).catch(() => {})
    for (;;) {
      const [next] = tries
      if (next === undefined || signal.aborted) return
      if (await tryOne(...next)) {
        pause = pauseFirstMs
        continue
      }
      pause = Math.min(2 * pause, pauseMostMs)
      await setTimeout(pause, null, { signal, ref: false }).catch(() => {})
    }
  }

  /** Somebody may have come while the last run ended. */
  const start = (): void => {
    if (running !== null || tries.size === 0 || signal.aborted) return
    running = run().finally(() => {
      running = null
      start()
    })
  }

  return {
    take(id) {
      if (signal.aborted || tries.has(id)) return
      tries.set(id, 0)
      start()
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}
