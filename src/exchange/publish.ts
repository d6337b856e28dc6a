// The publisher: the one ordered writer of a collection. What is ready when its turn comes goes in
// one transaction, under the collection's lock; whoever waits is answered after the commit.

import type { Logger } from 'pino'
import type { Client, Pool } from '../storage/pools.ts'
import { withTransaction } from '../storage/pools.ts'
import type { Committed, Publication } from './publication.ts'

export type Publisher = {
  /**
   * Resolves after the commit with the submission as it then stands, or with `outdated` when it has
   * to be drawn anew; rejects when nothing was kept.
   */
  publish(publication: Publication): Promise<Committed>
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>
}

type Waiting = {
  publication: Publication
  resolve(committed: Committed): void
  reject(error: unknown): void
}

/**
 * What goes into one transaction: enough to share its cost, little enough to keep others' wait
 * short.
 */
export const stepObjectsMax = 10_000
export const stepBytesMax = 32 * 1024 * 1024

const takeGroup = (queue: Waiting[]): Waiting[] => {
  const group: Waiting[] = []
  let objects = 0
  let bytes = 0
  while (queue[0] !== undefined) {
    objects += queue[0].publication.objects.length
    bytes += queue[0].publication.bytes
    if (group.length > 0 && (objects > stepObjectsMax || bytes > stepBytesMax)) break
    group.push(queue.shift() as Waiting)
  }
  return group
}

/** What one submission brought with it: data a statement or a limit refuses, or code trips over. */
const isDataFault = (error: unknown): boolean =>
  error instanceof RangeError ||
  error instanceof TypeError ||
  /^(21|22|23|54)/.test(String((error as { code?: unknown } | null)?.code ?? ''))

/** Decides and writes publications of one collection in the transaction it is given. */
export type Commit = (
  client: Client,
  collectionId: string,
  publications: Publication[],
) => Promise<Committed[]>

/** Two steps waited for each other: one of them may simply try again. */
const isDeadlock = (error: unknown): boolean =>
  /^40/.test(String((error as { code?: unknown } | null)?.code ?? ''))

export const openPublisher = (pool: Pool, log: Logger, decide: Commit): Publisher => {
  const queues = new Map<string, Waiting[]>()
  const running = new Set<Promise<void>>()

  const commit = async (collectionId: string, group: Waiting[], again = true): Promise<void> => {
    try {
      const publications = group.map((waiting) => waiting.publication)
      const rows = await withTransaction(pool, 'begin', (client) =>
        decide(client, collectionId, publications),
      )
      group.forEach((waiting, index) => {
        waiting.resolve(rows[index] as Committed)
      })
    } catch (error) {
      if (again && isDeadlock(error)) return commit(collectionId, group, false)
      // One submission the database cannot take must not sink those it shares a step with.
      if (group.length > 1 && isDataFault(error)) {
        for (const waiting of group) await commit(collectionId, [waiting])
        return
      }
      log.error({ collection: collectionId, error }, 'publication failed')
      for (const waiting of group) waiting.reject(error)
    }
  }

  const run = async (collectionId: string, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) await commit(collectionId, takeGroup(queue))
    queues.delete(collectionId)
  }

  return {
    publish(publication) {
      const collectionId = publication.submission.collection_id
      return new Promise((resolve, reject) => {
        const queue = queues.get(collectionId)
        if (queue !== undefined) {
          queue.push({ publication, resolve, reject })
          return
        }
        const fresh = [{ publication, resolve, reject }]
        queues.set(collectionId, fresh)
        const done = run(collectionId, fresh)
        running.add(done)
        void done.finally(() => running.delete(done))
      })
    },
    async drain() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
