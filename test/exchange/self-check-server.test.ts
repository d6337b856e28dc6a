// O5: a hub does not start on a server that would lose what it acknowledged, or that its serving
// roles could step over; each setting and each flag turned once, on a PostgreSQL of the test's own.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { assemble, migrationsFolder } from '../../src/assemble.ts'
import { listFaults } from '../../src/exchange/self-check.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { testSettings } from '../fixture/hub.ts'
import { atDatabase, execute } from '../fixture/template.ts'
import { type Cluster, openCluster } from '../harness/resilience/cluster.ts'

const onWindows = process.platform === 'win32'
const root = join(import.meta.dirname, '..', '..')

/** What keeps a hub from starting here; null when it starts. */
const start = (databaseUrl: string): Promise<string | null> =>
  assemble(
    { ...testSettings, relaxedDurability: false, databaseUrl },
    pino({ level: 'silent' }),
  ).then(
    async ({ close }) => {
      await close()
      return null
    },
    (error: Error) => error.message,
  )

const open = async (t: Test, more: Record<string, string> = {}): Promise<Cluster> => {
  const cluster = await openCluster(t, { more })
  await migrate(cluster.url, migrationsFolder)
  return cluster
}

/** How the program itself ends, and what it says. */
const serve = (databaseUrl: string, folder: string) =>
  new Promise<{ code: number | null; said: string }>((resolve) => {
    const { PATH = '', HOME = '' } = process.env
    const env = { PATH, HOME, DATABASE_URL: databaseUrl, SEKISHO_DATA: folder, SEKISHO_PORT: '0' }
    const child = spawn(process.execPath, [join(root, 'src', 'bin.mjs'), 'serve'], { env })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    }
    child.on('close', (code) => resolve({ code, said }))
  })

for (const name of ['fsync', 'full_page_writes']) {
  t.test(`${name} = off`, { skip: onWindows }, async (t) => {
    const { url } = await open(t, { [name]: 'off' })
    t.match(await start(url), new RegExp(`not safe to serve from: ${name} is off`))
    const { code, said } = await serve(url, t.testdir({}))
    t.ok(code !== null && code > 0, 'the program ends, and not with 0')
    t.match(said, `${name} is off`)
  })
}

t.test('synchronous_commit = off', { skip: onWindows }, async (t) => {
  const { url } = await open(t, { synchronous_commit: 'off' })
  t.equal(await start(url), null, 'the hub asks for it on each of its connections')
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  pool.on('error', () => {})
  t.teardown(() => pool.end())
  const faults = await listFaults(pool, false)
  t.match(faults.join(), 'synchronous_commit is off', 'a pooler that drops what it asks for')
  t.match(faults.join(), 'acting role is sekisho;')
  t.notMatch((await listFaults(pool, true)).join(), 'synchronous_commit', 'not of a throw-away one')
})

t.test('roles, walls and encoding', { skip: onWindows }, async (t) => {
  const { url, ownUrl } = await open(t)
  t.equal(await start(url), null)
  const roles = ['sekisho_reader', 'sekisho_writer']
  const flags = ['superuser', 'bypassrls', 'createrole', 'replication']
  const turned: [down: string, up: string, named: RegExp][] = [
    ...roles.flatMap((role) =>
      flags.map((flag): [string, string, RegExp] => [
        `alter role ${role} ${flag}`,
        `alter role ${role} no${flag}`,
        new RegExp(`serving roles .*: ${role}`),
      ]),
    ),
    [
      'grant pg_read_all_data to sekisho_reader',
      'revoke pg_read_all_data from sekisho_reader',
      /serving roles .*: sekisho_reader/,
    ],
    [
      'alter table feed_mark owner to sekisho_writer',
      'alter table feed_mark owner to sekisho',
      /owned by a serving role: feed_mark/,
    ],
    [
      'alter table rendition no force row level security',
      'alter table rendition force row level security',
      /not enabled and forced: rendition/,
    ],
    [
      'create policy more on feed for select to sekisho_reader using (true)',
      'drop policy more on feed',
      /show a reader more than it named: feed more/,
    ],
    [
      'grant update on ledger to sekisho_writer',
      'revoke update on ledger from sekisho_writer',
      /rows could be changed: ledger/,
    ],
  ]
  for (const [down, up, named] of turned) {
    await execute(ownUrl, down)
    t.match(await start(url), named, down)
    await execute(ownUrl, up)
  }
  t.equal(await start(url), null, 'all of it taken back')
  const plain = atDatabase(url, 'plain')
  await execute(
    ownUrl,
    `create database plain owner sekisho encoding 'SQL_ASCII' locale 'C' template template0`,
  )
  await migrate(plain, migrationsFolder)
  t.match(await start(plain), /encoding is SQL_ASCII/)
})
