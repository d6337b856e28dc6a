// Polls from streaming replicas: what the primary had committed when a request came is in its
// answer, wherever it is read, and a replica that cannot say so is passed by. Each rule's control
// is the same look without the primary being asked.
import { setTimeout } from 'node:timers/promises'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { type Assembly, assemble } from '../../src/assemble.ts'
import { printPosition } from '../../src/core/taxii/position.ts'
import type { Caller, Context } from '../../src/exchange/context.ts'
import { deliver } from '../../src/exchange/deliver.ts'
import type { Front } from '../../src/exchange/front.ts'
import { listManifest } from '../../src/exchange/list-manifest.ts'
import { findStatus } from '../../src/exchange/status.ts'
import { withdraw } from '../../src/exchange/withdraw.ts'
import { migrate } from '../../src/storage/migrate.ts'
import type { Replica } from '../../src/storage/replicas.ts'
import { asQuery, makeIndicator, openHub, type TestHub, testSettings } from '../fixture/hub.ts'
import { atDatabase, execute, migrations } from '../fixture/template.ts'
import { openServers, type Server, type Servers } from '../harness/cluster/servers.ts'

type World = {
  standbys: Server[]
  replicas: string[]
  hub: TestHub
  /** Serves polls from the replicas. */
  far: Context
  assembly: Assembly
}

let servers: Servers | null = null
let databases = 0

/** All tests of this file use the same servers, and each a database of its own. */
const findServers = async (): Promise<Servers> => {
  if (servers !== null) return servers
  servers = await openServers(t, { count: 2 })
  await migrate(servers.primary.url, migrations)
  return servers
}

const open = async (test: Test, count: 1 | 2): Promise<World> => {
  const found = await findServers()
  const { primary } = found
  const standbys = found.standbys.slice(0, count)
  databases += 1
  const name = `of_test_${databases}`
  await primary.ask(`create database ${name} template sekisho owner sekisho`)
  const databaseUrl = atDatabase(primary.url, name)
  const replicas = standbys.map(({ url }) => atDatabase(url, name))
  await until(async () => (await Promise.all(replicas.map(isThere))).every(Boolean))
  const hub = await openHub(test, { databaseUrl })
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
  const assembly = await assemble({ ...testSettings, databaseUrl, replicas }, log)
  test.teardown(assembly.close)
  await until(() => used(assembly.context).every(Boolean))
  return { standbys, hub, far: assembly.context, assembly, replicas }
}

const isThere = (url: string): Promise<boolean> =>
  execute(url, 'select 1').then(
    () => true,
    () => false,
  )

const pages = async (ctx: Context, { collection }: TestHub, caller: Caller, search = '') => {
  const { body, last } = await deliver(ctx, caller, collection, asQuery(search), null)
  const { objects = [] } = JSON.parse(body.toString()) as { objects?: { id: string }[] }
  return { ids: objects.map(({ id }) => id), last }
}

/** The unsafe control: whatever this replica has is taken for what the primary has. */
const believe = (ctx: Context, replica: Replica, { epoch }: Caller): Context => {
  const head = { last_position: 0n, given: 0n }
  const front: Front = {
    at: async () => ({ epoch, head, due: false, held: false, standby: false }),
  }
  return { ...ctx, front, replicas: { ...ctx.replicas, list: () => [replica] } }
}

const used = ({ replicas }: Context): boolean[] => replicas.states().map(({ used }) => used)

const stall = (server: Server) => server.ask('select pg_wal_replay_pause()')
const goOn = (server: Server) => server.ask('select pg_wal_replay_resume()')

const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 300; tries++) {
    if (await holds()) return
    await setTimeout(100)
  }
  throw new Error('it did not come to that')
}

const reads = async (server: Server): Promise<number> => {
  const [row] = await server.ask(
    `select count(*)::integer as n from pg_stat_activity where application_name = 'sekisho sekisho_reader'
      and query like 'copy%' or query = 'commit' and application_name = 'sekisho sekisho_reader'`,
  )
  return row?.n as number
}

t.test('a replica serves, and a reader finds what it has just written', async (t) => {
  const { standbys, hub, far } = await open(t, 1)
  const [standby] = standbys as [Server]
  const acme = await hub.join('contributor')
  const bolt = await hub.join('consumer')
  t.same(used(far), [true])
  const [replica] = far.replicas.list() as [Replica]
  for (let round = 0; round < 12; round++) {
    const object = makeIndicator(round)
    const status = await hub.publish(acme, [object])
    t.equal((await findStatus(far, acme, hub.root, status.id)).status, 'complete')
    const found = await deliver(far, bolt, hub.collection, asQuery('', 'object'), object.id)
    t.match(found.body.toString(), object.id)
  }
  const { ids } = await pages(far, hub, bolt)
  t.equal(ids.length, 12)
  t.ok((await reads(standby)) > 0, 'it was the replica that was asked')
  const ledger = await hub.query(`select count(*)::integer as n from ledger where act = 'disclose'`)
  t.equal(ledger.rows[0].n, 13, 'each page is in the ledger of the primary')

  await stall(standby)
  const late = makeIndicator(99)
  await hub.publish(acme, [late])
  t.ok((await pages(far, hub, bolt)).ids.includes(late.id), 'a stalled replica is passed by')
  t.same(used(far), [false])
  const blind = await pages(believe(far, replica, bolt), hub, bolt)
  t.notOk(blind.ids.includes(late.id), 'the control misses it')
  await goOn(standby)
  await until(() => used(far).every(Boolean))
})

t.test(
  'what the policy takes is gone with the next request, however late a replica is',
  async (t) => {
    const { standbys, hub, far } = await open(t, 1)
    const [standby] = standbys as [Server]
    const [replica] = far.replicas.list() as [Replica]
    const acme = await hub.join('contributor')
    const bolt = await hub.join('consumer')
    const carl = await hub.join('consumer')
    const object = makeIndicator(1)
    await hub.publish(acme, [object])
    t.same((await pages(far, hub, carl)).ids, [object.id])
    await stall(standby)
    await hub.query(`update organisation set status = 'suspended' where id = $1`, [
      bolt.organisation_id,
    ])
    await hub.query('delete from membership where organisation_id = $1', [carl.organisation_id])
    await hub.query('update hub set policy_epoch = policy_epoch + 1')
    const kept = await pages(believe(far, replica, carl), hub, carl)
    t.same(kept.ids, [object.id], 'the control shows it to whom it is not for')
    await t.rejects(pages(far, hub, bolt), { name: 'Refusal', message: /sign in/ })
    await t.rejects(pages(far, hub, carl), { name: 'Refusal', message: /no such collection/ })
    await goOn(standby)
  },
)

t.test('what is withdrawn is gone with the next request', async (t) => {
  const { standbys, hub, far } = await open(t, 1)
  const [standby] = standbys as [Server]
  const [replica] = far.replicas.list() as [Replica]
  const acme = await hub.join('contributor')
  const bolt = await hub.join('consumer')
  const objects = [makeIndicator(1), makeIndicator(2)]
  await hub.publish(acme, objects)
  t.equal((await pages(far, hub, bolt)).ids.length, 2)
  await stall(standby)
  await withdraw(hub.ctx, acme, hub.collection, objects[0]?.id as string, asQuery('', 'delete'))
  t.equal((await pages(far, hub, bolt)).ids.length, 1)
  t.equal((await pages(believe(far, replica, bolt), hub, bolt)).ids.length, 2, 'the control')
  await goOn(standby)
})

t.test(
  'a poller that is sent from one replica to another misses and repeats nothing',
  async (t) => {
    const { standbys, hub, far } = await open(t, 2)
    const acme = await hub.join('contributor')
    const bolt = await hub.join('consumer')
    const [one, two] = standbys as [Server, Server]
    const written = new Set<string>()
    let writing = true
    const write = async (): Promise<void> => {
      for (let round = 0; round < 60; round++) {
        const objects = Array.from({ length: 1 + (round % 4) }, (_, n) => makeIndicator(n))
        await hub.publish(acme, objects)
        for (const { id } of objects) written.add(id)
        // One of them lags for a while, then the other.
        if (round === 10 || round === 40) await stall(round === 10 ? one : two)
        if (round === 25) await goOn(one)
        await setTimeout(10)
      }
      writing = false
    }
    const seen = new Map<string, number>()
    const poll = async (): Promise<void> => {
      let after = ''
      for (let idle = 0; idle < 3; ) {
        const over = !writing
        const { ids, last } = await pages(far, hub, bolt, after)
        for (const id of ids) seen.set(id, (seen.get(id) ?? 0) + 1)
        if (last !== null) after = `added_after=${printPosition(last)}`
        idle = over && ids.length === 0 ? idle + 1 : 0
        await setTimeout(3)
      }
    }
    await Promise.all([write(), poll()])
    t.same(
      [...written].filter((id) => !seen.has(id)),
      [],
      'missed',
    )
    t.same(
      [...seen].filter(([, times]) => times > 1),
      [],
      'repeated',
    )
    t.equal(seen.size, written.size)
    await goOn(two)
  },
)

t.test('a replica that is gone costs no answer and comes back by itself', async (t) => {
  const { standbys, hub, far } = await open(t, 2)
  const [one, two] = standbys as [Server, Server]
  const acme = await hub.join('contributor')
  const bolt = await hub.join('consumer')
  const object = makeIndicator(1)
  await hub.publish(acme, [object])
  const ask = async (): Promise<void> => {
    const { body } = await listManifest(far, bolt, hub.collection, asQuery('', 'manifest'))
    t.match(body.toString(), object.id)
  }
  await one.kill()
  for (let n = 0; n < 6; n++) await ask()
  t.same(used(far), [false, true])
  two.pause()
  await ask()
  await ask()
  t.same(used(far), [false, false], 'one that says nothing is left out as well')
  two.resume()
  await one.start()
  await until(() => used(far).every(Boolean))
  for (let n = 0; n < 4; n++) await ask()
})

t.test('a request is measured by what the primary had after it came', async (t) => {
  const { hub, far } = await open(t, 1)
  const acme = await hub.join('contributor')
  for (let round = 0; round < 20; round++) {
    const before = far.front.at(hub.collection.id)
    const object = makeIndicator(round)
    const done = hub.publish(acme, [object])
    const during = far.front.at(hub.collection.id)
    await done
    const after = await far.front.at(hub.collection.id)
    t.ok(after.head.last_position >= (await during).head.last_position)
    t.ok(
      after.head.last_position > (await before).head.last_position,
      'what was committed is in it',
    )
  }
})

t.test('what is no replica of the primary is refused at the start', async (t) => {
  const { standbys, hub, assembly } = await open(t, 1)
  const [standby] = standbys as [Server]
  const start = (replica: string) =>
    assemble(
      { ...testSettings, databaseUrl: hub.url, replicas: [replica] },
      pino({ level: 'silent' }),
    )
  await t.rejects(start(hub.url), { message: /follows no other server/ }, 'the primary itself')
  const other = await openServers(t, { count: 0 })
  await migrate(other.primary.url, migrations)
  await t.rejects(start(other.primary.url), { message: /copy of another database/ })
  const late = await start('postgresql://sekisho@127.0.0.1:1/sekisho')
  t.same(used(late.context), [false], 'one that does not answer is waited for')
  await late.close()

  await standby.ask('select pg_promote()')
  const bolt = await hub.join('consumer')
  await pages(assembly.context, hub, bolt)
  await until(() => !used(assembly.context).some(Boolean))
  t.pass('one that is promoted is left')
})
