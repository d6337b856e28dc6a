// The disk of PostgreSQL is full (F7): submissions are refused, the hub stays up, and takes them
// again once there is room; what was acknowledged is there. Needs root and Linux for a small file
// system of its own.
import { spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { checkAccount } from './account.ts'
import { type Cluster, openCluster } from './cluster.ts'
import { type FaultHub, openFaultHub } from './hub.ts'
import { faultsOf, judge, openJournal, storm } from './journal.ts'
import type { Ground, Result } from './row.ts'

const sizeMiB = 400
const leftMiB = 3
const waitMs = 60_000

/** A small file system in memory; null where this process may not have one. */
const mountSmall = (ground: Ground): string | null => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-small-'))
  const line = ['-t', 'tmpfs', '-o', `size=${sizeMiB}m`, 'tmpfs', folder]
  const mounted = spawnSync('mount', line).status === 0
  ground.teardown(() => {
    if (mounted) spawnSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  chmodSync(folder, 0o755)
  return mounted ? folder : null
}

const chunk = Buffer.alloc(1_048_576)

/** Until next to nothing is left; PostgreSQL writes too meanwhile. */
const fill = (folder: string): string => {
  const path = join(folder, 'filler')
  const free = (): number => {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  }
  try {
    while (free() > leftMiB * chunk.length) appendFileSync(path, chunk)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
  return path
}

const waitFor = async (
  what: string,
  isThere: () => boolean | Promise<boolean>,
): Promise<number> => {
  const started = performance.now()
  while (!(await isThere())) {
    if (performance.now() - started > waitMs) throw new Error(`${what}: not within a minute`)
    await setTimeout(50)
  }
  return performance.now() - started
}

const answers = async (hub: FaultHub, path: string, status: number): Promise<boolean> =>
  (await fetch(`${hub.url}${path}`).catch(() => null))?.status === status

/** PostgreSQL may end itself when it cannot write its log; an operator starts it again. */
const revive = async (cluster: Cluster): Promise<string> => {
  if (cluster.isRunning()) return 'PostgreSQL stayed'
  await cluster.start()
  return 'PostgreSQL had ended and was started'
}

const runFull = async (ground: Ground, parent: string): Promise<Result> => {
  const cluster = await openCluster(ground, {
    parent,
    more: { min_wal_size: '32MB', max_wal_size: '64MB', shared_buffers: '32MB' },
  })
  const hub = await openFaultHub(ground, cluster.url)
  const journal = openJournal()
  let over = false
  ground.teardown(() => {
    over = true
  })
  const storming = storm(journal, [hub.url], () => over)
  await waitFor('something acknowledged', () => journal.acknowledged > 500)
  const filler = fill(parent)
  const refusedBefore = journal.refused
  await waitFor('refusals', () => journal.refused > refusedBefore + 20)
  const redMs = await waitFor('/readyz says no', () => answers(hub, '/readyz', 503))
  const alive = await answers(hub, '/healthz', 200)
  rmSync(filler)
  const stayed = await revive(cluster)
  const before = journal.acknowledged
  const backMs = await waitFor('acknowledged again', () => journal.acknowledged > before)
  const greenMs = await waitFor('/readyz says yes', () => answers(hub, '/readyz', 200))
  over = true
  await storming
  const verdict = await judge(journal, hub.url)
  const account = await checkAccount(cluster.ownUrl, journal.sent)
  const faults = [...faultsOf(verdict), ...journal.unexplained, ...account.faults]
  if (!alive) faults.push('the hub was not alive')
  if (hub.exits() > 0) faults.push('the hub ended by itself')
  const { acknowledged, lost, partial } = verdict
  const figure = [
    `${acknowledged} acknowledged, ${lost} lost, ${partial} partial, ${journal.refused} refused`,
    `${stayed}; acknowledged ${Math.round(backMs)} ms after there was room`,
    `/readyz said no after ${Math.round(redMs)} ms, and yes again after ${Math.round(greenMs)} ms`,
    account.figure,
  ]
  return { figure: figure.join('; '), faults }
}

/** F7; where there is no such file system the row says so and holds. */
export const runFullDisk = async (ground: Ground): Promise<Result> => {
  const parent = mountSmall(ground)
  if (parent === null) return { figure: 'skipped: needs root on Linux to mount', faults: [] }
  return runFull(ground, parent)
}
