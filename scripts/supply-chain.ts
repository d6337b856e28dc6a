// `npm run supply-chain -- [--bill <file>] [--licences <file>]`: checks the lock file, its versions
// and licences and the container, without any network, and draws the bill of materials. Ends with 1
// on a finding.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../src/runtime.mjs'
import { drawBill } from './supply-chain/bill.ts'
import { checkCompose, checkImage } from './supply-chain/container.ts'
import { checkFloors, floors } from './supply-chain/floors.ts'
import { checkLicences, listLicences } from './supply-chain/licences.ts'
import {
  type Check,
  checkHosts,
  checkIntegrity,
  checkPinned,
  checkScripts,
  checkSources,
  type Lock,
} from './supply-chain/lock.ts'

const read = (name: string): string => readFileSync(join(root, name), 'utf8')

/** Every check of the lock file, by what it holds. */
export const lockChecks: Record<string, Check> = {
  'exact versions': checkPinned,
  'nothing from git, URLs or folders': checkSources,
  'no registry is named': checkHosts,
  'a SHA-512 for every package': checkIntegrity,
  'no install script but the named': checkScripts,
  [`at or above ${floors.length} floors`]: checkFloors,
  'licences that are allowed': checkLicences,
}

export const readLock = (): Lock => JSON.parse(read('package-lock.json'))

/** The settings that the lock file relies on. */
const checkSettings = (): string[] =>
  ['omit-lockfile-registry-resolved=true', 'save-exact=true']
    .filter((line) => !read('.npmrc').split('\n').includes(line))
    .map((line) => `.npmrc: without ${line}`)

const checkInstall = (): string[] => {
  const start = read('scripts/start.mjs')
  return start.includes("['ci', '--ignore-scripts'")
    ? []
    : ['scripts/start.mjs: installs otherwise']
}

/** All findings, by what was checked. */
export const checkAll = (): Record<string, string[]> => {
  const lock = readLock()
  const findings = Object.entries(lockChecks).map(([name, check]) => [name, check(lock)] as const)
  return {
    ...Object.fromEntries(findings),
    'settings of npm': checkSettings(),
    'installed by `npm ci --ignore-scripts`': checkInstall(),
    'the image': checkImage(read('Dockerfile')),
    'the services': checkCompose(read('docker-compose.yml')),
  }
}

const optionOf = (words: string[], name: string): string | null => {
  const at = words.indexOf(name)
  return at < 0 ? null : (words[at + 1] ?? null)
}

const main = (words: string[]): number => {
  let failed = 0
  for (const [name, findings] of Object.entries(checkAll())) {
    process.stdout.write(`${findings.length === 0 ? 'ok   ' : 'FAILS'} ${name}\n`)
    for (const finding of findings) process.stdout.write(`      ${finding}\n`)
    failed += findings.length
  }
  const [bill, again] = [drawBill(), drawBill()]
  const same = bill === again
  const count = (JSON.parse(bill).components as unknown[]).length
  const packages = Object.keys(readLock().packages).length - 1
  process.stdout.write(`${same ? 'ok   ' : 'FAILS'} a bill of ${count} materials, twice the same\n`)
  const [billFile, licenceFile] = [optionOf(words, '--bill'), optionOf(words, '--licences')]
  if (billFile !== null) writeFileSync(billFile, bill)
  if (licenceFile !== null) writeFileSync(licenceFile, listLicences(readLock()))
  process.stdout.write(`${packages} packages, ${failed + (same ? 0 : 1)} findings\n`)
  return failed === 0 && same ? 0 : 1
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2))
