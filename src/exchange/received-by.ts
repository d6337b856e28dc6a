// What an organisation was shown: its disclosures, one by one, with the objects they named. For the
// operator and for auditors.
import { unpackPositions } from '../core/ledger/positions.ts'
import {
  type DisclosureRow,
  findOrganisation,
  listReceived,
  nameObjects,
} from '../storage/ledger-reading.ts'
import type { Pool } from '../storage/pools.ts'
import type { Context } from './context.ts'
import { Refusal } from './refusal.ts'

/** Times and positions in microseconds. `epoch` is the policy epoch it was decided under. */
export type Received = {
  seq: bigint
  at: bigint
  organisation_id: string | null
  principal_id: string | null
  credential_id: string | null
  collection_id: string
  endpoint: string
  object_id: string | null
  audiences: number[]
  epoch: bigint
  count: number
  positions: bigint[]
}

/** Reads a row of the ledger that verifies; throws on any other text. */
export const readDisclosure = ({ seq, at, canonical }: DisclosureRow): Received => {
  const { entry } = JSON.parse(canonical)
  return {
    seq,
    at,
    organisation_id: entry.organisation_id,
    principal_id: entry.principal_id,
    credential_id: entry.credential_id,
    collection_id: entry.collection_id,
    endpoint: entry.endpoint,
    object_id: entry.object_id,
    audiences: entry.audiences,
    epoch: BigInt(entry.epoch),
    count: entry.count,
    positions: unpackPositions(Buffer.from(entry.positions, 'base64')),
  }
}

const batch = 200

/**
 * Every disclosure to an organisation since a time in microseconds and behind row `from`, in order,
 * a few at a time.
 */
export const receivedBy = async function* (
  pool: Pool,
  organisationId: string,
  since: bigint,
  from = 0n,
): AsyncGenerator<Received> {
  let after = from
  for (;;) {
    const rows = await listReceived(pool, organisationId, since, after, batch)
    for (const row of rows) yield readDisclosure(row)
    const last = rows.at(-1)
    if (last === undefined || rows.length < batch) return
    after = last.seq
  }
}

/** A disclosure and, by position, the ids of those of its objects that are still there. */
export type ReceivedObjects = Received & { objects: Map<bigint, string> }

/** The same by the organisation's name. Refuses with not-found when there is none. */
export const listReceivedBy = async function* (
  { pools }: Pick<Context, 'pools'>,
  organisation: string,
  since: bigint,
  from = 0n,
): AsyncGenerator<ReceivedObjects> {
  const id = await findOrganisation(pools.ledger, organisation)
  if (id === null) throw new Refusal('not-found', `there is no organisation \`${organisation}\``)
  for await (const received of receivedBy(pools.ledger, id, since, from)) {
    const { collection_id, positions } = received
    yield { ...received, objects: await nameObjects(pools.ledger, collection_id, positions) }
  }
}
