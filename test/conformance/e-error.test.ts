// Checklist E: the shape of every error, whoever makes it.
import { connect } from 'node:net'
import t from 'tap'
import { at, type Hub, headersFor, root1, startHub } from './bench.ts'
import { expectError } from './expect.ts'
import type { Answer } from './request.ts'

let hub: Hub
t.before(async () => {
  hub = await startHub(t, { env: { SEKISHO_MAX_CONTENT_LENGTH: '20000' } })
})

const failing = (): [number[], Promise<Answer>][] => [
  [[400], hub.get(at('RW', 'objects/?limit=0'))],
  [[401], hub.get(root1, { as: null })],
  [[403], hub.get(at('WO', 'objects/'))],
  [[404], hub.get(`${root1}nope/`)],
  [[404], hub.get('/no/such/')],
  [[405], hub.ask({ method: 'PUT', path: root1, headers: headersFor() })],
  [[406], hub.get(root1, { accept: 'text/html' })],
  [[413], hub.post(at('RW', 'objects/'), 'x'.repeat(20_001))],
  [[415], hub.post(at('RW', 'objects/'), 'x', { contentType: 'text/plain' })],
  [[422], hub.post(at('RW', 'objects/'), '[]')],
]

t.test('87 M every error has a title', async (t) => {
  for (const [statuses, answer] of failing()) expectError(t, await answer, ...statuses)
})

t.test('88 M http_status is a string and the same as the status line', async (t) => {
  for (const [, pending] of failing()) {
    const answer = await pending
    t.equal(answer.json.http_status, String(answer.status))
  }
})

t.test('89 M the other properties have their types', async (t) => {
  for (const [, pending] of failing()) {
    const { json } = await pending
    for (const name of ['error_code', 'error_id', 'description', 'external_details']) {
      if (json[name] !== undefined) t.type(json[name], 'string', name)
    }
    if (json.details !== undefined) t.type(json.details, 'object')
  }
})

t.test('90 X an error tells nothing of the inside and repeats nothing raw', async (t) => {
  const asked = [
    at('RW', 'objects/%27%22%3Cscript%3E/'),
    `${root1}collections/'%22%3Cscript%3E/`,
    at('RW', "objects/?added_after='%22%3Cscript%3E"),
    at('RW', 'objects/?next=%27;--%3Cscript%3E'),
    '/%3Cscript%3E/',
  ]
  for (const path of asked) {
    const answer = await hub.get(path)
    t.ok(answer.status >= 400 && answer.status < 500, `${path}: ${answer.status}`)
    t.notMatch(answer.text, /<script>|node_modules|\bat .*\.ts|select |postgres|syntax error/i)
  }
})

t.test('91 M errors of the framework have the same shape', async (t) => {
  expectError(t, await hub.get(`${root1}%E0%A4%A/`), 400, 404)
  expectError(t, await hub.get(`${root1}collections/%zz/`), 400, 404)
  expectError(t, await hub.post(at('RW', 'objects/'), 'x'.repeat(30_000)), 413)
  const headers: [string, string][] = [['X-Long', 'x'.repeat(200_000)]]
  expectError(t, await hub.get(root1, { headers }), 400, 414, 431)
  expectError(t, await hub.ask({ method: 'BREW', path: root1 }).catch(badMethod), 400, 405, 501)
})

/** Node's client sends no unknown method: a raw socket does. */
const badMethod = (): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(hub.base).port), '127.0.0.1')
    let text = ''
    socket.on('error', reject)
    socket.on('data', (piece: Buffer) => {
      text += piece.toString()
    })
    socket.on('close', () => {
      const [head = '', body = ''] = text.split('\r\n\r\n')
      const [line = '', ...lines] = head.split('\r\n')
      const rawHeaders = lines.flatMap((one) => [
        one.split(': ')[0] ?? '',
        one.split(': ')[1] ?? '',
      ])
      const answer = { headers: {}, rawHeaders, body: Buffer.from(body), text: body }
      resolve({ ...answer, status: Number(line.split(' ')[1]), json: JSON.parse(body || '{}') })
    })
    socket.write(`BREW ${root1} HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n`)
  })
