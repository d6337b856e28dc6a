// Who was shown an object: from its id to the positions it ever had, and from those to the
// disclosures that named them.
import { unpackPositions } from '../core/ledger/positions.ts'
import { type ReceiversTold, tellReceivers } from '../core/ledger/receivers.ts'
import {
  findPlaces,
  listActs,
  listSpanning,
  type Place,
  readReceivers,
} from '../storage/ledger-reading.ts'
import type { Pool } from '../storage/pools.ts'
import type { Caller, Context } from './context.ts'
import { readDisclosure } from './received-by.ts'
import { Refusal } from './refusal.ts'

/**
 * One principal that was shown one entry through one endpoint: first and last when (microseconds),
 * and how often. Ids are null for the anonymous; `seq` is the ledger's row of the first time.
 */
export type Receipt = {
  organisation_id: string | null
  principal_id: string | null
  endpoint: string
  position: bigint
  at: bigint
  last_at: bigint
  times: number
  seq: bigint
}

const batch = 200

/** Everybody who was shown one of these positions of a collection, in the order of first times. */
export const findReceivers = async (
  pool: Pool,
  collectionId: string,
  positions: bigint[],
): Promise<Receipt[]> => {
  if (positions.length === 0) return []
  const wanted = new Set(positions)
  const receipts = new Map<string, Receipt>()
  let after = 0n
  for (;;) {
    const rows = await listSpanning(pool, collectionId, positions, after, batch)
    for (const row of rows) {
      const { positions: shown, organisation_id, principal_id, endpoint } = readDisclosure(row)
      for (const position of shown) {
        if (!wanted.has(position)) continue
        const key = `${organisation_id} ${principal_id} ${endpoint} ${position}`
        const met = receipts.get(key)
        if (met === undefined) {
          const { at, seq } = row
          const who = { organisation_id, principal_id, endpoint, position }
          receipts.set(key, { ...who, at, last_at: at, times: 1, seq })
        } else {
          met.last_at = row.at
          met.times += 1
        }
      }
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < batch) return [...receipts.values()]
    after = last.seq
  }
}

/** The positions the acts about an object name: those its entries had before they went. */
const placesOfActs = async (
  pool: Pool,
  objectId: string,
  ownerId: string | null,
): Promise<Place[]> =>
  (await listActs(pool, objectId, ownerId)).flatMap(({ collection_id, canonical }) => {
    const packed = JSON.parse(canonical).entry?.positions
    if (typeof packed !== 'string') return []
    return unpackPositions(Buffer.from(packed, 'base64')).map((position) => {
      return { collection_id, position }
    })
  })

const arrange = (places: Place[]): Map<string, bigint[]> => {
  const byCollection = new Map<string, Set<bigint>>()
  for (const { collection_id, position } of places) {
    const met = byCollection.get(collection_id)
    if (met === undefined) byCollection.set(collection_id, new Set([position]))
    else met.add(position)
  }
  return new Map([...byCollection].map(([id, positions]) => [id, [...positions]]))
}

/** `organisation` is the name, and `kind` the kind, of an organisation that is still there. */
export type Recipient = Receipt & {
  collection_id: string
  organisation: string | null
  kind: string | null
}

const findRecipients = async (
  pool: Pool,
  objectId: string,
  ownerId: string | null,
): Promise<Recipient[]> => {
  const now = await findPlaces(pool, objectId, ownerId)
  const before = await placesOfActs(pool, objectId, ownerId)
  const found: (Receipt & { collection_id: string })[] = []
  for (const [collection_id, positions] of arrange([...now, ...before])) {
    for (const receipt of await findReceivers(pool, collection_id, positions))
      found.push({ ...receipt, collection_id })
  }
  found.sort((a, b) => (a.seq < b.seq ? -1 : a.seq > b.seq ? 1 : Number(a.position - b.position)))
  const ids = [...new Set(found.flatMap(({ organisation_id }) => organisation_id ?? []))]
  const named = new Map((await readReceivers(pool, ids)).map((row) => [row.id, row]))
  return found.map((receipt) => {
    const row = named.get(receipt.organisation_id ?? '')
    return { ...receipt, organisation: row?.name ?? null, kind: row?.kind ?? null }
  })
}

/**
 * Everybody who was shown an object, by the id it was submitted with or by the id it was shown
 * with. For the operator at the server.
 */
export const whoReceived = (
  { pools }: Pick<Context, 'pools'>,
  objectId: string,
): Promise<Recipient[]> => findRecipients(pools.ledger, objectId, null)

/**
 * The same for a caller. A person with the role `auditor` is told everything. An organisation is
 * told of its own versions alone, and of others only what `tellReceivers` tells. Refuses with
 * not-found what the caller has not shared, whether or not it is there.
 */
export const whoReceivedOwn = async (
  { pools }: Pick<Context, 'pools'>,
  caller: Caller,
  objectId: string,
): Promise<{ all: Recipient[] } | { told: ReceiversTold }> => {
  const { organisation_id, principal_id } = caller
  if (organisation_id === null || principal_id === null) {
    throw new Refusal('unauthenticated', 'sign in to use this hub')
  }
  if (caller.kind === 'person' && caller.roles.includes('auditor')) {
    return { all: await findRecipients(pools.ledger, objectId, null) }
  }
  const places = await findPlaces(pools.ledger, objectId, organisation_id)
  const acts = await placesOfActs(pools.ledger, objectId, organisation_id)
  if (places.length + acts.length === 0) {
    throw new Refusal('not-found', 'there is no such object')
  }
  const recipients = await findRecipients(pools.ledger, objectId, organisation_id)
  const others = recipients.filter((receipt) => receipt.organisation_id !== organisation_id)
  return {
    told: tellReceivers(others.map((receipt) => ({ ...receipt, name: receipt.organisation }))),
  }
}
