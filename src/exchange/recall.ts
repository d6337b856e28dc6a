// Tells those who were shown an object that it was taken from them, where the group wants it told:
// a revoked stub in their own id space, for those only who really received it (V5). What is shared
// under that id later is told later than the stub (V9).
import { makeStub } from '../core/anonymity/stub.ts'
import {
  type Audience,
  intersect,
  isEmpty,
  nobody,
  only,
  subtract,
  unite,
} from '../core/sharing/audience.ts'
import type { StixObject } from '../core/stix/object.ts'
import { printPosition } from '../core/taxii/position.ts'
import { readClock } from '../storage/publication.ts'
import { readRaw } from '../storage/versions.ts'
import { feedOf, type Ground, type Lost } from './ground.ts'
import { takePlace } from './rows.ts'
import { findReceivers } from './who-received.ts'

const organisationsOf = (ids: Set<string>): Audience =>
  [...ids].reduce((audience, id) => unite(audience, only({ is: 'organisation', id })), nobody)

const recallOne = async (ground: Ground, lost: Lost, now: bigint): Promise<void> => {
  const { ctx, client } = ground
  const { collection_id, piece, owner_id, spec_version, remaining } = lost
  const feed = feedOf(ground, collection_id)
  // Taken whoever received it: who did is nothing to those who are told something else.
  const position = takePlace(feed.places, lost.row)
  const bodies = await readRaw(client, collection_id, [piece.rendition_id])
  const body = bodies.get(piece.rendition_id)
  const receipts = await findReceivers(ctx.pools.writer, collection_id, [piece.position])
  const receivers = new Set(
    receipts.map(({ organisation_id }) => organisation_id).filter((id) => id !== null),
  )
  receivers.delete(owner_id)
  const audience = subtract(intersect(piece.audience, organisationsOf(receivers)), remaining)
  if (body === undefined || isEmpty(audience)) return
  const shown = JSON.parse(body) as StixObject
  const stub = makeStub(shown, printPosition(now), lost.profile)
  if (stub === null) return
  feed.entries.set(position, {
    position,
    rendition_id: position,
    owner_id,
    audience,
    strand: position,
    size: stub.body.length,
    stix_id: piece.stix_id,
    stix_type: shown.type,
    spec_version,
    version: stub.version,
    version_order: stub.order,
  })
  feed.renditions.set(position, {
    rendition_id: position,
    version_id: lost.version_id,
    audience,
    profile: lost.profile,
    body: stub.body,
  })
  const { segment, profile, drawn_as, stix_id } = lost
  const told = { segment, profile, collection_id, stix_id: drawn_as, version: stub.version }
  ground.buried.push({ owner_id, stix_id, told: [told] })
}

/** Adds a stub for everything the ground has taken away. Precondition: nothing is written yet. */
export const recall = async (ground: Ground): Promise<void> => {
  if (ground.lost.length === 0) return
  const now = await readClock(ground.ctx.pools.writer)
  for (const lost of ground.lost) await recallOne(ground, lost, now)
}
