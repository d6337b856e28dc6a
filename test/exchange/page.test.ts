// Pages wait for the ledger before they leave (INV-39), and keep nothing from others meanwhile.
import pg from 'pg'
import t, { type Test } from 'tap'
import { printPosition } from '../../src/core/taxii/position.ts'
import { deliver } from '../../src/exchange/deliver.ts'
import { asQuery, makeIndicator, openHub, type TestHub } from '../fixture/hub.ts'

const readersAtOnce = 2

/** Holds the end of the chain until the answer is called. */
const holdLedger = async (t: Test, hub: TestHub): Promise<() => Promise<unknown>> => {
  const client = new pg.Client({ connectionString: hub.url })
  await client.connect()
  t.teardown(() => client.end())
  await client.query('begin; select from ledger_head for update')
  return () => client.query('rollback')
}

const waitForLock = async (hub: TestHub): Promise<void> => {
  const waits = `select from pg_stat_activity where wait_event_type = 'Lock'
    and datname = current_database()`
  while ((await hub.query(waits)).rowCount === 0);
}

t.test('who waits for the ledger keeps no connection from others', async (t) => {
  const hub = await openHub(t, { poolRead: readersAtOnce })
  await hub.publish(await hub.join('contributor'), [makeIndicator(1)])
  const reader = await hub.join('consumer')
  const poll = (search: string) =>
    deliver(hub.ctx, reader, hub.collection, asQuery(search), null).then(({ body }) => `${body}`)
  const release = await holdLedger(t, hub)
  let shown = 0
  const waiting = Array.from({ length: readersAtOnce * 2 }, () =>
    poll('').finally(() => {
      shown += 1
    }),
  )
  await waitForLock(hub)
  const later = printPosition(BigInt(Date.now() + 3_600_000) * 1_000n)
  t.equal(await poll(`added_after=${later}`), '{"more":false}', 'nothing new is told at once')
  t.equal(shown, 0, 'and no object is shown before the ledger is written')
  await release()
  for (const body of await Promise.all(waiting)) t.match(body, /"indicator"/)
})
