// The data folder of the local PostgreSQL: made once, whole or not at all; its lock; its settings.
// Does not run the server.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './postgres-files.ts'
import { environment, type Identity } from './postgres-identity.ts'

const major = '18'
const outputKept = 4_000

export type ClusterFolders = {
  /** What PostgreSQL calls its data directory. */
  data: string
  log: string
  /** Only where there are no Unix sockets. */
  password: string
}

export const clusterFolders = (folder: string): ClusterFolders => ({
  data: join(folder, 'data'),
  log: join(folder, 'postgres.log'),
  password: join(folder, 'password'),
})

/** The first lines of postmaster.pid. `ready` once connections are accepted. */
export type Lock = { pid: number; socketFolder: string; ready: boolean }

/** Parses the text of postmaster.pid; null while it is not written far enough to be of use. */
export const parseLock = (text: string): Lock | null => {
  const lines = text.split('\n').map((line) => line.trim())
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  return { pid, socketFolder: lines[4] ?? '', ready: lines[7] === 'ready' }
}

export const readLock = (data: string): Lock | null => {
  try {
    return parseLock(readFileSync(join(data, 'postmaster.pid'), 'utf8'))
  } catch {
    return null
  }
}

export const removeLock = (data: string): void => {
  rmSync(join(data, 'postmaster.pid'), { force: true })
}

/** The settings a start gives, whatever the data folder's own files say. */
export const settings: Record<string, string> = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '100',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The server's log names errors, never the statements or rows that caused them.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

/** Runs a program to its end as this identity. Throws with the end of its output if it fails. */
export const runProgram = (
  identity: Identity,
  program: string,
  args: string[],
  input = '',
): Promise<void> =>
  new Promise((resolve, reject) => {
    const [command = program, ...rest] = [...identity.before, program, ...args]
    const cwd = process.platform === 'win32' ? undefined : '/'
    const child = spawn(command, rest, { ...identity.options, cwd, env: environment() })
    // A program that outlived us would write into the folder of the next start.
    const end = () => child.kill()
    process.on('exit', end)
    let output = ''
    const keep = (chunk: Buffer) => {
      output = (output + chunk).slice(-outputKept)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.stdin.on('error', () => {})
    child.on('error', reject)
    child.on('close', (code) => {
      process.off('exit', end)
      if (code === 0) resolve()
      else reject(new Error(`\`${program}\` ended with ${code}: ${output.trim()}`))
    })
    child.stdin.end(input)
  })

const initialise = async (
  identity: Identity,
  binaries: Binaries,
  folders: ClusterFolders,
  fresh: string,
): Promise<void> => {
  const overTcp = process.platform === 'win32'
  const password = randomBytes(24).toString('hex')
  if (overTcp) writeFileSync(folders.password, password, { mode: 0o600 })
  const auth = overTcp
    ? ['--auth=scram-sha-256', `--pwfile=${folders.password}`]
    : ['--auth-local=trust', '--auth-host=reject']
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const kind = ['--username=postgres', '--encoding=UTF8', '--data-checksums', '--no-instructions']
  const args = ['-D', fresh, ...kind, ...locale, ...auth]
  await runProgram(identity, binaries.initdb, args)
  // The hub signs in without the powers of a superuser, as it does on a server that is not its own.
  const secret = overTcp ? ` password '${password}'` : ''
  const statements = [
    `create role sekisho login createdb createrole${secret}`,
    'grant pg_monitor to sekisho',
    'create database sekisho owner sekisho',
  ]
  const single = ['--single', '-D', fresh, 'postgres']
  await runProgram(identity, binaries.postgres, single, `${statements.join(';\n')};\n`)
}

const give = async (identity: Identity, path: string): Promise<void> => {
  const { owner } = identity
  if (owner === null || statSync(path).uid === owner.uid) return
  const root: Identity = { before: [], options: {}, owner: null }
  await runProgram(root, 'chown', ['-R', `${owner.uid}:${owner.gid}`, path])
}

const checkOwn = (data: string): void => {
  const uid = process.getuid?.()
  if (uid === undefined || uid === 0 || statSync(data).uid === uid) return
  throw new Error(
    `the database in \`${data}\` belongs to another user; start as that user, ` +
      'or give it to this one with chown -R, or set SEKISHO_DATA to another folder',
  )
}

/**
 * Makes the cluster unless it is there: in a folder beside its place and moved when it is whole, so
 * that an interrupted first start leaves nothing half made. Says whether it was made.
 */
export const ensureCluster = async (
  identity: Identity,
  binaries: Binaries,
  folders: ClusterFolders,
): Promise<boolean> => {
  const { data } = folders
  if (existsSync(data)) {
    checkOwn(data)
    await give(identity, data)
    const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
    if (version === major) return false
    throw new Error(
      `the database in \`${data}\` was made by PostgreSQL ${version}, ` +
        `this release brings ${major}; dump it with the old release and load it into the new one`,
    )
  }
  const fresh = `${data}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  if (identity.owner) chownSync(fresh, identity.owner.uid, identity.owner.gid)
  await initialise(identity, binaries, folders, fresh)
  renameSync(fresh, data)
  return true
}
