// The admin API asked at random by its own description: every answer is as declared. The full run
// is `npm run fuzz`.
import t from 'tap'
import { readDescription, type Schema } from '../harness/fuzz/operation.ts'
import { fuzz } from '../harness/fuzz/run.ts'
import { openWorld, type World } from '../harness/fuzz/world.ts'

const seed = 7

const short = async (world: World, changes: object = {}) =>
  (await fuzz(world, { requests: 240, seed, ...changes })).findings

t.test('every answer is as declared', async (t) => {
  const world = await openWorld(t)
  const { findings, statuses, requests } = await fuzz(world, { requests: 1_500, seed })
  t.same(findings, [])
  t.equal(requests, 1_500)
  const done = [...statuses.values()].filter((counts) => counts.has(200) || counts.has(204))
  t.ok(done.length > 30, `${done.length} operations were done at least once`)
})

t.test('a route that answers otherwise is noticed', async (t) => {
  const world = await openWorld(t)
  const description = await readDescription(world.hub.app)
  const answer = description.paths['/api/home']?.get?.responses['200']?.content
  const schema = answer?.['application/json']?.schema as Schema
  schema.required = [...(schema.required ?? []), 'what_is_not_said']
  const findings = await short(world, { description })
  t.ok(findings.length > 0)
  t.same([...new Set(findings.map(({ operation }) => operation))], ['GET /api/home'])
})

t.test('a route that fails is noticed', async (t) => {
  const world = await openWorld(t)
  const { shares } = world.hub.ctx
  const look = shares.look
  t.teardown(() => Object.assign(shares, { look }))
  Object.assign(shares, {
    look: async () => {
      throw new Error('spoilt')
    },
  })
  const failed = (await short(world)).filter(({ why }) => why.startsWith('500'))
  t.ok(failed.length > 0)
})
