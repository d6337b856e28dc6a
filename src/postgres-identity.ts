// Under which user the local PostgreSQL runs: it refuses root, so root hands it to somebody else.
// Knows nothing of clusters and settings.
import { type SpawnOptions, spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'

/** How to start a program for PostgreSQL, and whom its files belong to. */
export type Identity = {
  /** Words before the command. */
  before: string[]
  options: Pick<SpawnOptions, 'uid' | 'gid'>
  /** Whom the folders of the cluster must belong to; null = whoever runs this process. */
  owner: { uid: number; gid: number } | null
}

/** The environment of every PostgreSQL program: nothing of ours, least of all secrets. */
export const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  SYSTEMROOT: process.env.SYSTEMROOT,
  LC_ALL: 'C',
  TZ: 'UTC',
})

type User = { name: string; uid: number; gid: number }

const usual = ['postgres', '_postgres', 'nobody', 'daemon']

/** Parses the text of /etc/passwd; only users with a positive id are of use. */
export const parsePasswd = (text: string): User[] =>
  text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    if (!name || !/^\d+$/.test(uid ?? '') || !/^\d+$/.test(gid ?? '')) return []
    return Number(uid) === 0 ? [] : [{ name, uid: Number(uid), gid: Number(gid) }]
  })

/** The users to try, best first: the owner of the folder, then the usual ones. Pure. */
export const candidates = (users: User[], folderOwner: number): User[] => {
  const owner = users.filter((user) => user.uid === folderOwner)
  const named = usual.flatMap((name) => users.filter((user) => user.name === name))
  return [...owner.slice(0, 1), ...named.filter((user) => user.uid !== folderOwner)]
}

const succeeds = (identity: Identity, command: string, args: string[]): boolean => {
  const [program = command, ...rest] = [...identity.before, command, ...args]
  const options = { ...identity.options, cwd: '/', env: environment() }
  return spawnSync(program, rest, { ...options, stdio: 'ignore' }).status === 0
}

/** Whether somebody of this identity can enter the folder. */
export const canEnter = (identity: Identity, folder: string): boolean =>
  succeeds(identity, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder])

const readUsers = (): User[] => {
  try {
    return parsePasswd(readFileSync('/etc/passwd', 'utf8'))
  } catch {
    return []
  }
}

/**
 * Chooses who runs PostgreSQL from `postgres` (the program) in `folder` (exists). An ordinary user
 * runs it as itself. Root hands it to another user who can reach both; where none can (a clone
 * below a folder of mode 0700), to a user namespace in which root has an ordinary user's number: it
 * keeps root's files but none of its powers. Throws, saying what to do, where neither works.
 */
export const chooseIdentity = (postgres: string, folder: string): Identity => {
  if (process.getuid === undefined || process.getuid() !== 0) {
    return { before: [], options: {}, owner: null }
  }
  const users = candidates(readUsers(), statSync(folder).uid)
  for (const { uid, gid } of users) {
    const identity = { before: [], options: { uid, gid }, owner: { uid, gid } }
    if (succeeds(identity, postgres, ['--version']) && canEnter(identity, folder)) return identity
  }
  for (const { uid, gid } of users.slice(0, 2)) {
    const before = ['unshare', '-U', `--map-user=${uid}`, `--map-group=${gid}`]
    const identity = { before, options: {}, owner: { uid: 0, gid: 0 } }
    if (succeeds(identity, postgres, ['--version']) && canEnter(identity, folder)) return identity
  }
  throw new Error(
    `PostgreSQL does not run as root, and no other user can reach \`${folder}\` or its ` +
      'programs; ' +
      'start as an ordinary user, move the project to a folder that others may enter, ' +
      'or set DATABASE_URL to a server of your own',
  )
}
