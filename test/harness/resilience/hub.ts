// Hub processes on one database, as an operator runs them, that can be killed, paused and started
// again at their address; and the hub file that runs of faults share. Asks them nothing.
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { printToken } from '../../../src/core/credential/token.ts'
import { endProcess, freePort, spawnHub, waitUntilReady } from '../hub-process.ts'
import type { Ground } from './row.ts'

const taxii = 'application/taxii+json;version=2.1'
export const collectionId = '91a7b528-80eb-42ed-a74d-c6fbd5a26116'
const tokens = new Map<string, string>()

const tokenOf = (name: string): string => {
  const kept = tokens.get(name)
  if (kept !== undefined) return kept
  const token = printToken('fault', crypto.getRandomValues(new Uint8Array(20)))
  tokens.set(name, token)
  return token
}

export type Member = 'acme' | 'bolt'

/** What a member of the group `rail` sends with every request; `acme` writes, `bolt` polls. */
export const headersOf = (name: Member): Record<string, string> => ({
  authorization: `Bearer ${tokenOf(name)}`,
  accept: taxii,
  'content-type': taxii,
})

/** Two members, one collection. */
export const faultHubFile = (): string => `
organisations:
  - { name: acme, title: Acme, credentials: [{ name: feed, token: ${tokenOf('acme')} }] }
  - { name: bolt, title: Bolt, credentials: [{ name: feed, token: ${tokenOf('bolt')} }] }
groups:
  - { name: rail, title: Rail, default_tlp: green, members: { acme: contributor, bolt: consumer } }
collections:
  - { group: rail, name: indicators, title: Indicators, id: ${collectionId} }
`

export const objectsPath = `/taxii2/rail/collections/${collectionId}/objects/`
export const statusPath = (id: string): string => `/taxii2/rail/status/${id}/`

export type FaultHub = {
  /** Without a slash at its end; the same over all starts. */
  url: string
  pid(): number
  isRunning(): boolean
  /** Ended without having been asked to, so many times. */
  exits(): number
  kill(): Promise<void>
  /** The exit code, or the signal that ended it. */
  terminate(): Promise<number | string | null>
  pause(): void
  resume(): void
  /** Starts it again; resolves when it is ready. */
  start(): Promise<void>
}

/**
 * Starts one on this database and resolves when it is ready; ends with the ground. `settings` are
 * environment variables.
 */
export const openFaultHub = async (
  ground: Pick<Ground, 'teardown'>,
  databaseUrl: string,
  settings: Record<string, string> = {},
): Promise<FaultHub> => {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-fault-hub-'))
  ground.teardown(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'hub.yaml'), faultHubFile())
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let hub: ChildProcess
  let gone: Promise<unknown> = Promise.resolve()
  let asked = false
  let exits = 0
  const isRunning = (): boolean => hub.exitCode === null && hub.signalCode === null
  const launch = (): void => {
    asked = false
    const started = spawnHub(
      { databaseUrl, port, folder },
      { SEKISHO_LOG_LEVEL: 'silent', ...settings },
    )
    hub = started
    gone = new Promise((resolve) => {
      started.once('exit', () => {
        if (!asked) exits += 1
        resolve(null)
      })
    })
  }
  const killAtExit = (): void => void hub.kill('SIGKILL')
  process.once('exit', killAtExit)
  launch()
  ground.teardown(async () => {
    process.off('exit', killAtExit)
    asked = true
    hub.kill('SIGCONT')
    await endProcess(hub)
  })
  await waitUntilReady(url, hub!)
  return {
    url,
    pid: () => hub.pid as number,
    isRunning,
    exits: () => exits,
    async kill() {
      asked = true
      hub.kill('SIGKILL')
      await gone
    },
    async terminate() {
      asked = true
      hub.kill('SIGTERM')
      await gone
      return hub.exitCode ?? hub.signalCode
    },
    pause: () => void hub.kill('SIGSTOP'),
    resume: () => void hub.kill('SIGCONT'),
    async start() {
      launch()
      await waitUntilReady(url, hub)
    },
  }
}
