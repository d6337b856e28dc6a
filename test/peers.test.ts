// Who is at the other end: what may be believed of addresses, Host and forwarding headers.
// Checklist 35, 73, 95; reliability A8.
import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { createPeers, isLocalPeer, isLoopback } from '../src/peers.ts'
import { testSettings } from './fixture/hub.ts'

type Shown = { peer?: string; headers?: Record<string, string>; port?: number }

const request = ({ peer = '127.0.0.1', headers = {}, port = 6100 }: Shown): FastifyRequest =>
  ({ headers, raw: { socket: { remoteAddress: peer, localPort: port } } }) as never

const peersWith = (changes: object) => createPeers({ ...testSettings, ...changes })
const tls = { cert: 'c', key: 'k', clientCa: null }

t.test('loopback', async (t) => {
  for (const host of ['127.0.0.1', '127.8.9.1', '::1', '[::1]', '::ffff:127.0.0.1', 'localhost']) {
    t.ok(isLoopback(host), host)
  }
  for (const host of [
    '10.0.0.1',
    '0.0.0.0',
    '::',
    '::ffff:10.0.0.1',
    'localhost.example',
    '',
    undefined,
  ]) {
    t.notOk(isLoopback(host), String(host))
  }
  t.ok(isLocalPeer(request({})))
  t.notOk(isLocalPeer(request({ headers: { 'x-forwarded-for': '127.0.0.1' } })), 'forwarded')
  t.notOk(isLocalPeer(request({ peer: '10.0.0.1' })))
})

t.test('73 what crosses a network in the clear is refused', async (t) => {
  const http = { 'x-forwarded-proto': 'http' }
  const cases: [object, Shown, boolean][] = [
    [{}, {}, false],
    [{}, { peer: '10.0.0.1' }, true],
    [{}, { peer: '10.0.0.1', headers: { 'x-forwarded-proto': 'https' } }, true],
    [{ allowPlainHttp: true }, { peer: '10.0.0.1' }, false],
    [{ tls }, { peer: '10.0.0.1' }, false],
    [{ proxies: ['10.0.0.0/8'] }, { peer: '10.1.2.3' }, false],
    [{ proxies: ['10.0.0.0/8'] }, { peer: '::ffff:10.1.2.3' }, false],
    [{ proxies: ['10.0.0.0/8'] }, { peer: '10.1.2.3', headers: http }, true],
    [{ proxies: ['10.0.0.1'] }, { peer: '10.0.0.2' }, true],
    [{ proxies: ['fd00::/8'] }, { peer: 'fd00::1' }, false],
  ]
  for (const [settings, shown, exposed] of cases) {
    t.equal(
      peersWith(settings).isExposed(request(shown)),
      exposed,
      JSON.stringify([settings, shown]),
    )
  }
})

t.test('35,95 the base of absolute URLs', async (t) => {
  const evil = { host: 'evil.example' }
  const cases: [object, Shown, string][] = [
    [{ publicUrl: 'https://hub.example' }, { headers: evil }, 'https://hub.example'],
    [{ publicUrl: 'https://hub.example/' }, {}, 'https://hub.example'],
    [{}, { headers: { host: 'localhost:6100' } }, ''],
    [{ tls }, { headers: { host: 'localhost:7000' } }, 'https://localhost:7000'],
    [{ tls }, { headers: evil }, 'https://127.0.0.1:6100'],
    [{ tls }, { headers: { host: 'localhost/x' } }, 'https://127.0.0.1:6100'],
    [{ tls }, { peer: '10.0.0.1', headers: { host: 'localhost' } }, 'https://127.0.0.1:6100'],
    [{ tls, host: 'hub.example' }, { peer: '10.0.0.1', port: 443 }, 'https://hub.example:443'],
    [{ tls, host: '0.0.0.0' }, { peer: '10.0.0.1' }, ''],
    [{ tls, host: 'fd00::1' }, { peer: 'fd00::2' }, 'https://[fd00::1]:6100'],
  ]
  for (const [settings, shown, base] of cases) {
    t.equal(peersWith(settings).baseOf(request(shown)), base, JSON.stringify([settings, shown]))
  }
})
