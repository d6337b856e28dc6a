// The one that appends to the ledger in this process: whatever waits is written in one transaction
// under the lock of the chain's end, so that a page waits for one small commit.
import type { Logger } from 'pino'
import { chainRows } from '../core/ledger/chain.ts'
import { type Disclosure, type Draft, draftDisclosure, draftNoted } from '../core/ledger/entry.ts'
import { appendRows, beginAppend, movedMax, readBegun, takeNoted } from '../storage/ledger.ts'
import type { Pool } from '../storage/pools.ts'
import { withTransaction } from '../storage/pools.ts'
import { openBulkWatch } from './bulk-reading.ts'
import type { Ledger } from './ledger.ts'
import { Refusal } from './refusal.ts'

/** Who waits; without a draft only for the noted acts to be moved. Resolved with their number. */
type Waiting = { draft: Draft | null; resolve(moved: number): void; reject(error: unknown): void }

/** How many may wait, and how large they may be together. */
export const waitingMax = 10_000
const waitingOctetsMax = 64 * 1024 * 1024
/** What goes into one transaction. */
export const groupMax = 1_000
const groupOctetsMax = 8 * 1024 * 1024

const unavailable = (): Refusal =>
  new Refusal('unavailable', 'the hub cannot keep its account at the moment; try again', 1)

const octetsOf = ({ draft }: Waiting): number => (draft === null ? 0 : draft.entry.length)

/** What one row brought with it, which must not sink the others. */
const isRowFault = (error: unknown): boolean =>
  error instanceof RangeError ||
  error instanceof TypeError ||
  /^(21|22|23502|23514|54)/.test(String((error as { code?: unknown } | null)?.code ?? ''))

/** Writes the group behind the acts noted so far; answers how many acts there were. */
const append = (pool: Pool, group: Waiting[]): Promise<number> =>
  withTransaction(pool, beginAppend, async (client, begun) => {
    const { head, now, waiting } = readBegun(begun)
    const noted = waiting ? await takeNoted(client) : []
    const drafts = noted.map(draftNoted)
    for (const { draft } of group) if (draft !== null) drafts.push(draft)
    const chained = chainRows(head, drafts, now)
    if (drafts.length > 0) await appendRows(client, chained.rows, chained.head)
    return noted.length
  })

const takeGroup = (queue: Waiting[]): Waiting[] => {
  let count = 0
  let octets = 0
  for (const one of queue) {
    octets += octetsOf(one)
    if (count > 0 && (count === groupMax || octets > groupOctetsMax)) break
    count += 1
  }
  return queue.splice(0, count)
}

/** Opens the ledger on a pool of its own. Writes nothing until it is asked to. */
export const openLedger = (pool: Pool, log: Logger): Ledger => {
  const queue: Waiting[] = []
  let octets = 0
  let running: Promise<void> | null = null
  let closed = false
  const bulk = openBulkWatch()
  const bulkAlarms = new Map<string, number>()

  /** What is anybody's is nobody's secret: who reads it without signing in is not counted. */
  const noteBulk = ({ organisation_id, count }: Disclosure): void => {
    const told = organisation_id === null ? null : bulk.note(organisation_id, count)
    if (told === null) return
    bulkAlarms.set(told.organisation_id, (bulkAlarms.get(told.organisation_id) ?? 0) + 1)
    log.warn({ alarm: 'bulk-reading', ...told }, 'shown ten times what is usual within a minute')
  }
  const commit = async (group: Waiting[]): Promise<void> => {
    try {
      const moved = await append(pool, group)
      for (const one of group) one.resolve(moved)
    } catch (error) {
      if (group.length > 1 && isRowFault(error)) {
        for (const one of group) await commit([one])
        return
      }
      log.error({ alarm: 'ledger', count: group.length, error }, 'the ledger was not written')
      for (const one of group) one.reject(unavailable())
    }
  }
  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      const group = takeGroup(queue)
      for (const one of group) octets -= octetsOf(one)
      await commit(group)
    }
    running = null
  }
  const wait = (draft: Draft | null): Promise<number> =>
    new Promise((resolve, reject) => {
      if (queue.length >= waitingMax || octets > waitingOctetsMax) return reject(unavailable())
      const one = { draft, resolve, reject }
      queue.push(one)
      octets += octetsOf(one)
      running ??= run()
    })
  const settle = async (): Promise<number> => {
    let total = 0
    for (;;) {
      const moved = await wait(null)
      total += moved
      if (moved < movedMax) return total
    }
  }

  return {
    async disclose(disclosure) {
      if (closed) throw unavailable()
      await wait(draftDisclosure(disclosure))
      noteBulk(disclosure)
    },
    settle,
    async close() {
      closed = true
      await settle().catch(() => {})
      await running
    },
    bulkAlarms,
  }
}
