// Starts a hub as its own process for one test file, and the short ways to ask it something.
// Knows the hub only by its command line, its environment and HTTP.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { cloneDatabase } from '../fixture/database.ts'
import { type Answer, type Ask, basic, send, taxii } from './request.ts'
import type { Thing } from './stix.ts'

const projectFolder = join(import.meta.dirname, '..', '..')

export const token = 'sekisho_conformance_10AOhycyamkKyENaw2sLSsN3q0V4PiVK8'
const authorizations = {
  test: basic('test', 'Passw0rd!'),
  other: basic('other', 'other-password'),
  nobody: basic('nobody', 'nobody-password'),
  watcher: basic('watcher', 'watcher-password'),
}
export type User = keyof typeof authorizations

export const root1 = '/taxii2/api1/'
export const collectionIds = {
  RW: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
  RO: '52892447-4d7e-4f70-b94d-d7f22742ff63',
  WO: '64993447-4d7e-4f70-b94d-d7f33742ee63',
  NO: '472c94ae-3113-4e3e-a4dd-a9f4ac7471d4',
  HID: '365fed99-08fa-4dcd-a1b3-fb247eb41d01',
  EM: '7a3e2b1c-5d4f-4a6b-8c9d-0e1f2a3b4c5d',
  BIG: '8b4f3c2d-6e5a-4b7c-9dae-1f2a3b4c5d6e',
  OTHER: '9c5a4d3e-7f6b-4c8d-aebf-2a3b4c5d6e7f',
  TWENTY: 'ad6b5e4f-8a7c-4d9e-bfc0-3b4c5d6e7f8a',
  LENIENT: 'be7c6f5a-9b8d-4eaf-80d1-4c5d6e7f8a9b',
}
export const secondId = 'cf8d7a6b-ac9e-4fb0-91e2-5d6e7f8a9bac'
export const secretId = 'd09e8b7c-bdaf-40c1-a2f3-6e7f8a9bacbd'
export type CollectionName = keyof typeof collectionIds

/** The path of a collection of the first root; `rest` begins without a slash. */
export const at = (name: CollectionName, rest = ''): string =>
  `${root1}collections/${collectionIds[name]}/${rest}`
export const nowhereId = '00000000-0000-4000-8000-000000000000'
export const noObject = `indicator--${nowhereId}`

export type Options = {
  /** Who asks; null: nobody in particular. Default: test. */
  as?: User | null
  accept?: string | null
  contentType?: string | null
  headers?: [string, string][]
}

export type Hub = {
  readonly base: string
  readonly databaseUrl: string
  /** Everything the process has written so far. */
  output(): string
  ask(ask: Ask): Promise<Answer>
  get(path: string, options?: Options): Promise<Answer>
  post(path: string, body: Thing[] | string | Uint8Array, options?: Options): Promise<Answer>
  remove(path: string, options?: Options): Promise<Answer>
  stop(signal?: NodeJS.Signals): Promise<void>
  /** A new process on the same database; everything else is as before. */
  start(): Promise<void>
  /** Runs another `sekisho` command against the same database. */
  command(words: string[], hubFile: string): Promise<{ code: number | null; output: string }>
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })

export const headersFor = (options: Options = {}): [string, string][] => {
  const headers: [string, string][] = []
  const as = options.as === undefined ? 'test' : options.as
  const accept = options.accept === undefined ? taxii : options.accept
  if (as !== null) headers.push(['Authorization', authorizations[as]])
  if (accept !== null) headers.push(['Accept', accept])
  if (options.contentType) headers.push(['Content-Type', options.contentType])
  return [...headers, ...(options.headers ?? [])]
}

export const envelopeOf = (body: Thing[] | string | Uint8Array): string | Uint8Array =>
  Array.isArray(body) ? JSON.stringify({ objects: body }) : body

/** The text of hub.yaml with its marks filled in. */
export const hubFileText = async (marks: Record<string, string> = {}): Promise<string> => {
  let text = await readFile(join(import.meta.dirname, 'hub.yaml'), 'utf8')
  for (const [mark, value] of Object.entries({ TEST_TOKEN: token, ...marks })) {
    text = text.replaceAll(value.startsWith('- ') ? `# @${mark}@` : `@${mark}@`, value)
  }
  return text
}

export type HubSettings = {
  env?: Record<string, string>
  marks?: Record<string, string>
  scheme?: 'http' | 'https'
  /** Reuse a database instead of cloning a fresh one. */
  databaseUrl?: string
  /** Extra TLS options for asking after health and for every request. */
  tls?: Ask['tls']
}

const launch = (words: string[], env: Record<string, string>) => {
  const child = spawn(process.execPath, ['src/bin.mjs', ...words], {
    cwd: projectFolder,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let written = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written += text
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return { child, ended, output: () => written }
}

/** Ends the whole process group of a child; a group that is gone already is fine. */
const endGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
  try {
    if (child.pid) process.kill(-child.pid, signal)
  } catch {
    child.kill(signal)
  }
}

/** Runs one command to its end, or for 20 s. */
export const runCommand = async (words: string[], env: Record<string, string>) => {
  const running = launch(words, env)
  const timer = setTimeout(() => endGroup(running.child, 'SIGKILL'), 20_000)
  const code = await running.ended
  clearTimeout(timer)
  return { code, output: running.output() }
}

/** One hub at a time on one port: what runs now, and all that was written before. */
const controlProcess = (env: Record<string, string>, isAlive: () => Promise<boolean>) => {
  let running: ReturnType<typeof launch> | null = null
  let history = ''
  const start = async () => {
    const started = launch(['serve'], env)
    running = started
    let ended = false
    void started.ended.then(() => {
      ended = true
    })
    for (let tries = 0; tries < 600; tries++) {
      if (ended) throw new Error(`the hub ended before it was ready:\n${started.output()}`)
      if (await isAlive()) return
      await sleep(50)
    }
    throw new Error(`the hub was not ready within 30 s:\n${started.output()}`)
  }
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (!running) return
    const { child, ended, output } = running
    running = null
    if (signal === 'SIGKILL') endGroup(child, signal)
    else child.kill(signal)
    const timer = setTimeout(() => endGroup(child, 'SIGKILL'), 15_000)
    await ended
    clearTimeout(timer)
    history += output()
  }
  const lastResort = () => {
    if (running) endGroup(running.child, 'SIGKILL')
  }
  process.on('exit', lastResort)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      lastResort()
      process.kill(process.pid, signal)
    })
  }
  return { start, stop, output: () => history + (running?.output() ?? '') }
}

/** Starts a hub, waits until it says it is alive, and stops it when the test file ends. */
export const startHub = async (t: Test, settings: HubSettings = {}): Promise<Hub> => {
  const databaseUrl = settings.databaseUrl ?? (await cloneDatabase(t))
  const folder = await mkdtemp(join(tmpdir(), 'sekisho-conformance-'))
  const hubFile = join(folder, 'hub.yaml')
  await writeFile(hubFile, await hubFileText(settings.marks))
  const port = await freePort()
  const base = `${settings.scheme ?? 'http'}://127.0.0.1:${port}`
  const env = {
    SEKISHO_HOST: '127.0.0.1',
    SEKISHO_PORT: String(port),
    SEKISHO_DATA: join(folder, 'var'),
    SEKISHO_HUB_FILE: hubFile,
    SEKISHO_RATE_LIMIT: '0',
    DATABASE_URL: databaseUrl,
    ...settings.env,
  }
  const ask = (asked: Ask) => send(base, settings.tls ? { ...asked, tls: settings.tls } : asked)
  const isAlive = async () => (await ask({ path: '/healthz' }).catch(() => null))?.status === 200
  const { start, stop, output } = controlProcess(env, isAlive)
  t.teardown(async () => {
    await stop()
    await rm(folder, { recursive: true, force: true })
  })
  await start()
  return {
    base,
    databaseUrl,
    output,
    ask,
    get: (path, options) => ask({ path, headers: headersFor(options) }),
    post: (path, body, options) =>
      ask({
        method: 'POST',
        path,
        headers: headersFor({ contentType: taxii, ...options }),
        body: envelopeOf(body),
      }),
    remove: (path, options) => ask({ method: 'DELETE', path, headers: headersFor(options) }),
    stop,
    start,
    command: async (words, text) => {
      await writeFile(hubFile, text)
      return runCommand(
        words.map((word) => (word === '@hub-file@' ? hubFile : word)),
        env,
      )
    },
  }
}
