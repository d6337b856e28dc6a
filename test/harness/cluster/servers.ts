// A primary and its streaming standbys, as durable as in production, from the PostgreSQL that the
// hub brings: killed, paused, stalled and promoted as a run needs it. Knows no hub.
import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import {
  clusterFolders,
  ensureCluster,
  runProgram,
  settings,
} from '../../../src/postgres-cluster.ts'
import { findBinaries } from '../../../src/postgres-files.ts'
import { chooseIdentity, environment, type Identity } from '../../../src/postgres-identity.ts'

export type Undo = { teardown(undo: () => unknown): void }

/** Undoes also when the program ends in another way, as far as that can be done at once. */
export const endWithUs = (ground: Undo, end: () => void): void => {
  process.once('exit', end)
  ground.teardown(() => process.off('exit', end))
}

export type Server = {
  port: number
  /** Of the hub's own role. */
  url: string
  /** Runs statements as a superuser. */
  ask(sql: string): Promise<Record<string, unknown>[]>
  start(): Promise<void>
  /** Ends the server and all it forked, at once. */
  kill(): Promise<void>
  /** The same, for a program that ends. */
  end(): void
  pause(): void
  resume(): void
  /** Seconds of processor time of the server and all it forked, ended ones too. */
  cpuSeconds(): number
}

export type Servers = { primary: Server; standbys: Server[] }

const startTries = 400
const startPauseMs = 50
const ticksASecond = 100

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

const childrenOf = (pid: number): number[] => {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return text.split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

const signalAll = (pid: number, signal: NodeJS.Signals): void => {
  for (const one of [pid, ...childrenOf(pid)]) {
    try {
      process.kill(one, signal)
    } catch {
      // It ended in between.
    }
  }
}

/** Own time and that of children which ended: fields 14 to 17 of proc(5) stat. */
const ticksOf = (pid: number): number => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  } catch {
    return 0
  }
}

const access = `local all all trust
host all all 127.0.0.1/32 trust
host replication all 127.0.0.1/32 trust
`

type Place = { identity: Identity; postgres: string; data: string; sockets: string; port: number }

const openServer = (place: Place, given: Record<string, string>): Server => {
  const { identity, postgres, data, sockets, port } = place
  const all = Object.entries({
    ...settings,
    shared_buffers: '128MB',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: `"${sockets}"`,
    port: String(port),
    max_connections: '200',
    wal_keep_size: '1GB',
    hot_standby: 'on',
    ...given,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const url = `postgresql://sekisho@127.0.0.1:${port}/sekisho`
  let child: ChildProcess | null = null
  let gone: Promise<unknown> = Promise.resolve()
  const pid = (): number => child?.pid ?? 0
  const ask = async (sql: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: url.replace('sekisho@', 'postgres@') })
    client.on('error', () => {})
    await client.connect()
    try {
      const answers = [await client.query(sql)].flat() as pg.QueryResult[]
      return answers.at(-1)?.rows ?? []
    } finally {
      await client.end().catch(() => {})
    }
  }
  const start = async (): Promise<void> => {
    const [command = '', ...args] = [...identity.before, postgres, '-D', data, ...all]
    const options = { ...identity.options, cwd: '/', env: environment(), stdio: 'ignore' } as const
    const started = spawn(command, args, options)
    child = started
    gone = new Promise((resolve) => started.once('exit', resolve))
    for (let tries = 0; tries < startTries && started.exitCode === null; tries++) {
      const there = await ask('select 1').catch(() => null)
      if (there !== null) return
      await setTimeout(startPauseMs)
    }
    throw new Error('PostgreSQL does not start')
  }
  const end = (): void => {
    if (child?.exitCode === null && child.signalCode === null) signalAll(pid(), 'SIGKILL')
  }
  return {
    port,
    url,
    ask,
    start,
    end,
    async kill() {
      end()
      await gone
    },
    pause: () => signalAll(pid(), 'SIGSTOP'),
    resume: () => signalAll(pid(), 'SIGCONT'),
    cpuSeconds: () =>
      [pid(), ...childrenOf(pid())].reduce((sum, one) => sum + ticksOf(one), 0) / ticksASecond,
  }
}

/** `count` standbys; `settings` are of the primary, and of each standby when it is promoted. */
export type Wish = { count: number; settings?: Record<string, string> }

/**
 * Makes and starts a primary and standbys that are copies of its beginning and stream the rest.
 * The standby n is known to the primary as `standby_n`, from 1 on. All end with the ground.
 */
export const openServers = async (ground: Undo, wish: Wish): Promise<Servers> => {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-servers-'))
  ground.teardown(() => rmSync(folder, { recursive: true, force: true }))
  // The servers may run as another user than this process.
  chmodSync(folder, 0o755)
  const binaries = findBinaries()
  const identity = chooseIdentity(binaries.postgres, folder)
  const { data, ...rest } = clusterFolders(folder)
  await ensureCluster(identity, binaries, { data, ...rest })
  writeFileSync(join(data, 'pg_hba.conf'), access)
  const place = async (of: string): Promise<Place> => {
    const sockets = mkdtempSync(join(tmpdir(), 'sekisho-s-'))
    ground.teardown(() => rmSync(sockets, { recursive: true, force: true }))
    chmodSync(sockets, 0o777)
    return { identity, postgres: binaries.postgres, data: of, sockets, port: await freePort() }
  }
  const copies = Array.from({ length: wish.count }, (_, n) => join(folder, `standby_${n + 1}`))
  for (const copy of copies) {
    mkdirSync(copy, { mode: 0o700 })
    if (identity.owner) chownSync(copy, identity.owner.uid, identity.owner.gid)
    await runProgram(identity, 'cp', ['-a', `${data}/.`, copy])
  }
  const primary = openServer(await place(data), wish.settings ?? {})
  const standbys: Server[] = []
  for (const [n, copy] of copies.entries()) {
    writeFileSync(join(copy, 'standby.signal'), '')
    const name = `standby_${n + 1}`
    const follow = `host=127.0.0.1 port=${primary.port} user=postgres application_name=${name}`
    const { synchronous_standby_names: _, ...ordinary } = wish.settings ?? {}
    standbys.push(openServer(await place(copy), { ...ordinary, primary_conninfo: follow }))
  }
  endWithUs(ground, () => {
    for (const server of [primary, ...standbys]) server.end()
  })
  ground.teardown(() => Promise.all([primary, ...standbys].map((server) => server.kill())))
  for (const server of [primary, ...standbys]) await server.start()
  return { primary, standbys }
}
