// Builds the console where it is missing or its sources have changed since. Plain JavaScript for
// Node 20; the build itself runs on the Node it is given.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findNode, noNode, root } from '../src/runtime.mjs'

const folder = join(root, 'console')
const built = join(folder, 'dist')
const stamp = join(built, 'built-from')

/** What the console is made of; it shares the closed lists of the core. */
const sources = ['console', 'src/console', 'src/core']

/** @param {string} path @returns {string[]} */
const listFiles = (path) =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter(({ name }) => !/^(dist|node_modules$|\.)/.test(name))
    .flatMap((entry) =>
      entry.isDirectory() ? listFiles(`${path}/${entry.name}`) : [`${path}/${entry.name}`],
    )
    .sort()

/** By content: the times of a fresh clone say nothing. */
const digestSources = () => {
  const hash = createHash('sha256')
  for (const path of ['package-lock.json', ...sources.flatMap(listFiles)]) {
    hash.update(`${path}\0`).update(readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}

const builtFrom = () => (existsSync(stamp) ? readFileSync(stamp, 'utf8') : null)

/**
 * Sees to it that `console/dist` is there and current; false when it cannot be built. It is built
 * beside the old one and put in its place whole, so that two starts do not disturb each other.
 * @param {string} node
 */
export const ensureConsole = (node) => {
  const digest = digestSources()
  if (builtFrom() === digest) return true
  const beside = `dist-${process.pid}`
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  process.stderr.write('building the console\n')
  const args = [vite, 'build', '--outDir', beside, '--emptyOutDir', '--logLevel', 'warn']
  const { status, error } = spawnSync(node, args, {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) {
    process.stderr.write(`the console cannot be built${error ? `: ${error.message}` : ''}\n`)
    rmSync(join(folder, beside), { recursive: true, force: true })
    return false
  }
  writeFileSync(join(folder, beside, 'built-from'), digest)
  rmSync(built, { recursive: true, force: true })
  try {
    renameSync(join(folder, beside), built)
  } catch {
    // Another start was quicker; what it built is as good.
    rmSync(join(folder, beside), { recursive: true, force: true })
  }
  return builtFrom() === digest
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const node = findNode()
  if (node === null) process.stderr.write(`${noNode()}\n`)
  process.exitCode = node !== null && ensureConsole(node) ? 0 : 1
}
