// Hub processes behind one address, as operators run them past one machine; each can be killed and
// started again. Asks them nothing but whether they are ready.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { endWithUs, freePort, type Undo } from './servers.ts'

const program = join(import.meta.dirname, '..', '..', '..', 'src', 'bin.mjs')
const readyTries = 900
const pauseMs = 100

export type Hub = {
  port: number
  /** Without a slash at its end. */
  url: string
  kill(): Promise<void>
  start(): Promise<void>
}

/** The operator's own settings must not reach a throw-away hub. */
const foreign = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SEKISHO_|TAP)/.test(name)))

const waitUntil = async (url: string, over: () => boolean): Promise<void> => {
  for (let tries = 0; tries < readyTries && !over(); tries++) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await setTimeout(pauseMs)
  }
  throw new Error(`nothing is ready at ${url}`)
}

/** Starts one with this hub file; ends with the ground. `settings` are environment variables. */
export const openHubProcess = async (
  ground: Undo,
  hubFile: string,
  settings: Record<string, string>,
): Promise<Hub> => {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-cluster-hub-'))
  ground.teardown(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'hub.yaml'), hubFile)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  let gone: Promise<unknown> = Promise.resolve()
  const start = async (): Promise<void> => {
    const started = spawn(process.execPath, [program, 'serve'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...foreign(),
        NODE_OPTIONS: '',
        SEKISHO_PORT: String(port),
        SEKISHO_DATA: join(folder, 'var'),
        SEKISHO_HUB_FILE: join(folder, 'hub.yaml'),
        SEKISHO_PROXIES: '127.0.0.1',
        SEKISHO_RATE_LIMIT: '0',
        SEKISHO_LOG_LEVEL: 'silent',
        ...settings,
      },
    })
    child = started
    gone = new Promise((resolve) => started.once('exit', resolve))
    await waitUntil(`${url}/readyz`, () => started.exitCode !== null)
  }
  const kill = async (): Promise<void> => {
    child?.kill('SIGKILL')
    await gone
  }
  ground.teardown(kill)
  endWithUs(ground, () => void child?.kill('SIGKILL'))
  await start()
  return { port, url, kill, start }
}

export const hasProgram = (name: string, ...args: string[]): boolean => {
  try {
    execFileSync(name, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** As in deploy/haproxy.cfg: a hub that cannot write gets nothing. */
const configurationOf = (port: number, hubs: Hub[]): string => `
global
  maxconn 1000
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  option redispatch
  retries 3
  retry-on conn-failure
frontend hub
  bind 127.0.0.1:${port}
  default_backend hubs
backend hubs
  balance roundrobin
  option httpchk GET /readyz
${hubs.map((hub, n) => `  server hub${n + 1} 127.0.0.1:${hub.port} check inter 1s fall 2 rise 1`).join('\n')}
`

/** HAProxy (of Debian) before these hubs; ends with the ground. */
export const openBalancer = async (ground: Undo, hubs: Hub[]): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-balancer-'))
  ground.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const port = await freePort()
  const file = join(folder, 'haproxy.cfg')
  writeFileSync(file, configurationOf(port, hubs))
  const child = spawn('haproxy', ['-f', file, '-db'], { stdio: 'ignore' })
  ground.teardown(() => void child.kill('SIGKILL'))
  endWithUs(ground, () => void child.kill('SIGKILL'))
  const url = `http://127.0.0.1:${port}`
  await waitUntil(`${url}/readyz`, () => child.exitCode !== null)
  return url
}
