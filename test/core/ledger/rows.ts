// Rows of a ledger made up for its tests. Knows no database.
import { createHash } from 'node:crypto'
import type { Disclosure } from '../../../src/core/ledger/entry.ts'
import { packPositions } from '../../../src/core/ledger/positions.ts'

/** A UUID that is the same for the same word. */
export const idOf = (word: string): string => {
  const hex = createHash('sha256').update(word).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** A disclosure of the entries at these positions, at least one. */
export const makeDisclosure = (
  positions: bigint[],
  changes: Partial<Disclosure> = {},
): Disclosure => ({
  principal_id: idOf('principal'),
  credential_id: idOf('credential'),
  organisation_id: idOf('organisation'),
  collection_id: idOf('collection'),
  endpoint: 'objects',
  object_id: null,
  first: positions[0] as bigint,
  last: positions.at(-1) as bigint,
  count: positions.length,
  positions: packPositions(positions),
  audiences: [1],
  filters: 'abc',
  epoch: 1n,
  request_id: null,
  ...changes,
})
