// Keeps the taker of jobs alive: one that lost its database while it had a job ends itself, which
// must cost the hub nothing. Knows no job.
import { EventEmitter } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { type Runner, type RunnerOptions, run } from 'graphile-worker'
import type { Context } from '../exchange/context.ts'
import { freeJobs, liveAs } from '../exchange/free-jobs.ts'

type JobPool = NonNullable<RunnerOptions['pgPool']>

const againMs = 1_000

/** Starts one under a name that says it lives, and takes over from those that died. */
const open = async (pgPool: JobPool, options: RunnerOptions): Promise<Runner> => {
  const names: string[] = []
  const events: NonNullable<RunnerOptions['events']> = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => {
    names.push(workerPool.id)
  })
  const runner = await run({ ...options, pgPool, events })
  const giveUp = await liveAs(pgPool, names)
  runner.promise.then(giveUp, giveUp)
  await freeJobs(pgPool).catch(() => {})
  return runner
}

/** Starts it, and again whenever it ends by itself, until `stop`; throws when the first fails. */
export const keepRunning = async (
  ctx: Pick<Context, 'log'>,
  pgPool: JobPool,
  options: RunnerOptions,
): Promise<{ stop(): Promise<void> }> => {
  let runner: Runner | null = await open(pgPool, options)
  const stopping = new AbortController()
  const { signal } = stopping
  const say = (error: unknown): void => ctx.log.error({ job: true, error }, 'the jobs stopped')
  const loop = async (): Promise<void> => {
    for (;;) {
      await runner?.promise.catch(say)
      await setTimeout(againMs, null, { signal }).catch(() => {})
      if (signal.aborted) return
      runner = await open(pgPool, options).catch((error: unknown) => {
        say(error)
        return null
      })
      // Asked to stop while it started.
      if (signal.aborted) await runner?.stop().catch(() => {})
    }
  }
  const running = loop()
  return {
    // Stopping is asked for first and over later: a connection may still listen in between.
    async stop() {
      stopping.abort()
      await runner?.stop().catch(() => {})
      await running
    },
  }
}
