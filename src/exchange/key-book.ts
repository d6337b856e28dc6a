// The hub's own keys, as they are in the database: every process follows a rotation at the epoch it
// begins. Knows not how one is made.
import { publicKeyOf } from '../core/ledger/seal.ts'
import { listKeys, listKeysNow } from '../storage/keys.ts'
import type { Pool } from '../storage/pools.ts'

/**
 * What heads are signed with (PKCS 8, DER), every public key a seal of this hub may name (SPKI,
 * DER, base64), and of these the one before all others.
 */
export type SealKeys = { own: Buffer; known: ReadonlySet<string>; first: string }

export type KeyBook = {
  /** Makes the ids and names that sources and changed objects have. It is never another. */
  pseudonym: Buffer
  /**
   * What opens cursors, at this policy epoch or a newer one; the first seals them. No query while
   * the epoch holds.
   */
  cursors(epoch: bigint): Promise<readonly Buffer[]>
  /** As they are now. */
  seals(): Promise<SealKeys>
}

/** From the keys as they are kept, the one in use first: of those before it the public halves. */
export const sealKeysOf = ([own, ...followed]: readonly Buffer[]): SealKeys => {
  if (own === undefined) throw new Error('the ledger has no key')
  const publics = followed.map((key) => key.toString('base64'))
  const all = [publicKeyOf(own), ...publics]
  return { own, known: new Set(all), first: all.at(-1) as string }
}

type Ring = { epoch: bigint; keys: Buffer[] }

/** There is a key of each name already. */
export const openKeyBook = (pool: Pool, pseudonym: Buffer): KeyBook => {
  let ring: Ring = { epoch: -1n, keys: [] }
  return {
    pseudonym,
    async cursors(epoch) {
      if (ring.epoch < epoch) {
        const read = await listKeysNow(pool, 'cursor')
        // Another reading may have been later, and faster.
        if (read.epoch > ring.epoch) ring = read
      }
      return ring.keys
    },
    seals: async () => sealKeysOf(await listKeys(pool, 'ledger')),
  }
}
