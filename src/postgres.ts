// The local PostgreSQL of a hub that is given no DATABASE_URL: started with it, stopped with it.
// Knows nothing of what is kept in it.
import { spawn, spawnSync } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import * as cluster from './postgres-cluster.ts'
import { type Binaries, findBinaries } from './postgres-files.ts'
import { canEnter, chooseIdentity, environment, type Identity } from './postgres-identity.ts'
import { startOverTcp } from './postgres-windows.ts'

export type PostgresLog = {
  info(fields: { reason: string }, message: string): void
  error(fields: { reason: string }, message: string): void
}

export type LocalPostgres = {
  /** For the hub's own role, which is no superuser. */
  url: string
  /** Ends the server cleanly, cutting its connections; resolves when its process is gone. */
  stop(): Promise<void>
  /** Resolves when the server has ended, asked or not. */
  stopped: Promise<void>
}

const otherWaitMs = 15_000
const stopWaitMs = 30_000
const port = 5432
// The path of a Unix socket has at most 103 bytes on the strictest system.
const socketFolderMax = 80

/**
 * Runs the server and waits with it. Standard input is a pipe from the hub: when it closes, because
 * the hub asks or because it died in whatever way, the server is shut down (SIGINT = fast).
 */
const keeper = `
exec 3<&0
dir=$1; shift
"$@" & server=$!
( read -r _ <&3; kill -INT "$server" ) & watch=$!
exec 3<&-
wait "$server"; code=$?
kill -KILL "$watch" 2>/dev/null
rm -f "$dir"/.s.PGSQL.*
rmdir "$dir"
exit "$code"
`

const commandLine = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    if (existsSync('/proc/self/cmdline')) return ''
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Deals with the lock an earlier server left. One that still runs here is given time to end: it
 * does when its hub is gone. A lock whose number now belongs to a stranger is removed; any other
 * stale lock PostgreSQL recognises itself.
 */
const clearLock = async (data: string, log: PostgresLog): Promise<void> => {
  const until = performance.now() + otherWaitMs
  for (;;) {
    const lock = cluster.readLock(data)
    if (lock === null || !isAlive(lock.pid)) return
    if (!commandLine(lock.pid).includes(data)) {
      log.info({ reason: 'stale-lock' }, 'removed the lock of a PostgreSQL that is gone')
      return cluster.removeLock(data)
    }
    if (performance.now() > until) {
      throw new Error(
        `another hub runs on \`${data}\` (PostgreSQL is process ${lock.pid}); ` +
          'stop it, or set SEKISHO_DATA to another folder',
      )
    }
    await pause(100)
  }
}

const makeSocketFolder = (identity: Identity): string => {
  const parents = [tmpdir(), '/tmp'].filter((parent) => Buffer.byteLength(parent) < socketFolderMax)
  const parent = parents.find((path) => existsSync(path) && canEnter(identity, path))
  if (parent === undefined) throw new Error('no temporary folder is fit for a socket: set TMPDIR')
  const folder = mkdtempSync(join(parent, 'sekisho-'))
  if (identity.owner) chownSync(folder, identity.owner.uid, identity.owner.gid)
  return folder
}

const openLog = (path: string): number => {
  if (existsSync(path)) renameSync(path, `${path}.1`)
  return openSync(path, 'w', 0o600)
}

const tail = (path: string): string =>
  readFileSync(path, 'utf8').trim().split('\n').slice(-5).join('\n')

type Running = { stdin: { end(): void }; ended: Promise<void>; hasEnded(): boolean }

const spawnServer = (
  identity: Identity,
  binaries: Binaries,
  folders: cluster.ClusterFolders,
  socketFolder: string,
): Running => {
  const settings = Object.entries({
    ...cluster.settings,
    listen_addresses: '',
    unix_socket_directories: `"${socketFolder}"`,
    unix_socket_permissions: '0700',
    port: String(port),
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = [binaries.postgres, '-D', folders.data, ...settings]
  const [command = '/bin/sh', ...args] = [
    ...identity.before,
    ...['/bin/sh', '-c', keeper, 'sekisho-postgres', socketFolder],
    ...server,
  ]
  const log = openLog(folders.log)
  const child = spawn(command, args, {
    ...identity.options,
    cwd: '/',
    env: environment(),
    // A session of its own: Ctrl-C reaches the hub, which stops serving before the server goes.
    detached: true,
    stdio: ['pipe', log, log],
  })
  closeSync(log)
  let over = false
  const ended = new Promise<void>((settle) => {
    const end = () => {
      over = true
      settle()
    }
    child.on('exit', end)
    child.on('error', end)
  })
  const stdin = child.stdin
  if (!stdin) throw new Error('the server has no pipe to its keeper')
  stdin.on('error', () => {})
  // Neither keeps a program alive that has nothing else to do: its end closes the pipe.
  child.unref()
  ;(stdin as unknown as { unref(): void }).unref()
  return { stdin, ended, hasEnded: () => over }
}

const waitUntilReady = async (
  running: Running,
  folders: cluster.ClusterFolders,
  socketFolder: string,
): Promise<void> => {
  for (;;) {
    const lock = cluster.readLock(folders.data)
    if (lock?.ready && lock.socketFolder === socketFolder) return
    if (running.hasEnded()) {
      throw new Error(`PostgreSQL does not start: ${tail(folders.log) || 'it says nothing'}`)
    }
    await pause(20)
  }
}

const stopServer = async (running: Running, data: string): Promise<void> => {
  const lock = cluster.readLock(data)
  running.stdin.end()
  const late = setTimeout(() => {
    if (lock && !running.hasEnded()) process.kill(lock.pid, 'SIGQUIT')
  }, stopWaitMs)
  await running.ended
  clearTimeout(late)
}

const urlAt = (socketFolder: string): string =>
  `postgresql://sekisho@${encodeURIComponent(socketFolder)}:${port}/sekisho`

/**
 * The URL of a server that another process runs on the cluster in `folder`; null when there is
 * none.
 */
export const findPostgres = (folder: string): string | null => {
  const { data } = cluster.clusterFolders(resolve(folder))
  const lock = cluster.readLock(data)
  if (!lock?.ready || lock.socketFolder === '') return null
  const ours = isAlive(lock.pid) && commandLine(lock.pid).includes(data)
  return ours ? urlAt(lock.socketFolder) : null
}

/**
 * Starts PostgreSQL on the cluster in `folder`, making it on the first start. No network port is
 * opened: the one way in is a socket in a folder of mode 0700. A server whose hub was killed is
 * recovered. Throws, saying what to do, where it cannot run.
 */
export const startPostgres = async (options: {
  folder: string
  log: PostgresLog
}): Promise<LocalPostgres> => {
  const { log } = options
  const folder = resolve(options.folder)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const folders = cluster.clusterFolders(folder)
  const binaries = findBinaries()
  if (process.platform === 'win32') return startOverTcp(binaries, folders)
  const identity = chooseIdentity(binaries.postgres, folder)
  await clearLock(folders.data, log)
  if (await cluster.ensureCluster(identity, binaries, folders)) {
    log.info({ reason: 'first-start' }, 'made a new PostgreSQL cluster')
  }
  const socketFolder = makeSocketFolder(identity)
  const running = spawnServer(identity, binaries, folders, socketFolder)
  try {
    await waitUntilReady(running, folders, socketFolder)
  } catch (error) {
    running.stdin.end()
    rmSync(socketFolder, { recursive: true, force: true })
    throw error
  }
  let asked = false
  void running.ended.then(() => {
    if (!asked) log.error({ reason: 'postgres-ended' }, 'the local PostgreSQL ended by itself')
  })
  return {
    url: urlAt(socketFolder),
    stopped: running.ended,
    stop: () => {
      asked = true
      return stopServer(running, folders.data)
    },
  }
}
