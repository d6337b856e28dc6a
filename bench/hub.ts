// A hub to measure: its own Postgres, as durable as in production, and the hub as a process of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pino } from 'pino'
import { startPostgres } from '../src/postgres.ts'

const root = join(import.meta.dirname, '..')

export const collectionIds = {
  small: '10000000-0000-4000-8000-000000000001',
  large: '10000000-0000-4000-8000-000000000002',
  huge: '10000000-0000-4000-8000-000000000003',
  ingest: '10000000-0000-4000-8000-000000000004',
}

/** The level decides how much of the measured feeds a viewer sees: all, a tenth, a thousandth. */
const hubFile = `
hub: { title: Bench }
organisations:
  - { name: all, title: All, kind: company, credentials: [{ name: p, kind: service, basic: { username: all, password: "all to see and write" } }] }
  - { name: tenth, title: Tenth, kind: company, credentials: [{ name: p, kind: service, basic: { username: tenth, password: "a tenth to be seen" } }] }
  - { name: rare, title: Rare, kind: company, credentials: [{ name: p, kind: service, basic: { username: rare, password: "one in a thousand" } }] }
groups:
  - { name: bench, title: Bench, members: { all: steward, tenth: contributor, rare: consumer } }
collections:
  - { group: bench, name: small, title: Small, id: ${collectionIds.small} }
  - { group: bench, name: large, title: Large, id: ${collectionIds.large} }
  - { group: bench, name: huge, title: Huge, id: ${collectionIds.huge} }
  - { group: bench, name: ingest, title: Ingest, id: ${collectionIds.ingest} }
`

export const viewers = {
  '100 %': 'all:all to see and write',
  '10 %': 'tenth:a tenth to be seen',
  '0.1 %': 'rare:one in a thousand',
}

export type BenchHub = {
  url: string
  databaseUrl: string
  pid: number
  stop(): Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

const waitUntilAlive = async (url: string, hub: ChildProcess): Promise<void> => {
  for (let tries = 0; tries < 300; tries++) {
    if (hub.exitCode !== null) throw new Error('the hub did not start')
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return
    await setTimeout(100)
  }
  throw new Error('the hub did not become ready')
}

/** Starts Postgres and a hub over it in a throw-away folder. */
export const startHub = async (): Promise<BenchHub> => {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-'))
  const log = pino({ level: 'warn' })
  const postgres = await startPostgres({ folder: join(folder, 'postgres'), log })
  const port = await freePort()
  writeFileSync(join(folder, 'hub.yaml'), hubFile)
  const hub = spawn(process.execPath, [join(root, 'src', 'bin.mjs'), 'serve'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: postgres.url,
      SEKISHO_PORT: String(port),
      SEKISHO_HUB_FILE: join(folder, 'hub.yaml'),
      SEKISHO_RATE_LIMIT: '0',
      SEKISHO_LOG_LEVEL: 'error',
    },
  })
  const url = `http://127.0.0.1:${port}`
  await waitUntilAlive(url, hub)
  const stop = async (): Promise<void> => {
    const gone = new Promise((resolve) => hub.once('exit', resolve))
    hub.kill('SIGTERM')
    await gone
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { url, databaseUrl: postgres.url, pid: hub.pid as number, stop }
}
