// How the hub's image and its services must be closed in: no root, no file system to write to, no
// rights of the kernel. Pure: what it reads is given to it.
import { parse } from 'yaml'

type Service = {
  read_only?: boolean
  tmpfs?: string[]
  cap_drop?: string[]
  cap_add?: string[]
  security_opt?: string[]
  privileged?: boolean
  user?: string
  network_mode?: string
  pid?: string
  ports?: string[]
  volumes?: string[]
  healthcheck?: { test?: string[]; disable?: boolean }
}

const instructionsOf = (dockerfile: string): [string, string][] =>
  dockerfile
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line))
    .map((line) => [line.split(' ', 1)[0] as string, line.slice(line.indexOf(' ') + 1).trim()])

/** The last stage is what runs. */
export const checkImage = (dockerfile: string): string[] => {
  const all = instructionsOf(dockerfile)
  const last = all.slice(all.findLastIndex(([word]) => word === 'FROM'))
  const of = (word: string) => last.filter(([name]) => name === word).map(([, rest]) => rest)
  const user = of('USER').at(-1)
  const findings: string[] = []
  if (user === undefined || /^(root|0)(:|$)/.test(user)) findings.push('the image runs as root')
  if (of('HEALTHCHECK').length === 0) findings.push('the image has no health check')
  if (of('RUN').length > 0) findings.push('the last stage runs commands')
  if (of('ADD').length > 0) findings.push('the last stage adds what may come from elsewhere')
  if (!of('ENTRYPOINT').some((rest) => rest.startsWith('['))) {
    findings.push('the hub is started through a shell')
  }
  const installs = all.filter(
    ([word, rest]) => word === 'RUN' && /\bnpm (ci|i|install)\b/.test(rest),
  )
  for (const [, rest] of installs) {
    if (!/npm ci\b/.test(rest) || !rest.includes('--ignore-scripts')) {
      findings.push(`\`${rest}\` is not \`npm ci --ignore-scripts\``)
    }
  }
  return findings
}

/** What PostgreSQL's own image needs to become its user. */
const allowedCapabilities = new Set(['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'])

const checkService = (name: string, service: Service): string[] => {
  const findings: string[] = []
  const say = (ok: boolean, text: string): void => void (ok || findings.push(`${name}: ${text}`))
  say(service.cap_drop?.includes('ALL') === true, 'keeps capabilities')
  say(service.security_opt?.includes('no-new-privileges:true') === true, 'may gain privileges')
  say(service.privileged !== true, 'is privileged')
  say(service.network_mode !== 'host' && service.pid !== 'host', 'shares the machine')
  for (const one of service.cap_add ?? []) {
    say(name === 'postgres' && allowedCapabilities.has(one), `adds ${one}`)
  }
  for (const port of service.ports ?? []) {
    say(port.startsWith('127.0.0.1:'), `publishes ${port} beyond this machine`)
  }
  for (const volume of service.volumes ?? []) {
    say(!volume.includes('docker.sock'), 'reaches the container engine')
  }
  if (name !== 'postgres') {
    say(service.read_only === true, 'may write to its file system')
    say(service.tmpfs?.some((one) => one.startsWith('/tmp')) === true, 'has no /tmp')
    say(service.healthcheck?.disable !== true, 'has no health check')
  }
  return findings
}

/** Every service of a compose file. */
export const checkCompose = (text: string): string[] => {
  const { services = {} } = parse(text) as { services?: Record<string, Service> }
  const findings = Object.entries(services).flatMap(([name, one]) => checkService(name, one))
  return Object.keys(services).length === 0 ? ['there is no service'] : findings
}
