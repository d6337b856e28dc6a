// The account after faults (AU): the ledger verifies from its first row to its head, and everything
// that was acknowledged stands in it once.
import pg from 'pg'
import { sealKeysOf } from '../../../src/exchange/key-book.ts'
import { verifyChain } from '../../../src/exchange/verify-ledger.ts'
import { listKeys } from '../../../src/storage/keys.ts'
import { type Client, exactTypes } from '../../../src/storage/pools.ts'
import type { Sent } from './journal.ts'
import type { Result } from './row.ts'

/** Rows of the chain, and acts that wait to be moved there. */
const submitted = `select e ->> 'submission' as id, count(*)::integer as times from (
    select canonical::jsonb #> '{entry,facts}' as e from ledger where act = 'submit'
    union all select entry::jsonb -> 'facts' from ledger_outbox where act = 'submit') s group by 1`

/**
 * Reads the ledger of this database as a superuser. Acts that wait are no fault: a hub that was
 * ended a moment ago moves them when it runs.
 */
export const checkAccount = async (ownUrl: string, sent: readonly Sent[]): Promise<Result> => {
  const client = new pg.Client({
    connectionString: ownUrl,
    types: exactTypes as pg.CustomTypesConfig,
  }) as unknown as Client & { connect(): Promise<void>; end(): Promise<void> }
  client.on('error', () => {})
  await client.connect()
  try {
    const keys = sealKeysOf(await listKeys(client, 'ledger'))
    const { rows, fault } = await verifyChain(client, keys, [])
    const waits = fault?.seq === null && fault.message.includes('have waited')
    const found = await client.query<{ id: string; times: number }>(submitted)
    const times = new Map(found.rows.map((row) => [row.id, row.times]))
    const acknowledged = sent.flatMap(({ status }) => status ?? [])
    const wrong = acknowledged.filter((id) => times.get(id) !== 1).length
    const faults = [
      ...(fault === null || waits ? [] : [`ledger: ${fault.message}`]),
      ...(wrong > 0 ? [`${wrong} acknowledgements are not in the ledger once`] : []),
    ]
    const said = faults.length === 0 ? 'verify' : 'do not verify'
    return { figure: `${rows} rows of the ledger ${said}`, faults }
  } finally {
    await client.end().catch(() => {})
  }
}
