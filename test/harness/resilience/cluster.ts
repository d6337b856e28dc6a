// A PostgreSQL of a run's own, as durable as in production, that can be killed, stopped hard and
// started again in its place. Knows no hub.
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { clusterFolders, ensureCluster, settings } from '../../../src/postgres-cluster.ts'
import { findBinaries } from '../../../src/postgres-files.ts'
import { chooseIdentity, environment } from '../../../src/postgres-identity.ts'
import { atDatabase, execute } from '../../fixture/template.ts'
import type { Ground } from './row.ts'

const port = 5432
const readyTries = 600

/** `fast` and `immediate` are PostgreSQL's words; `kill` takes the server and all it forked. */
export type Ending = 'fast' | 'immediate' | 'kill'

export type Cluster = {
  /** Of an empty database, for the hub's own role. The same over all starts. */
  url: string
  /** Of the same database, for a superuser: what an operator with the keys could do. */
  ownUrl: string
  folder: string
  /** Where its socket is, for a wire in between. */
  socket: string
  end(how: Ending): Promise<void>
  /** Starts it again and resolves when it takes connections; throws when it does not. */
  start(): Promise<void>
  isRunning(): boolean
}

/** Of Linux; elsewhere only the server itself is killed, and its children see that and end. */
const childrenOf = (pid: number): number[] => {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return text.split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

const killAll = (pid: number): void => {
  for (const one of [pid, ...childrenOf(pid)]) {
    try {
      process.kill(one, 'SIGKILL')
    } catch {
      // It ended in between.
    }
  }
}

const signals = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const

const waitUntilItAnswers = async (url: string, server: () => ChildProcess): Promise<void> => {
  for (let tries = 0; tries < readyTries; tries++) {
    const answer = await execute(url, 'select 1').then(
      () => true,
      () => false,
    )
    if (answer) return
    if (server().exitCode !== null || server().signalCode !== null) break
    await setTimeout(50)
  }
  throw new Error('PostgreSQL does not start')
}

/**
 * Makes and starts one in a folder of its own below `parent`; it ends, and the folder goes, with
 * the ground. `more` are settings of PostgreSQL besides those of the local one.
 */
export const openCluster = async (
  ground: Pick<Ground, 'teardown'>,
  { parent = tmpdir(), more = {} }: { parent?: string; more?: Record<string, string> } = {},
): Promise<Cluster> => {
  const folder = mkdtempSync(join(parent, 'sekisho-fault-'))
  ground.teardown(() => rmSync(folder, { recursive: true, force: true }))
  // The server may run as another user than this process.
  chmodSync(folder, 0o755)
  const binaries = findBinaries()
  const identity = chooseIdentity(binaries.postgres, folder)
  const folders = clusterFolders(folder)
  await ensureCluster(identity, binaries, folders)
  const sockets = mkdtempSync(join(tmpdir(), 'sekisho-s-'))
  ground.teardown(() => rmSync(sockets, { recursive: true, force: true }))
  mkdirSync(sockets, { recursive: true })
  if (identity.owner) chownSync(sockets, identity.owner.uid, identity.owner.gid)
  const given = Object.entries({
    ...settings,
    listen_addresses: '',
    unix_socket_directories: `"${sockets}"`,
    port: String(port),
    ...more,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const at = (role: string) => `postgresql://${role}@${encodeURIComponent(sockets)}:${port}/sekisho`
  let server: ChildProcess
  let gone: Promise<unknown> = Promise.resolve()
  const isRunning = (): boolean => server.exitCode === null && server.signalCode === null
  const end = async (how: Ending): Promise<void> => {
    if (isRunning()) {
      if (how === 'kill') killAll(server.pid as number)
      else server.kill(signals[how])
    }
    await gone
  }
  const launch = async (): Promise<void> => {
    const line = [...identity.before, binaries.postgres, '-D', folders.data, ...given]
    const [command = '', ...args] = line
    server = spawn(command, args, {
      ...identity.options,
      cwd: '/',
      env: environment(),
      stdio: 'ignore',
    })
    gone = new Promise((resolve) => server.once('exit', resolve))
    await waitUntilItAnswers(atDatabase(at('postgres'), 'postgres'), () => server)
  }
  // What was killed may not be over for a moment: its memory is still held.
  const start = async (): Promise<void> => {
    for (let tries = 1; ; tries++) {
      try {
        return await launch()
      } catch (error) {
        if (tries === 5) throw error
        await setTimeout(200)
      }
    }
  }
  await start()
  const killAtExit = (): void => {
    if (isRunning()) killAll(server.pid as number)
  }
  process.once('exit', killAtExit)
  ground.teardown(async () => {
    process.off('exit', killAtExit)
    await end('immediate')
  })
  const socket = join(sockets, `.s.PGSQL.${port}`)
  return { url: at('sekisho'), ownUrl: at('postgres'), folder, socket, end, start, isRunning }
}
