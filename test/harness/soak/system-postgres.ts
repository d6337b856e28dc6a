// The PostgreSQL of the system's own packages, with the tools that the packaged one does not bring:
// base backups, their verification, and recovery to a moment. Knows no hub.
import { type ChildProcess, spawn } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { runProgram, settings } from '../../../src/postgres-cluster.ts'
import { chooseIdentity, environment, type Identity } from '../../../src/postgres-identity.ts'
import type { Ground } from '../resilience/row.ts'

const folderOfAll = '/usr/lib/postgresql'
const programs = ['initdb', 'postgres', 'pg_basebackup', 'pg_verifybackup'] as const
const port = 5432
const readyTries = 1_200

type Program = (typeof programs)[number]

/** The newest that has all of it; null where there is none. */
const findPrograms = (): Record<Program, string> | null => {
  const versions = existsSync(folderOfAll) ? readdirSync(folderOfAll) : []
  for (const version of versions.sort((a, b) => Number(b) - Number(a))) {
    const paths = programs.map((name) => join(folderOfAll, version, 'bin', name))
    if (paths.every((path) => existsSync(path))) {
      return Object.fromEntries(programs.map((name, n) => [name, paths[n]])) as never
    }
  }
  return null
}

export const lacksPostgres = (): string | null =>
  findPrograms() === null
    ? 'there is no PostgreSQL of the system (apt-get install postgresql)'
    : null

export type SystemServer = {
  /** Of an empty database, for the hub's own role. */
  url: string
  ask(sql: string): Promise<Record<string, unknown>[]>
  stop(): Promise<void>
}

export type SystemPostgres = {
  /** Where its finished logs are copied to. */
  archive: string
  /** Starts the server of this folder; `more` are settings besides. It ends with the ground. */
  start(data: string, more?: Record<string, string>): Promise<SystemServer>
  /** Runs one of the tools as the user of the server; throws with its output when it fails. */
  run(program: Program, args: string[]): Promise<void>
  /** A new folder of this name that is the server's; the cluster's is `data`. */
  place(name: string): string
  /** A base backup of this server in a folder that is not there yet. */
  backUp(target: string): Promise<void>
}

const roles = [
  'create role sekisho login createdb createrole',
  'grant pg_monitor to sekisho',
  'create database sekisho owner sekisho',
]

type Place = { identity: Identity; postgres: string; sockets: string }

const startServer = async (
  ground: Pick<Ground, 'teardown'>,
  { identity, postgres, sockets }: Place,
  data: string,
  more: Record<string, string>,
): Promise<SystemServer> => {
  const all = Object.entries({
    ...settings,
    listen_addresses: '',
    unix_socket_directories: sockets,
    port: String(port),
    ...more,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [command = '', ...args] = [...identity.before, postgres, '-D', data, ...all]
  const options = { ...identity.options, cwd: '/', env: environment(), stdio: 'ignore' } as const
  const child: ChildProcess = spawn(command, args, options)
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGQUIT')
    await gone
  }
  ground.teardown(stop)
  const at = (role: string) => `postgresql://${role}@${encodeURIComponent(sockets)}:${port}/sekisho`
  const ask = async (sql: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: at('postgres') })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end().catch(() => {})
    }
  }
  for (let tries = 0; tries < readyTries && child.exitCode === null; tries++) {
    const rows = await ask('select pg_is_in_recovery() as recovering').catch(() => [])
    if (rows[0]?.recovering === false) return { url: at('sekisho'), ask, stop }
    await setTimeout(50)
  }
  throw new Error('PostgreSQL does not start')
}

/** Makes a cluster in `place('data')`. Everything goes with the ground. */
export const openSystemPostgres = async (
  ground: Pick<Ground, 'teardown'>,
): Promise<SystemPostgres> => {
  const paths = findPrograms()
  if (paths === null) throw new Error('there is no PostgreSQL of the system')
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-system-'))
  ground.teardown(() => rmSync(folder, { recursive: true, force: true }))
  chmodSync(folder, 0o755)
  const identity = chooseIdentity(paths.postgres, folder)
  const place = (name: string): string => {
    const path = join(folder, name)
    mkdirSync(path, { mode: 0o700 })
    if (identity.owner) chownSync(path, identity.owner.uid, identity.owner.gid)
    return path
  }
  const [archive, sockets, data] = [place('archive'), place('sockets'), place('data')]
  // The hub, which may be another user, connects there.
  chmodSync(sockets, 0o755)
  const run = (program: Program, args: string[]) => runProgram(identity, paths[program], args)
  const kind = ['--username=postgres', '--encoding=UTF8', '--locale=C', '--data-checksums']
  await run('initdb', ['-D', data, ...kind, '--auth-local=trust', '--auth-host=reject'])
  const single = ['--single', '-D', data, 'postgres']
  await runProgram(identity, paths.postgres, single, `${roles.join(';\n')};\n`)
  return {
    archive,
    start: (of, more = {}) =>
      startServer(ground, { identity, postgres: paths.postgres, sockets }, of, more),
    run,
    place,
    backUp: (target) =>
      run('pg_basebackup', ['-D', target, '-h', sockets, '-U', 'postgres', '-c', 'fast']),
  }
}

/** Makes a base backup recover to this moment, or to its own end where none is given. */
export const recoverTo = (target: string, archive: string, moment: string | null): void => {
  const until =
    moment === null ? "recovery_target = 'immediate'" : `recovery_target_time = '${moment}'`
  appendFileSync(
    join(target, 'postgresql.auto.conf'),
    `restore_command = 'cp ${archive}/%f %p'\n${until}\nrecovery_target_action = 'promote'\n`,
  )
  writeFileSync(join(target, 'recovery.signal'), '')
}
