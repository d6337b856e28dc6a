// How connections are lent: again after what code decides, never after what a statement left.
import t from 'tap'
import { withClient, withTransaction } from '../../src/storage/pools.ts'
import { openHub } from '../fixture/hub.ts'

t.test('a refusal costs no connection, a failed statement does', async (t) => {
  const { ctx } = await openHub(t)
  const pool = ctx.pools.reader
  let opened = 0
  pool.on('connect', () => {
    opened += 1
  })
  const refuse = async (): Promise<never> => {
    throw new Error('no such object')
  }
  await withClient(pool, (client) => client.query('select 1'))
  opened = 0
  for (let n = 0; n < 20; n++) {
    await t.rejects(withTransaction(pool, 'begin', refuse))
    await t.rejects(withClient(pool, refuse))
  }
  t.equal(opened, 0)
  const named = `select set_config('sekisho.audiences', '{1}', true)`
  await t.rejects(withTransaction(pool, 'begin', (client) => client.query(named).then(refuse)))
  const left = await withClient(pool, (client) =>
    client.query(`select current_setting('sekisho.audiences', true) as audiences`),
  )
  t.notOk(left.rows[0].audiences, 'what one caller named is gone for the next')
  t.equal(opened, 0)
  await t.rejects(withTransaction(pool, 'begin', (client) => client.query('select nothing')))
  await withClient(pool, (client) => client.query('select 1'))
  t.equal(opened, 1, 'after a failed statement')
  await t.rejects(withClient(pool, (client) => client.query('begin').then(refuse)))
  await withClient(pool, (client) => client.query('select 1'))
  t.equal(opened, 2, 'after a transaction left open')
})

t.test('a commit that rolls back is no success', async (t) => {
  const { ctx } = await openHub(t)
  const swallowed = withTransaction(ctx.pools.writer, 'begin', async (client) => {
    await client.query('select nothing').catch(() => {})
    return 'done'
  })
  await t.rejects(swallowed, { code: '40000' })
})

t.test('nothing is written on the connections of sign-ins', async (t) => {
  const { ctx } = await openHub(t)
  const write = 'update hub set policy_epoch = policy_epoch'
  await t.rejects(ctx.pools.gate.query(write), { code: '25006' })
  await t.resolves(ctx.pools.writer.query(write), 'control: its role may')
})
