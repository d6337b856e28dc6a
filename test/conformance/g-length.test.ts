// Checklist G and A: how long a body may be, on a hub that takes 20,000 bytes.
import { connect } from 'node:net'
import t from 'tap'
import { at, type Hub, headersFor, root1, startHub } from './bench.ts'
import { expectError, expectOk, submit } from './expect.ts'
import { taxii } from './request.ts'
import { indicator, type Thing } from './stix.ts'

const most = 20_000
let hub: Hub
t.before(async () => {
  hub = await startHub(t, { env: { SEKISHO_MAX_CONTENT_LENGTH: String(most) } })
})

/** An envelope of exactly `length` bytes with one good object. */
const envelope = (length: number, object: Thing): string => {
  const text = JSON.stringify({ objects: [object] })
  return text.slice(0, -1) + ' '.repeat(length - text.length) + text.slice(-1)
}

t.test('101 M the root says how long a body may be', async (t) => {
  t.equal((await hub.get(root1)).json.max_content_length, most)
})

t.test('102 M a body of just that length is taken', async (t) => {
  for (const length of [most - 1, most]) {
    expectOk(t, await hub.post(at('RW', 'objects/'), envelope(length, indicator())), 202)
  }
})

t.test('103 M a longer one is 413 and nothing of it is kept', async (t) => {
  for (const length of [most + 1, 5 * most, 100 * most]) {
    const object = indicator()
    const answer = await hub.post(at('RW', 'objects/'), envelope(length, object))
    expectError(t, answer, 413)
    expectError(t, await hub.get(at('RW', `objects/${object.id}/`)), 404)
  }
})

t.test('103 M a longer one in chunks is 413 too', async (t) => {
  const object = indicator()
  const bytes = Buffer.from(envelope(3 * most, object))
  const chunks: Buffer[] = []
  for (let from = 0; from < bytes.length; from += 1000)
    chunks.push(bytes.subarray(from, from + 1000))
  const answer = await hub.ask({
    method: 'POST',
    path: at('RW', 'objects/'),
    headers: headersFor({ contentType: taxii }),
    chunks,
  })
  expectError(t, answer, 413)
  expectError(t, await hub.get(at('RW', `objects/${object.id}/`)), 404)
})

t.test('31 Q a length beyond the limit is refused before the body is sent', async (t) => {
  const headers = headersFor({ contentType: taxii, headers: [['Expect', '100-continue']] })
  const lines = [
    `POST ${at('RW', 'objects/')} HTTP/1.1`,
    'Host: hub',
    `Content-Length: ${most + 1}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ]
  const first = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(new URL(hub.base).port), '127.0.0.1')
    socket.on('error', reject)
    socket.once('data', (piece: Buffer) => {
      resolve(piece.toString().split('\r\n')[0] ?? '')
      socket.destroy()
    })
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  })
  t.match(first, /^HTTP\/1\.1 413 /)
})

t.test('103 M the hub goes on after all that', async (t) => {
  const object = indicator()
  await submit(t, hub, 'RW', [object])
  expectOk(t, await hub.get(at('RW', `objects/${object.id}/`)))
})
