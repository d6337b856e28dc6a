// The supply chain's checks find nothing here, and each finds what it is for where it is spoilt.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { drawBill, settle } from '../../scripts/supply-chain/bill.ts'
import { checkCompose, checkImage } from '../../scripts/supply-chain/container.ts'
import { floors, isBelow } from '../../scripts/supply-chain/floors.ts'
import { listLicences } from '../../scripts/supply-chain/licences.ts'
import type { Lock } from '../../scripts/supply-chain/lock.ts'
import { checkAll, lockChecks, readLock } from '../../scripts/supply-chain.ts'
import { root } from '../../src/runtime.mjs'

const read = (name: string): string => readFileSync(join(root, name), 'utf8')

t.test('nothing is found here', async (t) => {
  for (const [name, findings] of Object.entries(checkAll())) t.same(findings, [], name)
})

type Entry = Lock['packages'][string]
const fastify = 'node_modules/fastify'

const change = (path: string, changes: Entry) => (packages: Record<string, Entry>) => {
  packages[path] = { ...packages[path], ...changes }
}
const replace = (path: string, entry: Entry) => (packages: Record<string, Entry>) => {
  packages[path] = entry
}
const folder = { link: true, license: 'MIT' }
const bare = { version: '5.12.8', license: 'MIT' }
const silent = { version: '5.12.8' }

/** How a lock file is spoilt, and which check says so. */
const spoilt: [string, (packages: Record<string, Entry>) => void, RegExp, string][] = [
  ['a range', change('', { dependencies: { pg: '^8.0.0' } }), /no exact/, 'exact'],
  ['git', change(fastify, { dependencies: { x: 'github:a/b' } }), /from/, 'git'],
  ['a URL', change('', { dependencies: { x: 'https://h/x' } }), /from/, 'git'],
  ['a folder', replace('node_modules/x', folder), /folder/, 'git'],
  ['a host', change(fastify, { resolved: 'https://h/x' }), /fetched/, 'registry'],
  ['no digest', replace(fastify, bare), /SHA/, 'SHA-512'],
  ['a weak digest', change(fastify, { integrity: 'sha1-x' }), /SHA/, 'SHA-512'],
  ['a script', change(fastify, { hasInstallScript: true }), /script/, 'script'],
  ['a floor', change(fastify, { version: '5.8.4' }), /below 5.8.5/, 'floors'],
  ['GPL', change(fastify, { license: 'GPL-3.0' }), /GPL-3.0 is not/, 'licences'],
  ['no licence', replace(fastify, silent), /no licence/, 'licences'],
  ['for tools', change(fastify, { license: 'MPL-2.0' }), /in the hub/, 'licences'],
]

t.test('what is spoilt is found', async (t) => {
  for (const [title, spoil, named, check] of spoilt) {
    const lock = readLock()
    spoil(lock.packages)
    const found = Object.entries(lockChecks).filter(([, run]) => run(lock).length > 0)
    const says = found.filter(([name]) => name.includes(check))
    t.equal(says.length, 1, `${title}: ${check}`)
    t.match(says[0]?.[1](lock).join('\n'), named, title)
  }
})

t.test('floors', async (t) => {
  for (const [have, need, below] of [
    ['5.8.4', '5.8.5', true],
    ['5.8.5', '5.8.5', false],
    ['5.10.0', '5.8.5', false],
    ['4.99.99', '5.0.0', true],
    ['5.8.5-rc.1', '5.8.5', true],
    ['next', '1.0.0', true],
  ] as const) {
    t.equal(isBelow(have, need), below, `${have} < ${need}`)
  }
  t.ok(floors.some(([name]) => name === 'fastify'))
})

const image: [string, (text: string) => string, RegExp][] = [
  ['root', (text) => text.replace('USER node', 'USER root'), /as root/],
  ['no user', (text) => text.replace('USER node', ''), /as root/],
  ['no health', (text) => text.replace(/HEALTHCHECK.*\\\n.*/, ''), /health check/],
  ['scripts', (text) => text.replace(' --ignore-scripts', ''), /is not `npm ci/],
  ['npm install', (text) => text.replace('npm ci', 'npm install'), /is not `npm ci/],
  ['a shell', (text) => text.replace(/ENTRYPOINT .*/, 'ENTRYPOINT node x'), /shell/],
  ['commands', (text) => `${text}\nRUN apt-get update\n`, /runs commands/],
]

const compose: [string, (text: string) => string, RegExp][] = [
  ['writable', (text) => text.replace('read_only: true', 'read_only: false'), /hub: may write/],
  ['capabilities', (text) => text.replaceAll('cap_drop: [ALL]', ''), /hub: keeps/],
  ['privileges', (text) => text.replaceAll('no-new-privileges:true', 'x:y'), /hub: may gain/],
  ['more', (text) => text.replace('CHOWN', 'SYS_ADMIN'), /postgres: adds SYS_ADMIN/],
  ['privileged', (text) => text.replace('build: .', 'privileged: true'), /hub: is privileged/],
  ['open', (text) => text.replace('127.0.0.1:6100:6100', '6100:6100'), /publishes/],
  ['no tmp', (text) => text.replace(/tmpfs: .*/, ''), /hub: has no \/tmp/],
  ['nothing', () => 'services: {}', /no service/],
]

t.test('the container', async (t) => {
  t.same(checkImage(read('Dockerfile')), [])
  t.same(checkCompose(read('docker-compose.yml')), [])
  for (const [title, spoil, named] of image) {
    t.match(checkImage(spoil(read('Dockerfile'))).join('\n'), named, title)
  }
  for (const [title, spoil, named] of compose) {
    t.match(checkCompose(spoil(read('docker-compose.yml'))).join('\n'), named, title)
  }
})

t.test('a bill of materials, twice the same', async (t) => {
  const bill = drawBill()
  t.equal(drawBill(), bill)
  const { components, serialNumber } = JSON.parse(bill)
  t.ok(components.some(({ name }: { name: string }) => name === 'fastify'))
  t.notOk(bill.includes('"timestamp"'))
  const other = settle(JSON.stringify({ components: [{ 'bom-ref': 'other' }] }))
  t.not(JSON.parse(other).serialNumber, serialNumber, 'other materials, another number')
  t.match(listLicences(readLock()), /^fastify 5\.\S+: MIT$/m)
})
