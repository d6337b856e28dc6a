// The listening server over real sockets: bodies that are too long or too slow, malformed requests,
// leaving. Checklist 24, 25, 30, 31, 33, 102, 103; reliability B9, F15, H1, H3, H4, H11.
import { once } from 'node:events'
import { Agent, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { serve } from '../src/server.ts'
import { makeIndicator } from './fixture/hub.ts'
import { type Doors, type Member, openDoors, taxii } from './taxii/open-door.ts'

const lengthMax = 200_000

let doors: Doors
let member: Member
let port: number
let close: () => Promise<void>

t.before(async () => {
  doors = await openDoors(t, { maxContentLength: lengthMax, requestTimeoutMs: 5_000 })
  member = await doors.join('contributor')
  const server = await serve(doors.ctx)
  close = server.close
  t.teardown(() => server.close())
  port = Number(new URL(server.url).port)
})

/** Sends bytes as they are and gives everything that came until the connection ended. */
const exchange = async (...pieces: (string | Buffer | number)[]): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  const received: Buffer[] = []
  socket.on('data', (chunk) => received.push(chunk))
  socket.on('error', () => {})
  const ended = once(socket, 'close')
  for (const piece of pieces) {
    if (typeof piece === 'number') await sleep(piece)
    else if (!socket.destroyed) socket.write(piece)
  }
  await ended
  return Buffer.concat(received).toString()
}

const head = (method: string, path: string, ...lines: string[]): string =>
  [`${method} ${path} HTTP/1.1`, 'Host: hub', ...lines, '', ''].join('\r\n')
const signedIn = () => `Authorization: Bearer ${member.token}`
const post = (...lines: string[]) =>
  head('POST', `${doors.collection}objects/`, signedIn(), `Content-Type: ${taxii}`, ...lines)
const statusesOf = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status))
const padded = (length: number): string =>
  JSON.stringify({ objects: [makeIndicator(1)] }).padEnd(length, ' ')

t.test('102,103 the limit is exact, for declared and for chunked bodies', async (t) => {
  const declared = (length: number) =>
    exchange(post(`Content-Length: ${length}`, 'Connection: close'), padded(length))
  const chunked = (length: number) =>
    exchange(
      post('Transfer-Encoding: chunked', 'Connection: close'),
      `${length.toString(16)}\r\n${padded(length)}\r\n0\r\n\r\n`,
    )
  for (const send of [declared, chunked]) {
    t.same(statusesOf(await send(lengthMax)), [202])
    const refused = await send(lengthMax + 1)
    t.same(statusesOf(refused), [413])
    t.match(refused, new RegExp(`content-type: ${taxii.replace('+', '\\+')}`))
    t.match(refused, /connection: close/i)
    t.match(refused, /"http_status":"413"/)
  }
})

t.test('B9 an endless body ends with a whole answer', async (t) => {
  const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`
  const answer = await exchange(post('Transfer-Encoding: chunked'), ...Array(40).fill(chunk))
  t.same(statusesOf(answer), [413])
  t.match(answer, /"error_id":"[0-9a-f-]{36}"/)
})

t.test('31 Expect: 100-continue', async (t) => {
  const body = padded(2_000)
  const expecting = 'Expect: 100-continue'
  const good = await exchange(
    post('Content-Length: 2000', expecting, 'Connection: close'),
    200,
    body,
  )
  t.same(statusesOf(good), [100, 202])
  const large = await exchange(post(`Content-Length: ${lengthMax + 1}`, expecting))
  t.same(statusesOf(large), [413], 'nothing is asked for that would be refused')
  t.match(large, /connection: close/i)
  const stranger = head('POST', `${doors.collection}objects/`, 'Content-Length: 5', expecting)
  t.same(statusesOf(await exchange(stranger)), [401])
})

t.test('a long body nobody reads does not take its answer along', async (t) => {
  const wrong = head(
    'POST',
    `${doors.collection}objects/`,
    signedIn(),
    'Content-Type: text/plain',
    'Content-Length: 180000',
  )
  const answer = await exchange(wrong, ' '.repeat(100_000), 50, ' '.repeat(80_000))
  t.same(statusesOf(answer), [415])
  t.match(answer, /"http_status":"415"/)
})

t.test('H4 pipelined requests and unexpected bodies stay in step', async (t) => {
  const get = (...lines: string[]) => head('GET', '/taxii2/', signedIn(), ...lines)
  const withBody = get('Content-Length: 2', 'Content-Type: application/json')
  const answer = await exchange(
    withBody,
    '{}',
    get(),
    head('DELETE', `${doors.collection}objects/nope/`, signedIn(), 'Content-Length: 0'),
    post('Content-Length: 3'),
    'xxx',
    get('Connection: close'),
  )
  t.same(statusesOf(answer), [200, 200, 404, 422, 200])
})

t.test('H3 malformed requests are refused in TAXII’s words and end the connection', async (t) => {
  const cases: [string, number, string][] = [
    ['two hosts', 400, 'GET /taxii2/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
    ['no host', 400, 'GET /taxii2/ HTTP/1.1\r\n\r\n'],
    ['absolute', 400, head('GET', 'http://evil.example/taxii2/')],
    ['garbage', 400, 'NONSENSE\r\n\r\n'],
    ['both lengths', 400, post('Content-Length: 5', 'Transfer-Encoding: chunked')],
    ['two lengths', 400, post('Content-Length: 5', 'Content-Length: 6')],
    ['signed length', 400, post('Content-Length: +5')],
    ['a list of lengths', 400, post('Content-Length: 5,5')],
    ['a coding twice', 400, post('Transfer-Encoding: chunked', 'Transfer-Encoding: identity')],
    ['a coding that is none', 400, post('Transfer-Encoding: xchunked')],
    ['a chunk of no length', 400, `${post('Transfer-Encoding: chunked')}x\r\n`],
    ['a chunk without its end', 400, `${post('Transfer-Encoding: chunked')}1\r\n{x\r\n`],
    ['bare line feeds', 400, 'GET /taxii2/ HTTP/1.1\nHost: a\n\n'],
    ['folded', 400, 'GET /taxii2/ HTTP/1.1\r\nHost: a\r\n b\r\n\r\n'],
    ['NUL', 400, 'GET /taxii2/ HTTP/1.1\r\nHost: a\r\nX: \u0000\r\n\r\n'],
    ['too long', 431, head('GET', `/taxii2/?${'x'.repeat(70_000)}`)],
  ]
  for (const [name, status, text] of cases) {
    const keepsOpen = ['two hosts', 'no host', 'absolute'].includes(name)
    const answer = await exchange(
      keepsOpen ? text.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n') : text,
    )
    t.same(statusesOf(answer), [status], name)
    t.ok(answer.toLowerCase().includes(`content-type: ${taxii}`), name)
    t.match(answer, /"title":/, name)
  }
})

t.test('33 a thousand ids fit', async (t) => {
  const ids = Array.from({ length: 1_000 }, () => makeIndicator(1).id).join(',')
  const answer = await exchange(
    head('GET', `${doors.collection}objects/?match[id]=${ids}`, signedIn(), 'Connection: close'),
  )
  t.same(statusesOf(answer), [200])
})

t.test('H1 headers and bodies that never end are cut off', async (t) => {
  const slow = await exchange(post('Content-Length: 50'), '{')
  t.same(statusesOf(slow), [408])
  t.match(slow, /"http_status":"408"/)
})

t.test(
  'F15 leaving: what is in flight finishes, and every connection is asked to close',
  async (t) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 5 })
    t.teardown(() => agent.destroy())
    const options = { port, agent, headers: { authorization: `Bearer ${member.token}` } }
    const ask = (method: string, path: string, headers = {}) =>
      httpRequest({ ...options, method, path, headers: { ...options.headers, ...headers } })
    const idle = ask('GET', '/taxii2/').end()
    const [kept] = await once(idle, 'response')
    kept.resume()
    await once(kept, 'end')

    const slow = ask('POST', `${doors.collection}objects/`, { 'content-type': taxii })
    const text = JSON.stringify({ objects: [makeIndicator(2)] })
    slow.write(text.slice(0, 10))
    await sleep(100)
    const closed = close()
    slow.end(text.slice(10))
    const [answer] = await once(slow, 'response')
    answer.resume()
    t.equal(answer.statusCode, 202)
    t.equal(answer.headers.connection, 'close')
    await closed
    const refused = connect(port, '127.0.0.1')
    const [error] = await once(refused, 'error')
    t.equal(error.code, 'ECONNREFUSED')
  },
)

t.test('73 plain HTTP on a network address is refused before it listens', async (t) => {
  const settings = { ...doors.ctx.settings, host: '0.0.0.0' }
  await t.rejects(serve({ ...doors.ctx, settings }), /SEKISHO_TLS_CERT/)
})
