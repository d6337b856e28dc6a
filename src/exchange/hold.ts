// Whether the hub may show anything, or call anybody: not on a database that was restored, or whose
// ledger lacks a head that was kept elsewhere, before somebody has confirmed it. What was revoked,
// recalled or narrowed since would be back otherwise.
import { openSeal, type Seal } from '../core/ledger/seal.ts'
import type { Pools } from '../storage/pools.ts'
import { readRestoration } from '../storage/restoration.ts'
import type { Finding } from './self-check.ts'

/** Where signed heads are kept beside the database. */
export type Heads = {
  /** The one kept last; null where none was. Throws where they cannot be read. */
  newest(): Promise<Seal | null>
  /** Resolves when it is kept for good. */
  keep(seal: Seal): Promise<void>
}

/** Why the hub is closed, for its operator; `head` is the row its ledger ends at. */
export type Hold = { message: string; head: bigint; forsaken: { seq: bigint; hash: Buffer } | null }

export type HoldBook = {
  /** What was found last. Costs nothing. */
  current(): Hold | null
  /** Looks again. Throws where the database or the heads cannot be read. */
  look(): Promise<Hold | null>
}

type Needs = { pools: Pick<Pools, 'ledger'>; heads: Heads | null }

/**
 * Why the hub must stay closed; null where it need not. A head of another hub, or one that is not
 * signed, counts as one that the ledger lacks.
 */
export const findHold = async ({ pools, heads }: Needs): Promise<Hold | null> => {
  const seal = (await heads?.newest()) ?? null
  const sealed = seal === null ? null : openSeal(seal)
  const kept = sealed?.head ?? null
  const found = await readRestoration(pools.ledger, kept)
  const { head, unconfirmed, hash, forsaken } = found
  if (seal !== null && kept === null) {
    return { message: 'the head kept last is damaged or not signed', head, forsaken: null }
  }
  if (kept !== null && !forsaken && (hash === null || !hash.equals(kept.hash))) {
    const message =
      kept.seq > head
        ? `the ledger ends at row ${head}, and a head of row ${kept.seq} was kept: it is older`
        : `row ${kept.seq} is not the one whose head was kept: it is another ledger`
    return { message, head, forsaken: { seq: kept.seq, hash: kept.hash } }
  }
  if (unconfirmed === null) return null
  const message = `the database was restored at ${unconfirmed.at}, to row ${unconfirmed.seq}`
  return { message, head, forsaken: null }
}

/** As one of the checks of the start. */
export const tellHold = (hold: Hold | null): Finding => ({
  name: 'restore',
  ok: hold === null,
  detail:
    hold === null
      ? 'that nobody confirmed: none'
      : `${hold.message}; the hub is closed until \`sekisho confirm\``,
})

/** Opens the book; it is empty until somebody looks. */
export const openHoldBook = (needs: Needs): HoldBook => {
  let hold: Hold | null = null
  return {
    current: () => hold,
    async look() {
      hold = await findHold(needs)
      return hold
    },
  }
}
