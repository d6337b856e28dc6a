// In which order what is pending is taken up: nobody waits for another's many, or for a large one.
import { randomUUID } from 'node:crypto'
import t from 'tap'
import { listPending } from '../../src/storage/submissions.ts'
import { openHub, type TestHub } from '../fixture/hub.ts'

type Waiting = { organisation: string; octets: number; at: number }

const wait = async (hub: TestHub, { organisation, octets, at }: Waiting): Promise<string> => {
  const id = randomUUID()
  await hub.query(
    `insert into submission (id, group_id, collection_id, organisation_id, principal_id,
        received_at, total_count, envelope)
      values ($1, $2, $3, $4, $2, $5, 1, decode(repeat('00', $6), 'hex'))`,
    [id, hub.root.id, hub.collection.id, organisation, at, octets],
  )
  return id
}

t.test('each organisation has its turn, with its smallest first', async (t) => {
  const hub = await openHub(t)
  const [many, large] = [randomUUID(), randomUUID()]
  const first = await wait(hub, { organisation: large, octets: 5_000, at: 1 })
  const ofMany: string[] = []
  for (let n = 0; n < 120; n++) {
    ofMany.push(await wait(hub, { organisation: many, octets: 100 + n, at: 200 - n }))
  }
  const second = await wait(hub, { organisation: large, octets: 9_000, at: 2 })
  await wait(hub, { organisation: large, octets: 1, at: 900 })
  const listed = await listPending(hub.ctx.pools.writer, 900n)
  t.same(listed.slice(0, 4), [ofMany[0], first, ofMany[1], second])
  t.same(listed.slice(4), ofMany.slice(2, 98), 'a hundred in all')
})
