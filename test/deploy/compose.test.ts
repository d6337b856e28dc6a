// The compositions under deploy/ and at the root: each reads, names only what is there, and sets
// only what the hub and the composition know. Containers are not run here.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { variableNames } from '../../src/config.ts'

const root = join(import.meta.dirname, '..', '..')

type Service = {
  profiles?: string[]
  environment?: Record<string, string>
  configs?: { source: string }[]
  networks?: string[]
  volumes?: string[]
  depends_on?: string[] | Record<string, unknown>
  build?: string
  image?: string
}
type Composition = {
  services: Record<string, Service>
  configs: Record<string, { file?: string; content?: string }>
  networks: Record<string, unknown>
  volumes: Record<string, unknown>
}

const read = (file: string): Composition =>
  parse(readFileSync(join(root, file), 'utf8'), { merge: true, maxAliasCount: 200 })

/** What a composition itself takes from `.env`: passwords, and who must have what is committed. */
const ownVariables = ['POSTGRES_PASSWORD', 'SEKISHO_DATABASE_PASSWORD', 'SYNCHRONOUS_STANDBYS']

const listNeeded = ({ depends_on = [] }: Service): string[] =>
  Array.isArray(depends_on) ? depends_on : Object.keys(depends_on)

const isTogether = (one: Service, other: Service | undefined): boolean => {
  if (other === undefined) return false
  const needed = other.profiles
  return needed === undefined || (one.profiles ?? []).every((name) => needed.includes(name))
}

const findFaults = (file: string, composition: Composition): string[] => {
  const faults: string[] = []
  const demand = (holds: boolean, what: string) => holds || faults.push(what)
  const { services, configs, networks, volumes } = composition
  for (const [name, service] of Object.entries(services)) {
    demand(Boolean(service.build ?? service.image), `${name} has nothing to run`)
    for (const { source } of service.configs ?? []) demand(source in configs, `${name}: ${source}`)
    for (const one of service.networks ?? []) demand(one in networks, `${name}: ${one}`)
    for (const one of service.volumes ?? []) {
      demand(one.split(':')[0]! in volumes, `${name}: ${one}`)
    }
    for (const one of listNeeded(service))
      demand(isTogether(service, services[one]), `${name}: ${one}`)
    const folder = resolve(root, dirname(file), service.build ?? '.')
    if (service.build) demand(existsSync(join(folder, 'Dockerfile')), `${name}: ${service.build}`)
    if (!service.build) continue
    for (const variable of Object.keys(service.environment ?? {})) {
      demand(variableNames.includes(variable), `${name} sets ${variable}`)
    }
  }
  for (const [name, { file: path }] of Object.entries(configs)) {
    const there = path === undefined || path === './hub.yaml'
    demand(there || existsSync(join(root, dirname(file), path)), `${name}: ${path}`)
  }
  const text = readFileSync(join(root, file), 'utf8')
  for (const [, variable] of text.matchAll(/(?<!\$)\$\{([A-Z_]+)/g)) {
    const known = variableNames.includes(variable!) || ownVariables.includes(variable!)
    demand(known, `nobody knows ${variable}`)
  }
  return faults
}

t.test('every composition is whole', async (t) => {
  for (const file of ['docker-compose.yml', 'deploy/compose.yaml']) {
    t.same(findFaults(file, read(file)), [], file)
  }
  const broken = read('deploy/compose.yaml')
  const hub = broken.services['hub-1'] as Service
  hub.environment = { ...hub.environment, SEKISHO_REPLICA: 'x' }
  hub.depends_on = ['standby']
  t.same(findFaults('deploy/compose.yaml', broken), [
    'hub-1: standby',
    'hub-1 sets SEKISHO_REPLICA',
  ])
})

t.test('each profile has a hub, and a server that it names', async (t) => {
  const { services } = read('deploy/compose.yaml')
  for (const profile of ['one', 'standby', 'replicas']) {
    const running = Object.entries(services).filter(
      ([, { profiles }]) => profiles === undefined || profiles.includes(profile),
    )
    const names = new Set(running.map(([name]) => name))
    const hubs = running.filter(([, { build }]) => build)
    t.ok(hubs.length > 0, profile)
    for (const [name, { environment = {} }] of hubs) {
      const urls = `${environment.DATABASE_URL} ${environment.SEKISHO_REPLICAS ?? ''}`
      for (const [, hosts] of urls.matchAll(/@([^/]+)\//g)) {
        for (const host of hosts!.split(','))
          t.ok(names.has(host.split(':')[0]!), `${name}: ${host}`)
      }
    }
  }
  const balanced = readFileSync(join(root, 'deploy', 'haproxy.cfg'), 'utf8')
  for (const [, name] of balanced.matchAll(/^\s+server (\S+)/gm)) t.ok(services[name!], `${name}`)
})

const hasBalancer = (): boolean => {
  try {
    execFileSync('haproxy', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const without = hasBalancer() ? false : 'HAProxy (apt-get install haproxy) is not here'

t.test('HAProxy takes its file', { skip: without }, async (t) => {
  const file = join(root, 'deploy', 'haproxy.cfg')
  t.doesNotThrow(() => execFileSync('haproxy', ['-c', '-f', file], { stdio: 'ignore' }))
})
