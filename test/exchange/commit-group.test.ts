// One step of the publisher: what comes twice is decided once, and nobody's fault is another's.
import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { Accepted, Refused } from '../../src/core/intake.ts'
import { only } from '../../src/core/sharing/audience.ts'
import type { Caller } from '../../src/exchange/context.ts'
import type { Publication } from '../../src/exchange/publication.ts'
import { makeIndicator, openHub, type TestHub } from '../fixture/hub.ts'
import { makePublication, planFor, publishOne, take } from '../fixture/publication.ts'

const publicationOf = (
  hub: TestHub,
  caller: Caller,
  objects: (Accepted | Refused)[],
  id = randomUUID(),
): Promise<Publication> => {
  const readers = only({ is: 'member', group: hub.root.id, level: 'consumer' })
  return makePublication(hub, caller, planFor(hub, objects, readers), id)
}

// The first goes alone; what is handed over meanwhile is the next step, together.
const publishTogether = (hub: TestHub, first: Publication, together: Publication[]) =>
  Promise.allSettled([first, ...together].map((each) => publishOne(hub, each)))

t.test(
  'F16 a submission that is resumed while it is being published is decided once',
  async (t) => {
    const hub = await openHub(t)
    const author = await hub.join('contributor')
    const other = await hub.join('contributor')
    const objects = take(hub.ctx, [makeIndicator(1), makeIndicator(2)])
    const twice = await publicationOf(hub, author, objects)
    const bystander = await publicationOf(hub, other, take(hub.ctx, [makeIndicator(3)]))
    const first = await publicationOf(hub, other, take(hub.ctx, [makeIndicator(4)]))
    const results = await publishTogether(hub, first, [twice, { ...twice }, bystander])
    t.same(
      results.map((result) => result.status === 'fulfilled' && result.value.success_count),
      [1, 2, 2, 1],
    )
    const again = await publishOne(hub, twice)
    t.equal(again.success_count, 2, 'and once more changes nothing')
    const { rows } = await hub.query('select count(*)::integer as entries from feed')
    t.equal(rows[0].entries, 4)
  },
)

t.test('a submission the database cannot take sinks nobody else in its step', async (t) => {
  const hub = await openHub(t)
  const author = await hub.join('contributor')
  const other = await hub.join('contributor')
  const [taken] = take(hub.ctx, [makeIndicator(1)]) as Accepted[]
  const digits = Array.from({ length: 50_000 }, () => Math.floor(Math.random() * 10)).join('')
  const order = `2026-01-01T00:00:00.${digits}`
  const faults: Accepted[] = [
    { ...(taken as Accepted), version: { text: order, order } },
    { ...(taken as Accepted), body: Buffer.from([0xff]) },
    { ...(taken as Accepted), body: null as unknown as Buffer },
  ]
  for (const fault of faults) {
    const first = await publicationOf(hub, other, take(hub.ctx, [makeIndicator(2)]))
    const before = await publicationOf(hub, other, take(hub.ctx, [makeIndicator(3)]))
    const after = await publicationOf(hub, other, take(hub.ctx, [makeIndicator(4)]))
    const poison = await publicationOf(hub, author, [fault])
    const results = await publishTogether(hub, first, [before, poison, after])
    t.same(
      results.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    )
  }
})
