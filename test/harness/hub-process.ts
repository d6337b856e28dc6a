// A hub as operators run it, for programs that measure or check one: a PostgreSQL of its own, as
// durable as in production, and the hub as a child process. Knows nothing of what is asked of it.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pino } from 'pino'
import { startPostgres } from '../../src/postgres.ts'

const root = join(import.meta.dirname, '..', '..')
const readyTries = 1_800
const readyPauseMs = 100
const stopWaitMs = 15_000

export type HubProcess = {
  /** Without a slash at its end. */
  url: string
  databaseUrl: string
  pid: number
  stop(): Promise<void>
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

/** Throws when the hub ends, or is not ready within two minutes. */
export const waitUntilReady = async (url: string, hub: ChildProcess): Promise<void> => {
  for (let tries = 0; tries < readyTries; tries++) {
    if (hub.exitCode !== null) throw new Error('the hub did not start')
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return
    await setTimeout(readyPauseMs)
  }
  throw new Error('the hub did not become ready')
}

/** The operator's own settings must not reach a throw-away hub. */
const environmentWithout = (prefix: string): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith(prefix)))

/** Asks it to end, makes it after 15 s, and resolves when it is gone. */
export const endProcess = async (hub: ChildProcess): Promise<void> => {
  if (hub.exitCode !== null || hub.signalCode !== null) return
  const gone = new Promise((resolve) => hub.once('exit', resolve))
  hub.kill('SIGTERM')
  const late = setTimeout(stopWaitMs, null, { ref: false }).then(() => hub.kill('SIGKILL'))
  await Promise.race([gone, late.then(() => gone)])
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * A program that is told to end stops what it started first; one that ends in another way takes the
 * hub along at least, and PostgreSQL sees its pipe close. Answers how to undo this.
 */
const endWithUs = (hub: ChildProcess, stop: () => Promise<void>): (() => void) => {
  const end = (): void => void hub.kill('SIGTERM')
  const leave = (signal: NodeJS.Signals): void => {
    void stop().finally(() => process.exit(128 + constants.signals[signal]))
  }
  process.once('exit', end)
  for (const signal of signals) process.once(signal, leave)
  return () => {
    process.off('exit', end)
    for (const signal of signals) process.off(signal, leave)
  }
}

export type HubPlace = {
  databaseUrl: string
  port: number
  /** Of the hub alone: its hub file lies here as `hub.yaml`. */
  folder: string
  /** Where the release lies that is started; this one by default. */
  release?: string
}

/**
 * Starts a hub on this database, with none of the operator's own settings; `settings` are
 * environment variables besides. Does not wait for it.
 */
export const spawnHub = (
  { databaseUrl, port, folder, release = root }: HubPlace,
  settings: Record<string, string> = {},
): ChildProcess =>
  spawn(process.execPath, [join(release, 'src', 'bin.mjs'), 'serve'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...environmentWithout('SEKISHO_'),
      DATABASE_URL: databaseUrl,
      SEKISHO_PORT: String(port),
      SEKISHO_DATA: join(folder, 'var'),
      SEKISHO_HUB_FILE: join(folder, 'hub.yaml'),
      SEKISHO_RATE_LIMIT: '0',
      SEKISHO_TURNS: '1000',
      SEKISHO_LOG_LEVEL: 'error',
      ...settings,
    },
  })

/**
 * Starts PostgreSQL and a hub with this hub file in a throw-away folder, and resolves when the hub
 * is ready. `settings` are environment variables besides. `stop` ends both and removes the folder;
 * it is also what happens when starting fails.
 */
export const startHubProcess = async (
  hubFile: string,
  settings: Record<string, string> = {},
): Promise<HubProcess> => {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-hub-'))
  const log = pino({ level: 'warn' })
  const postgres = await startPostgres({ folder: join(folder, 'postgres'), log })
  const port = await freePort()
  writeFileSync(join(folder, 'hub.yaml'), hubFile)
  const hub = spawnHub({ databaseUrl: postgres.url, port, folder }, settings)
  const stop = async (): Promise<void> => {
    await endProcess(hub)
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
    unmind()
  }
  const unmind = endWithUs(hub, stop)
  const url = `http://127.0.0.1:${port}`
  try {
    await waitUntilReady(url, hub)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, databaseUrl: postgres.url, pid: hub.pid as number, stop }
}
