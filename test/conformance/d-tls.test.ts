// Checklist D, transport: TLS versions, what is refused, client certificates, and plain HTTP.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'
import t from 'tap'
import { cloneDatabase } from '../fixture/database.ts'
import { type Hub, hubFileText, root1, runCommand, startHub } from './bench.ts'
import { certify, sessionFields } from './certificate.ts'
import { expectError, expectOk } from './expect.ts'
import { basic, send, taxii } from './request.ts'

const authority = certify('Conformance authority')
const server = certify('localhost', authority)
const member = certify('member', authority)
const unknown = certify('unknown', authority)
const stranger = certify('stranger', certify('Another authority'))
let hub: Hub
let folder = ''

t.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sekisho-tls-'))
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text, { mode: 0o600 })
    return join(folder, name)
  }
  const credential = `- { name: member, kind: service, certificate: { fingerprint: ${member.fingerprint} } }`
  hub = await startHub(t, {
    scheme: 'https',
    tls: { ca: authority.certificate },
    marks: { CERTIFICATE: credential },
    env: {
      SEKISHO_TLS_CERT: await file('server.pem', server.certificate),
      SEKISHO_TLS_KEY: await file('server.key', server.key),
      SEKISHO_TLS_CLIENT_CA: await file('authority.pem', authority.certificate),
    },
  })
})
t.teardown(() => rm(folder, { recursive: true, force: true }))

const asTest: [string, string][] = [
  ['Authorization', basic('test', 'Passw0rd!')],
  ['Accept', taxii],
]
const discover = (tls: ConnectionOptions, headers = asTest) =>
  send(hub.base, { path: '/taxii2/', headers, tls: { ca: authority.certificate, ...tls } })

/** Shakes hands and gives the protocol, or the reason it failed. */
const handshake = (options: ConnectionOptions, then?: (socket: TLSSocket) => Promise<void>) =>
  new Promise<string>((resolve) => {
    const port = Number(new URL(hub.base).port)
    const socket = connect(
      { port, host: '127.0.0.1', ca: authority.certificate, ...options },
      async () => {
        await then?.(socket)
        resolve(socket.getProtocol() ?? 'none')
        socket.destroy()
      },
    )
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(`refused: ${error.code}`))
  })

t.test('69 M TLS 1.2 works', async (t) => {
  const only = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const
  t.equal(await handshake(only), 'TLSv1.2')
  expectOk(t, await discover(only))
})

t.test('70 S TLS 1.3 works', async (t) => {
  const only = { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' } as const
  t.equal(await handshake(only), 'TLSv1.3')
  expectOk(t, await discover(only))
})

t.test('71 M no session allows early bytes', async (t) => {
  // In a serialised session the greatest amount of early bytes is field 15, left out when 0.
  const earlyBytes = 0xa0 + 15
  let session: Buffer | null = null
  const ticket = (socket: TLSSocket) =>
    new Promise<void>((resolve) => {
      socket.once('session', (given: Buffer) => {
        session = given
        resolve()
      })
      socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')
      setTimeout(resolve, 5_000)
    })
  t.equal(await handshake({ minVersion: 'TLSv1.3' }, ticket), 'TLSv1.3')
  if (!session) return t.pass('no session is given, so none can be taken up early')
  const fields = sessionFields(session)
  t.ok(fields.includes(0xa1), 'a field is recognised: the time of the session')
  t.notOk(fields.includes(earlyBytes), 'no early bytes')
})

t.test('72 S old protocols and weak suites are refused', async (t) => {
  const oldest = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const
  for (const maxVersion of ['TLSv1', 'TLSv1.1'] as const) {
    t.match(await handshake({ ...oldest, maxVersion }), /^refused/, maxVersion)
  }
  for (const ciphers of ['AES128-SHA', 'AES128-GCM-SHA256', 'ECDHE-RSA-AES128-SHA']) {
    const options = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers } as const
    t.match(await handshake(options), /^refused/, ciphers)
  }
  const good = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const
  t.equal(await handshake({ ...good, ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' }), 'TLSv1.2')
})

t.test('95,96 Q behind its own TLS the hub names its roots with https', async (t) => {
  const roots = (await discover({})).json.api_roots ?? []
  t.ok(roots.length > 0)
  for (const root of roots) t.match(root, /^https:\/\//)
})

t.test('84,362 m a client certificate signs in, by its key', async (t) => {
  const bare: [string, string][] = [['Accept', taxii]]
  const using = ({ certificate, key }: typeof member) => ({ cert: certificate, key })
  const answer = await send(hub.base, {
    path: root1,
    headers: bare,
    tls: { ca: authority.certificate, ...using(member) },
  })
  expectOk(t, answer)
  expectError(t, await discover(using(unknown), bare), 401)
  const strange = await discover(using(stranger), bare).catch(() => null)
  t.ok(strange === null || strange.status === 401, 'no handshake, or nobody')
})

t.test('73 D plain HTTP beyond loopback never takes credentials', async (t) => {
  const hubFile = join(folder, 'hub.yaml')
  await writeFile(hubFile, await hubFileText())
  const { code } = await runCommand(['serve'], {
    DATABASE_URL: await cloneDatabase(t),
    SEKISHO_DATA: join(folder, 'var'),
    SEKISHO_HUB_FILE: hubFile,
    SEKISHO_HOST: '0.0.0.0',
    SEKISHO_PORT: '0',
  })
  t.ok(code !== null && code !== 0, `it does not start: exit ${code}`)
  const plain = await send(hub.base.replace('https', 'http'), {
    path: '/taxii2/',
    headers: asTest,
  }).catch(() => null)
  t.ok(plain === null || plain.status >= 400, 'the TLS port serves nothing without TLS')
})
