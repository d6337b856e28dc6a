// The local PostgreSQL where there are no Unix sockets: a loopback port and a password instead.
// Knows nothing of users: on Windows pg_ctl itself gives up an administrator's powers.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import * as cluster from './postgres-cluster.ts'
import type { Binaries } from './postgres-files.ts'

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** As `startPostgres`. A server that an earlier, killed hub left running is stopped first. */
export const startOverTcp = async (
  binaries: Binaries,
  folders: cluster.ClusterFolders,
): Promise<{ url: string; stop(): Promise<void>; stopped: Promise<void> }> => {
  const identity = { before: [], options: {}, owner: null }
  const control = (...args: string[]) =>
    cluster.runProgram(identity, binaries.pgCtl, ['-D', folders.data, '-w', ...args])
  const stop = () => control('stop', '-m', 'fast')
  if (cluster.readLock(folders.data) !== null) await stop().catch(() => {})
  await cluster.ensureCluster(identity, binaries, folders)
  const port = await freePort()
  const settings = { ...cluster.settings, listen_addresses: '127.0.0.1', port }
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  await control('start', '-l', folders.log, '-o', options.join(' '))
  const password = readFileSync(folders.password, 'utf8')
  let settle = () => {}
  const stopped = new Promise<void>((resolve) => {
    settle = resolve
  })
  return {
    url: `postgresql://sekisho:${password}@127.0.0.1:${port}/sekisho`,
    stopped,
    stop: () => stop().finally(settle),
  }
}
