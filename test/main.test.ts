// The program as people run it: started, asked, stopped; nothing is left and nothing is lost.
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('..', import.meta.url))
const onWindows = process.platform === 'win32'

type Run = { child: ChildProcess; output(): string; ended: Promise<number | null> }

const run = (words: string[], env: Record<string, string>): Run => {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, ['scripts/start.mjs', ...words], {
    cwd: root,
    env: { PATH, HOME, SEKISHO_PORT: '0', ...env },
  })
  let output = ''
  const keep = (text: string) => {
    output += text
  }
  child.stdout.setEncoding('utf8').on('data', keep)
  child.stderr.setEncoding('utf8').on('data', keep)
  return { child, output: () => output, ended: new Promise((end) => child.on('close', end)) }
}

/** Waits for the banner; resolves with the hub's address. */
const whenReady = async ({ child, output }: Run): Promise<string> => {
  for (;;) {
    const address = /answers at (\S+)[\s\S]*Ctrl-C/.exec(output())
    if (address?.[1]) return address[1]
    if (child.exitCode !== null) throw new Error(`the hub ended: ${output()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const discover = async (address: string, password: string) => {
  const authorization = `Basic ${Buffer.from(`acme:${password}`).toString('base64')}`
  const accept = 'application/taxii+json;version=2.1'
  return fetch(`${address}/taxii2/`, { headers: { accept, authorization } })
}

const postmaster = (folder: string): number =>
  Number(readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0])

const isGone = async (pid: number): Promise<boolean> => {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      process.kill(pid, 0)
    } catch {
      return true
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}

t.test('npm start, Ctrl-C, npm start', { skip: onWindows }, async (t) => {
  const base = t.testdir({})
  // PostgreSQL may run as another user than this process.
  chmodSync(base, 0o755)
  const env = { SEKISHO_DATA: join(base, 'var') }
  const first = run(['serve'], env)
  t.teardown(() => first.child.kill('SIGKILL'))
  const address = await whenReady(first)
  const password = /user acme, password (\S+)/.exec(first.output())?.[1] ?? ''
  t.equal((await discover(address, password)).status, 200, 'the printed credentials are good')
  t.equal((await discover(address, 'another')).status, 401)

  const beside = run(['status'], env)
  t.equal(await beside.ended, 0, 'a command beside the running hub')
  t.match(beside.output(), 'Acme Rail')

  const server = postmaster(env.SEKISHO_DATA)
  // As from a terminal through npm: twice.
  first.child.kill('SIGINT')
  first.child.kill('SIGINT')
  t.equal(await first.ended, 0, `stopped cleanly: ${first.output().slice(-2000)}`)
  t.ok(await isGone(server), 'PostgreSQL is gone')
  t.notOk(existsSync(join(env.SEKISHO_DATA, 'postgres', 'data', 'postmaster.pid')))

  const second = run(['serve'], env)
  t.teardown(() => second.child.kill('SIGKILL'))
  const again = await whenReady(second)
  t.notMatch(second.output(), /password/, 'credentials are shown once')
  t.equal((await discover(again, password)).status, 200, 'and are still good')
  const other = postmaster(env.SEKISHO_DATA)
  second.child.kill('SIGKILL')
  t.ok(await isGone(other), 'killed without a word, it leaves no PostgreSQL either')
})

t.test('what cannot work is said, without a stack', async (t) => {
  const base = t.testdir({ 'hub.yaml': 'hub: { titel: x }\n' })
  const cases: [string[], Record<string, string>, RegExp, number][] = [
    [['serve'], { SEKISHO_PORT: 'x' }, /sekisho: {3}SEKISHO_PORT must be a whole number/, 1],
    [['serve'], { DATABASE_URL: 'postgresql://127.0.0.1:9/x' }, /sekisho: .*ECONNREFUSED/, 1],
    [['apply', join(base, 'none.yaml')], {}, /none\.yaml` cannot be read/, 2],
    [['apply', join(base, 'hub.yaml')], {}, /hub\.yaml:1:\d+: .*titel/, 2],
    [['dance'], {}, /unknown command/, 2],
  ]
  for (const [words, env, message, code] of cases) {
    const { ended, output } = run(words, { SEKISHO_DATA: join(base, 'var'), ...env })
    t.equal(await ended, code, words.join(' '))
    t.match(output(), message)
    t.notMatch(output(), /^\s+at /m)
  }
})
