// Work that nobody waits for, on graphile-worker: each job is a verb of the exchange, on a
// schedule.
import {
  parseCronItems,
  type RunnerOptions,
  type TaskList,
  Logger as WorkerLogger,
} from 'graphile-worker'
import type { Context } from '../exchange/context.ts'
import { escalateReviews } from '../exchange/escalate-reviews.ts'
import { keepHead } from '../exchange/export-head.ts'
import { forgetSessions } from '../exchange/forget-sessions.ts'
import { forgetStatuses } from '../exchange/forget-statuses.ts'
import { freeJobs } from '../exchange/free-jobs.ts'
import { type Notice, noticeWebhooks, sendNotice } from '../exchange/notice-webhooks.ts'
import { redrawAsked } from '../exchange/redraw.ts'
import { releaseAllDue } from '../exchange/release.ts'
import { resumeSubmissions, takeUpPending } from '../exchange/resume.ts'
import { keepAllTerms } from '../exchange/seek.ts'
import { listDigests, sendDigest } from '../exchange/send-digest.ts'
import { verifyOn } from '../exchange/verify-objects.ts'
import { keepRunning } from './keep-running.ts'

/** A submission this old is no longer being published by the process that took it. */
const abandonedMs = 60_000

/** Of every minute, for comparing what is stored with its digests: some 3 % of a core. */
const verifyMs = 2_000

/** What goes out waits for others' machines: one at a time, beside everything else. */
const outbound = { queueName: 'outbound', maxAttempts: 10 } as const

/**
 * Ends of jobs are told in batches, each a millisecond long: what goes wrong then ends the taker of
 * jobs. Where they are told one by one, it is a rejection nobody handles, and ends the hub.
 */
const endsTold = { completeJobBatchDelay: 1, failJobBatchDelay: 1 }

/** Looks first whether somebody confirmed; nothing is noticed for calls that nobody may make. */
const mayCall = async ({ hold }: Context): Promise<boolean> => (await hold.look()) === null

const outboundTasks = (ctx: Context): TaskList => ({
  'notice-webhooks': async (_payload, { addJob }) => {
    if (!(await mayCall(ctx))) return
    await noticeWebhooks(ctx, async (notice) => {
      await addJob('send-webhook', notice, { ...outbound, jobKey: notice.id })
    })
  },
  'send-webhook': async (payload) => {
    await sendNotice(ctx, payload as Notice)
  },
  'list-digests': async (_payload, { addJob }) => {
    if (!(await mayCall(ctx))) return
    for (const id of await listDigests(ctx)) {
      await addJob('send-digest', { id }, { ...outbound, jobKey: `digest ${id}` })
    }
  },
  'send-digest': async (payload) => {
    await sendDigest(ctx, (payload as { id: string }).id)
  },
})

/** Starts the jobs; `stop` lets the running ones finish. */
export const startWorker = async (
  ctx: Context,
  pgPool: NonNullable<RunnerOptions['pgPool']>,
): Promise<{ stop(): Promise<void> }> => {
  const logger = new WorkerLogger(() => (level, message) => {
    if (level === 'error') ctx.log.error({ job: true }, message)
  })
  await takeUpPending(ctx)
  await redrawAsked(ctx)
  return keepRunning(ctx, pgPool, {
    concurrency: 2,
    noHandleSignals: true,
    preset: { worker: endsTold },
    logger,
    taskList: {
      'free-jobs': async () => {
        await freeJobs(pgPool)
      },
      'resume-submissions': async () => {
        await resumeSubmissions(ctx, abandonedMs)
      },
      'redraw-objects': async () => {
        await redrawAsked(ctx)
      },
      'release-due': async () => {
        await releaseAllDue(ctx)
      },
      'keep-terms': async () => {
        await keepAllTerms(ctx)
      },
      'escalate-reviews': async () => {
        await escalateReviews(ctx)
      },
      'forget-statuses': async () => {
        await forgetStatuses(ctx)
        await forgetSessions(ctx)
      },
      'settle-ledger': async () => {
        await ctx.ledger.settle()
      },
      'seal-ledger': async () => {
        await keepHead(ctx)
      },
      'verify-objects': async () => {
        await verifyOn(ctx, verifyMs)
      },
      ...outboundTasks(ctx),
    },
    parsedCronItems: parseCronItems([
      { task: 'free-jobs', match: '* * * * *' },
      { task: 'resume-submissions', match: '* * * * *' },
      { task: 'redraw-objects', match: '* * * * *' },
      { task: 'release-due', match: '* * * * *' },
      { task: 'keep-terms', match: '* * * * *' },
      { task: 'escalate-reviews', match: '* * * * *' },
      { task: 'forget-statuses', match: '17 * * * *' },
      { task: 'settle-ledger', match: '* * * * *' },
      { task: 'seal-ledger', match: '*/10 * * * *' },
      { task: 'verify-objects', match: '* * * * *' },
      { task: 'notice-webhooks', match: '* * * * *' },
      { task: 'list-digests', match: '0 22 * * *' },
    ]),
  })
}
