// The account of what the hub does: acts are noted in the transaction that does them, disclosures
// are kept before anything is shown. Knows not how the chain is written.
import type { Kysely } from 'kysely'
import { type Act, type Disclosure, printAct } from '../core/ledger/entry.ts'
import type { Database } from '../storage/database.ts'
import { noteEntries, noteEntriesIn } from '../storage/ledger.ts'
import type { Client } from '../storage/pools.ts'

export type Ledger = {
  /**
   * Resolves when the disclosure is kept for good: only then may what it names be shown. Refuses
   * with `unavailable`, within seconds, when it cannot be kept or too many wait; throws TypeError
   * or RangeError on ids and positions that are none.
   */
  disclose(disclosure: Disclosure): Promise<void>
  /**
   * Resolves when every act that was committed before the call is in the chain, with how many this
   * call moved there. Refuses as disclose does.
   */
  settle(): Promise<number>
  /** Takes nothing more, and resolves when nothing waits; what can be settled is. */
  close(): Promise<void>
  /** Of each organisation that was suddenly shown far more than usual, how often that was told. */
  bulkAlarms: ReadonlyMap<string, number>
}

/**
 * Notes an act in the caller's transaction: it is in the account when the transaction commits and
 * only then. Acts of transactions that wait for one another come into the chain in the order of
 * their commits, when they are noted under the lock they wait for.
 */
export const noteAct = (client: Client, act: Act): Promise<void> => noteActs(client, [act])

/** Several acts in one statement, in their order. Throws as printAct does. */
export const noteActs = (client: Client, acts: readonly Act[]): Promise<void> =>
  noteEntries(
    client,
    acts.map((act) => ({ act: act.act, entry: printAct(act) })),
  )

/** The same for a transaction that speaks through kysely. */
export const noteActsIn = (db: Kysely<Database>, acts: readonly Act[]): Promise<void> =>
  noteEntriesIn(
    db,
    acts.map((act) => ({ act: act.act, entry: printAct(act) })),
  )
