// Checklist E and U: what callers see while the database is away, and back again.
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import t, { type Test } from 'tap'
import { cloneDatabase } from '../fixture/database.ts'
import { at, type Hub, startHub } from './bench.ts'
import { expectError, expectOk, submit } from './expect.ts'
import { indicator } from './stix.ts'

/** A wire to the database that can be cut. */
const openWire = async (t: Test, databaseUrl: string) => {
  const { host, port } = new pg.Client({ connectionString: databaseUrl })
  const place = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }
  const ends = new Set<Socket>()
  let cut = false
  const server = createServer((near) => {
    if (cut) return near.destroy()
    const far = connect(place)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        ends.delete(one)
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(typeof address === 'object' && address ? address.port : 0)
  url.search = ''
  t.teardown(() => {
    for (const end of ends) end.destroy()
    server.close()
  })
  return {
    url: url.href,
    cut: () => {
      cut = true
      for (const end of ends) end.destroy()
    },
    mend: () => {
      cut = false
    },
  }
}

const object = indicator()
let hub: Hub
let wire: Awaited<ReturnType<typeof openWire>>

t.before(async () => {
  wire = await openWire(t, await cloneDatabase(t))
  hub = await startHub(t, {
    databaseUrl: wire.url,
  })
  await submit(t, hub, 'RW', [object])
})

const expectAway = async (t: Test) => {
  const answers = await Promise.all([
    hub.get(at('RW', 'objects/')),
    hub.get(at('RW', `objects/${object.id}/`)),
    hub.post(at('RW', 'objects/'), [indicator()]),
  ])
  for (const answer of answers) {
    expectError(t, answer, 503)
    t.match(answer.headers['retry-after'], /^\d+$/)
  }
}

const expectBack = async (t: Test) => {
  let back = await hub.get(at('RW', 'objects/'))
  for (let tries = 0; back.status !== 200 && tries < 200; tries++) {
    await sleep(100)
    back = await hub.get(at('RW', 'objects/'))
  }
  expectOk(t, back)
  t.ok(
    back.json.objects?.some(({ id }) => id === object.id),
    'nothing was lost',
  )
  await submit(t, hub, 'RW', [indicator()])
}

t.test('92,379 D a database that is away is 503, and its return is noticed', async (t) => {
  wire.cut()
  await expectAway(t)
  t.equal((await hub.ask({ path: '/healthz' })).status, 200, 'the hub itself lives')
  wire.mend()
  await expectBack(t)
})
