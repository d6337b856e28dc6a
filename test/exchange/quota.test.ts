// H10: how much an organisation keeps is counted as it comes and goes; beyond its quota it is told
// so, and nobody else notices.
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { resumeSubmissions } from '../../src/exchange/resume.ts'
import { withdraw } from '../../src/exchange/withdraw.ts'
import { readVolume } from '../../src/storage/versions.ts'
import { asQuery, makeIndicator, openHub, type TestHub } from '../fixture/hub.ts'

const quotaBytes = 10_000
const octetsOf = (objects: unknown[]): number =>
  objects.reduce<number>((sum, object) => sum + JSON.stringify(object).length, 0)
const some = (count: number) => Array.from({ length: count }, (_, n) => makeIndicator(n))
const used = (hub: TestHub, owner: string | null) =>
  readVolume(hub.ctx.pools.writer, owner as string)

t.test('what is kept is counted, once, until it is withdrawn', async (t) => {
  const hub = await openHub(t)
  const [one, other] = [await hub.join('contributor'), await hub.join('contributor')]
  const objects = some(7)
  await hub.publish(one, objects)
  t.equal(await used(hub, one.organisation_id), octetsOf(objects))
  await hub.publish(one, objects)
  t.equal(await used(hub, one.organisation_id), octetsOf(objects), 'a retry counts for nothing')
  const { created, ...rest } = objects[0] as ReturnType<typeof makeIndicator>
  const later = { ...rest, created, modified: '2026-03-01T00:00:00.000Z' }
  await hub.publish(one, [later])
  t.equal(await used(hub, one.organisation_id), octetsOf([...objects, later]))
  t.equal(await used(hub, other.organisation_id), 0)
  await withdraw(hub.ctx, one, hub.collection, later.id, asQuery('match[version]=all', 'object'))
  t.equal(await used(hub, one.organisation_id), octetsOf(objects.slice(1)))
})

t.test('H10 beyond its quota one is refused, and others are not', async (t) => {
  const hub = await openHub(t, { quotaBytes })
  const [one, other] = [await hub.join('contributor'), await hub.join('contributor')]
  const first = some(10)
  await hub.publish(one, first)
  const rest = some(40)
  t.ok(octetsOf(first) + octetsOf(rest) > quotaBytes && octetsOf(rest) > quotaBytes / 2)
  await t.rejects(hub.publish(one, rest), { reason: 'too-large', message: /quota/ })
  t.equal(await used(hub, one.organisation_id), octetsOf(first), 'nothing of it is kept')
  t.match(await hub.publish(other, some(10)), { success_count: 10 })
  for (const { id } of first) {
    await withdraw(hub.ctx, one, hub.collection, id, asQuery('match[version]=all', 'object'))
  }
  t.match(await hub.publish(one, some(10)), { success_count: 10 }, 'there is room again')
})

t.test('H10 what waits to be published counts too', async (t) => {
  const hub = await openHub(t, { quotaBytes, postWaitMs: 10 })
  const one = await hub.join('contributor')
  const { publisher } = hub.ctx
  hub.ctx.publisher = { ...publisher, publish: () => new Promise(() => {}) }
  t.match(await hub.publish(one, some(10)), { status: 'pending' })
  await t.rejects(hub.publish(one, some(25)), { reason: 'too-large', message: /quota/ })
  hub.ctx.publisher = publisher
  await setTimeout(10)
  t.equal(await resumeSubmissions(hub.ctx, -1_000), 1)
  t.ok((await used(hub, one.organisation_id)) < quotaBytes)
})
