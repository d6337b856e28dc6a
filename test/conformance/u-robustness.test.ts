// Checklist U: pages, time limits, sizes, logs and restarts.

import pg from 'pg'
import t from 'tap'
import { at, type Hub, root1, startHub, token } from './bench.ts'
import { expectError, expectOk, flat, idsOf, settled, submit, walkByNext } from './expect.ts'
import { indicator, many } from './stix.ts'

const pageBytes = 65_536
let hub: Hub
t.before(async () => {
  hub = await startHub(t, {
    env: {
      SEKISHO_PAGE_BYTES_MAX: String(pageBytes),
      SEKISHO_STATEMENT_TIMEOUT_MS: '1500',
      SEKISHO_REQUEST_TIMEOUT_MS: '5000',
    },
  })
})

t.test('378 X a page is limited in bytes, but always holds one object', async (t) => {
  const sizes = [20_000, 20_000, 20_000, 20_000, 200_000, 20_000, 1000]
  const objects = sizes.map((size) => indicator({ description: 'd'.repeat(size) }))
  await submit(t, hub, 'BIG', objects)
  const pages = await walkByNext(hub, at('BIG', 'objects/'), {}, [null])
  t.strictSame(
    flat(pages).map((entry) => entry.split(' ')[0]),
    objects.map(({ id }) => id),
  )
  t.ok(pages.length > 2, 'more than one page')
  for (const { answer, entries } of pages) {
    t.ok(entries.length >= 1)
    t.ok(entries.length === 1 || answer.body.length <= pageBytes + 1000, `${answer.body.length}`)
  }
})

t.test('379 X a database that does not answer in time is 503', async (t) => {
  await submit(t, hub, 'RW', [indicator()])
  const client = new pg.Client({ connectionString: hub.databaseUrl })
  await client.connect()
  try {
    await client.query('begin; lock table feed, rendition in access exclusive mode')
    const answer = await hub.get(at('RW', 'objects/'))
    expectError(t, answer, 503)
    t.match(answer.headers['retry-after'], /^\d+$/)
    const posted = await hub.post(at('RW', 'objects/'), [indicator()])
    t.ok([202, 503].includes(posted.status), `POST gives ${posted.status}`)
  } finally {
    await client.query('rollback')
    await client.end()
  }
  expectOk(t, await hub.get(at('RW', 'objects/')))
  await submit(t, hub, 'RW', [indicator()])
})

t.test('380 X neither depth nor number of objects exhausts the hub', async (t) => {
  const deep = '['.repeat(2_000_000)
  expectError(t, await hub.post(at('RW', 'objects/'), deep), 400, 422)
  expectError(t, await hub.post(at('RW', 'objects/'), `{"objects":${deep}`), 400)
  const tiny = `{"objects":[${'{},'.repeat(1_000_000)}{}]}`
  expectError(t, await hub.post(at('RW', 'objects/'), tiny), 413, 422)
  expectOk(t, await hub.get(root1))
})

t.test('381 X a list in a filter has at most a thousand entries', async (t) => {
  const types = (count: number) => Array.from({ length: count }, (_, n) => `a${n}`).join(',')
  expectOk(t, await hub.get(at('RW', `objects/?match[type]=${types(1000)}`)))
  expectError(t, await hub.get(at('RW', `objects/?match[type]=${types(1001)}`)), 400)
  const times = Array.from({ length: 1001 }, (_, n) => `${2000 + n}-01-01T00:00:00Z`).join(',')
  expectError(t, await hub.get(at('RW', `objects/?match[version]=${times}`)), 400, 414, 431)
})

t.test('382 X the log names who did what, and no secret and no content', async (t) => {
  const canary = 'canary-7f3a'
  const object = indicator({ name: canary, description: `${canary} too` })
  await submit(t, hub, 'RW', [object])
  await hub.get(at('RW', `objects/?match[id]=${object.id}`))
  await hub.get(root1, { as: null, headers: [['Authorization', `Bearer ${token}`]] })
  await hub.get(root1, { as: null, headers: [['Authorization', `Bearer ${token.slice(0, -1)}`]] })
  await hub.post(at('RW', 'objects/'), `{"objects":[{"name":"${canary}"`)
  await hub.post(at('RW', 'objects/'), [{ ...object, id: canary, pattern: canary }])
  const written = hub.output()
  t.ok(written.length > 0, 'there is a log')
  const basic = Buffer.from('test:Passw0rd!').toString('base64')
  for (const secret of [canary, 'Passw0rd!', basic, token, token.slice(0, -1), 'other-password']) {
    t.notOk(written.includes(secret), `no ${secret.slice(0, 6)}… in the log`)
  }
})

t.test('383 D a restart in the middle of a walk is not noticed', async (t) => {
  const objects = many(30, () => indicator())
  await submit(t, hub, 'OTHER', objects)
  const pages = await walkByNext(hub, at('OTHER', 'objects/'), {}, [5], async (page) => {
    if (page !== 2) return
    await hub.stop()
    await hub.start()
  })
  t.strictSame(
    flat(pages).map((entry) => entry.split(' ')[0]),
    objects.map(({ id }) => id),
  )
})

t.test(
  '383 D what is asked while the hub stops is answered or refused, not broken off',
  async (t) => {
    const asked = Array.from({ length: 20 }, () =>
      hub.post(at('OTHER', 'objects/'), [indicator()]).catch(() => null),
    )
    await hub.stop()
    const answers = await Promise.all(asked)
    await hub.start()
    for (const answer of answers) {
      if (answer === null) continue
      t.ok([202, 503].includes(answer.status), `${answer.status}`)
      if (answer.status !== 202) continue
      const status = await settled(hub, answer.json)
      const id = status.successes?.[0]?.id
      t.strictSame(idsOf((await hub.get(at('OTHER', `objects/?match[id]=${id}`))).json), [id])
    }
  },
)
