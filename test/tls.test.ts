// TLS of the hub's own listener and client certificates as credentials. Checklist 69–72, 84;
// reliability A1, A7, H12.
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import t, { type Test } from 'tap'
import { serve } from '../src/server.ts'
import { keyFingerprint } from '../src/taxii/authorization.ts'
import { type Certified, certify } from './taxii/certify.ts'
import { addCredential, type Doors, type Member, openDoors } from './taxii/open-door.ts'

const hour = 3_600_000
const authority = certify({ name: 'authority' })
const served = certify({ name: 'localhost', issuer: authority })
const pinned = certify({ name: 'member' })
const unknown = certify({ name: 'member' })
const expired = certify({
  name: 'member',
  keys: pinned.keys,
  from: new Date(Date.now() - 2 * hour),
  until: new Date(Date.now() - hour),
})
const forServers = certify({ name: 'member', keys: pinned.keys, uses: ['1.3.6.1.5.5.7.3.1'] })
const signed = certify({ name: 'member', keys: pinned.keys, issuer: authority })

type Open = { doors: Doors; port: number; folder: string; member: Member; other: Member }

const openTls = async (t: Pick<Test, 'teardown'>, verified: boolean): Promise<Open> => {
  const folder = await mkdtemp(join(tmpdir(), 'sekisho-tls-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const write = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text, { mode: 0o600 })
    return join(folder, name)
  }
  const tls = {
    cert: await write('cert.pem', served.certificate),
    key: await write('key.pem', served.key),
    clientCa: verified ? await write('ca.pem', authority.certificate) : null,
  }
  const doors = await openDoors(t, { tls })
  const member = await doors.join('consumer')
  const other = await doors.join('consumer')
  const fingerprint = keyFingerprint(new X509Certificate(pinned.certificate))
  await addCredential(doors.hub, member.principal_id, 'certificate', fingerprint)
  const server = await serve(doors.ctx)
  t.teardown(server.close)
  return { doors, port: Number(new URL(server.url).port), folder, member, other }
}

const ask = async (
  port: number,
  headers: object,
  client?: Certified,
  more: RequestOptions = {},
) => {
  const shown = client ? { cert: client.certificate, key: client.key } : {}
  const request = httpsRequest({
    port,
    host: '127.0.0.1',
    path: '/taxii2/',
    ca: authority.certificate,
    agent: false,
    headers: { ...headers },
    ...shown,
    ...more,
  })
  request.end()
  const [response] = await once(request, 'response')
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return { status: response.statusCode as number, text: Buffer.concat(chunks).toString() }
}

const handshake = (port: number, options: object): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', ca: authority.certificate, ...options })
    socket.on('secureConnect', () => {
      resolve(`${socket.getProtocol()} ${socket.getPeerX509Certificate()?.fingerprint256}`)
      socket.destroy()
    })
    socket.on('error', () => resolve('refused'))
  })

t.test('H12 TLS 1.2 and 1.3 with forward secrecy, nothing older or weaker', async (t) => {
  const { port, member } = await openTls(t, false)
  const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' }
  const only12 = { maxVersion: 'TLSv1.2' }
  t.match(await handshake(port, only12), /^TLSv1\.2/)
  t.match(await handshake(port, { minVersion: 'TLSv1.3' }), /^TLSv1\.3/)
  t.equal(await handshake(port, { ...old, maxVersion: 'TLSv1.1' }), 'refused')
  for (const ciphers of [
    'AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES128-SHA',
    'ECDHE-ECDSA-AES128-SHA256',
  ]) {
    t.equal(await handshake(port, { ...only12, ciphers }), 'refused', ciphers)
  }
  const answer = await ask(port, member.bearer)
  t.equal(answer.status, 200)
  t.match(answer.text, new RegExp(`https://127\\.0\\.0\\.1:${port}/taxii2/rail/`))
})

t.test('84 without an authority a certificate is known by its key alone', async (t) => {
  const { port, member, other } = await openTls(t, false)
  const cases: [string, object, Certified | undefined, number][] = [
    ['the pinned key', {}, pinned, 200],
    ['the same key, signed anew', {}, signed, 200],
    ['the same name, another key', {}, unknown, 401],
    ['past its dates', {}, expired, 401],
    ['for servers only', {}, forServers, 401],
    ['none', {}, undefined, 401],
    ['with a token of the same principal', member.bearer, pinned, 200],
    ['with a token of another principal', other.bearer, pinned, 401],
    ['an unknown one with a good token', member.bearer, unknown, 401],
    ['an expired one with a good token', member.bearer, expired, 401],
    ['a good one with a bad token', { authorization: 'Bearer nonsense' }, pinned, 401],
    ['spoofed by headers', { 'x-ssl-client-verify': 'SUCCESS', 'x-user-id': 'x' }, undefined, 401],
  ]
  for (const [name, headers, client, status] of cases) {
    t.equal((await ask(port, headers, client)).status, status, name)
  }
})

t.test('A7 with an authority the chain counts besides the key', async (t) => {
  const { port } = await openTls(t, true)
  t.equal((await ask(port, {}, signed)).status, 200)
  t.equal((await ask(port, {}, pinned)).status, 401, 'signed by itself')
  const foreign = certify({
    name: 'member',
    keys: pinned.keys,
    issuer: certify({ name: 'authority' }),
  })
  t.equal((await ask(port, {}, foreign)).status, 401, 'the same subject under another authority')
})

t.test('new certificate files are used without a restart, broken ones are not', async (t) => {
  const { port, folder, doors } = await openTls(t, false)
  const before = await handshake(port, {})
  const reload = async (): Promise<string> => {
    const seen = doors.logged().split('certificate files').length
    process.kill(process.pid, 'SIGHUP')
    while (doors.logged().split('certificate files').length === seen) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    return handshake(port, {})
  }
  const next = certify({ name: 'localhost', issuer: authority })
  await writeFile(join(folder, 'cert.pem'), next.certificate)
  t.equal(await reload(), before, 'half replaced: the old one stays')
  await writeFile(join(folder, 'key.pem'), next.key)
  const after = await reload()
  t.not(after, before)
  t.match(after, new X509Certificate(next.certificate).fingerprint256)
})
