// A pooler in between (PgBouncer of Debian): the hub keeps its own pools and needs what it gives
// with each connection. Where that is dropped it must not start, and where it is refused it cannot.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { assemble } from '../../src/assemble.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { testSettings } from '../fixture/hub.ts'
import { execute, migrations } from '../fixture/template.ts'
import { freePort, openServers } from '../harness/cluster/servers.ts'

const hasPooler = (): boolean => {
  try {
    execFileSync('pgbouncer', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const skip = hasPooler() ? false : 'PgBouncer (apt-get install pgbouncer) is not here'

const openPooler = async (t: Test, port: number, ignored: string): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-pooler-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  chmodSync(folder, 0o755)
  const listen = await freePort()
  writeFileSync(join(folder, 'users'), '"sekisho" ""\n')
  const lines = [
    '[databases]',
    `* = host=127.0.0.1 port=${port}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${listen}`,
    'unix_socket_dir =',
    'auth_type = trust',
    `auth_file = ${join(folder, 'users')}`,
    'pool_mode = session',
    `ignore_startup_parameters = ${ignored}`,
  ]
  writeFileSync(join(folder, 'pgbouncer.ini'), `${lines.join('\n')}\n`)
  const as = process.getuid?.() === 0 ? ['-u', 'postgres'] : []
  const pooler: ChildProcess = spawn('pgbouncer', ['-q', ...as, join(folder, 'pgbouncer.ini')], {
    stdio: 'ignore',
  })
  t.teardown(() => void pooler.kill('SIGKILL'))
  const url = `postgresql://sekisho@127.0.0.1:${listen}/sekisho`
  for (let tries = 0; tries < 100; tries++) {
    const there = await execute(url, 'select 1').then(
      () => true,
      () => false,
    )
    if (there) return url
    await setTimeout(100)
  }
  throw new Error('PgBouncer does not start')
}

t.test('a pooler that takes the role away is refused at the start', { skip }, async (t) => {
  const { primary } = await openServers(t, { count: 0 })
  await migrate(primary.url, migrations)
  const log = pino({ level: 'silent' })
  const start = (databaseUrl: string) => assemble({ ...testSettings, databaseUrl }, log)
  const direct = await start(primary.url)
  await direct.close()
  const dropping = await openPooler(t, primary.port, 'options,extra_float_digits')
  await t.rejects(start(dropping), { message: /acting role is sekisho; a pooler in between/ })
  const refusing = await openPooler(t, primary.port, 'extra_float_digits')
  await t.rejects(start(refusing), { message: /options/ })
})
