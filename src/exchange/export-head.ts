// Signs the end of the ledger and keeps the signature beside it. What makes it worth something is
// a copy that somebody else keeps.
import { generateKeyPairSync } from 'node:crypto'
import { type Seal, sealHead } from '../core/ledger/seal.ts'
import { addSeal } from '../storage/ledger.ts'
import { readEnds, readSeal } from '../storage/ledger-reading.ts'
import type { Context } from './context.ts'

/** A new key to sign heads with: Ed25519, PKCS 8 in DER. */
export const makeSealKey = (): Buffer =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' })

/** The ledger's seal as it ends now, by `own` where it has none yet; null while it is empty. */
export const sealEnd = async ({ pools }: Pick<Context, 'pools'>, own: Buffer) => {
  const ends = await readEnds(pools.ledger)
  if (ends === null || ends.head.seq === 0n) return null
  if (ends.sealed < ends.head.seq) {
    await addSeal(pools.ledger, ends.head, sealHead(ends.head, own))
  }
  return readSeal(pools.ledger)
}

/** The seal of the ledger as it ends now, kept; null while the ledger is empty. */
export const exportHead = async (ctx: Context): Promise<Seal | null> =>
  sealEnd(ctx, (await ctx.keys.seals()).own)

/**
 * The same on a schedule: keeps it beside the database too. A hub that is closed keeps none: the
 * head that closed it must stay the last one.
 */
export const keepHead = async (ctx: Context): Promise<void> => {
  const closed = (await ctx.hold.look()) !== null
  const seal = await exportHead(ctx)
  if (seal !== null && !closed) await ctx.heads?.keep(seal)
}
