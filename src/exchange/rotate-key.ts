// Puts another of the hub's own keys in use, while everybody goes on: what the one before it was
// used for stays good.
import { randomBytes } from 'node:crypto'
import { publicKeyOf, signSuccessor } from '../core/ledger/seal.ts'
import { lockHub, raiseEpoch } from '../storage/hub.ts'
import { addKey, forgetKeys, reduceKey } from '../storage/keys.ts'
import type { Context } from './context.ts'
import { keepHead, makeSealKey, sealEnd } from './export-head.ts'
import { noteActsIn } from './ledger.ts'
import { Refusal } from './refusal.ts'

export const rotatedKeys = ['cursor', 'ledger'] as const
export type RotatedKey = (typeof rotatedKeys)[number]

/** How long a walk through a feed may rest before its `next` is asked for. */
export const walkRestHours = 168

const publicHalf = (key: Buffer): Buffer => Buffer.from(publicKeyOf(key), 'base64')

/**
 * Rotates the key that seals cursors, or that signs heads of the ledger, notes it in the ledger and
 * begins a new policy epoch, by which every process of the hub follows. A cursor of an earlier key
 * is opened for at least `walkRestHours` more, or with `atOnce` no longer. What an earlier key
 * signed stays signed; the act in the ledger has its word for the one that follows, and its private
 * half is forgotten. Answers the
 * public key that signs from now on (SPKI, DER, base64), null for a cursor's. Refuses
 * `changed-meanwhile` while the hub is closed.
 */
export const rotateKey = async (
  ctx: Context,
  name: RotatedKey,
  atOnce: boolean,
): Promise<string | null> => {
  const hold = await ctx.hold.look()
  if (hold !== null) throw new Refusal('changed-meanwhile', `the hub is closed: ${hold.message}`)
  const secret = name === 'ledger' ? makeSealKey() : randomBytes(32)
  const key = name === 'ledger' ? publicKeyOf(secret) : null
  const before = await ctx.db.transaction().execute(async (db) => {
    await lockHub(db)
    const reduced = name === 'ledger' ? await reduceKey(db, name, publicHalf) : null
    await addKey(db, name, secret)
    if (name === 'cursor') await forgetKeys(db, name, atOnce ? 0 : walkRestHours)
    await raiseEpoch(db)
    await noteActsIn(db, [
      {
        ...{ act: 'administer', principal_id: null, organisation_id: null, collection_id: null },
        ...{ object_id: null, positions: [] },
        facts: {
          ...{ change: 'rotate', what: `${name}-key`, key },
          signed: reduced && key && signSuccessor(reduced, key),
        },
      },
    ])
    return reduced
  })
  await ctx.ledger.settle()
  // Whoever keeps heads sees where the key before ended.
  if (before !== null) await sealEnd(ctx, before)
  await keepHead(ctx)
  return key
}
