// `sekisho push` sends every object once and tells what became of it.
import { join } from 'node:path'
import t from 'tap'
import { runSekisho } from '../fixture/programs.ts'
import { collectionId, type Quirks, startTaxiiServer } from '../fixture/taxii-server.ts'

const object = (n: number, more = '') =>
  `{"type":"x-thing","id":"x-thing--${n}","big":12345678901234567890,"n":1.50${more}}`
const bundle = (count: number) =>
  `{"type":"bundle","id":"bundle--1","objects":[${Array.from({ length: count }, (_, n) => object(n))}]}`

const path = `/api/collections/${collectionId}/`

const push = async (
  test: Parameters<typeof startTaxiiServer>[0],
  quirks: Quirks,
  files: Record<string, string>,
  words: string[] = [],
) => {
  const server = await startTaxiiServer(test, quirks)
  const folder = test.testdir(files)
  const paths = Object.keys(files).map((name) => join(folder, name))
  const ran = await runSekisho(['push', ...paths, '--to', server.url + path, ...words])
  const posts = server.seen.filter(({ method }) => method === 'POST')
  return { ...ran, server, posts }
}

// what, content of a file, objects in it
const forms: [string, string, number][] = [
  ['a bundle', bundle(3), 3],
  ['a bundle with a mark at its start', `\ufeff${bundle(3)}`, 3],
  ['an envelope', `{"objects":[${object(1)}]}`, 1],
  ['a list', `[${object(1)},${object(2)}]`, 2],
  ['a list of bundles', `[${bundle(2)},${bundle(1)}]`, 3],
  ['one object', object(1), 1],
  ['one a line', `${object(1)}\n${object(2)}\n\n${object(3)}`, 3],
  ['bundles, one a line', `${bundle(2)}\n${bundle(2)}\n`, 4],
  ['an object that has objects', `{"type":"x","id":"x--1","objects":["a"]}`, 1],
]

t.test('the forms that objects come in', async (t) => {
  for (const [what, text, count] of forms) {
    const { exitCode, stderr, posts } = await push(t, {}, { 'a.json': text })
    t.equal(exitCode, 0, what)
    t.match(stderr, `${count} of ${count} objects taken`, what)
    t.equal(posts.length, 1, what)
    t.equal(posts[0]?.headers['content-type'], 'application/taxii+json;version=2.1')
  }
  const { server } = await push(t, {}, { 'a.json': bundle(2), 'b.json': object(7) })
  t.equal(server.objects.join(), [object(0), object(1), object(7)].join(), 'numbers as they were')
})

t.test('sharing options are not lost in silence', async (t) => {
  const options = '"x_sekisho_sharing":{"exclude":["bolt"]}'
  const wrapped = [
    `{${options},"objects":[${object(1)}]}`,
    `{"type":"bundle","id":"bundle--1",${options},"objects":[${object(1)}]}`,
    `[${object(1)},{"objects":[${object(2)}],${options}}]`,
    `${object(1)}\n{"objects":[${object(2)}],${options}}\n`,
  ]
  for (const text of wrapped) {
    const { exitCode, stderr, posts } = await push(t, {}, { 'a.json': text })
    t.equal(exitCode, 2)
    t.match(stderr, 'x_sekisho_sharing')
    t.same(posts, [], 'nothing was sent')
  }
})

t.test('chunks', async (t) => {
  const few = await push(t, {}, { 'a.json': bundle(10) }, ['--chunk', '4'])
  t.same(
    few.posts.map(({ body }) => JSON.parse(body).objects.length),
    [4, 4, 2],
  )
  const maxContentLength = 300
  const short = await push(t, { maxContentLength }, { 'a.json': bundle(10) })
  t.ok(short.posts.length > 1)
  t.ok(short.posts.every(({ body }) => Buffer.byteLength(body) <= maxContentLength))
  t.equal(short.server.objects.join(), few.server.objects.join(), 'all of them, in their order')
  const long = `[${object(1)},${object(2, `,"x":"${'ü'.repeat(200)}"`)},${object(3)}]`
  const cut = await push(t, { maxContentLength }, { 'a.json': long })
  t.equal(cut.exitCode, 1)
  t.same(JSON.parse(cut.stdout).id, 'x-thing--2')
  t.match(cut.stderr, '2 of 3 objects taken, 1 refused')
})

t.test('what is refused is named', async (t) => {
  const { exitCode, stdout, stderr } = await push(
    t,
    { refuse: ['x-thing--1'] },
    { 'a.json': bundle(3) },
  )
  t.equal(exitCode, 1)
  t.same(JSON.parse(stdout), { id: 'x-thing--1', message: 'not\u001b[31m wanted' })
  t.match(stderr, '2 of 3 objects taken, 1 refused')
  const server = await startTaxiiServer(t, { refuse: ['x-thing--1'] })
  const file = join(t.testdir({ 'a.json': bundle(3) }), 'a.json')
  const shown = await runSekisho(['push', file, '--to', server.url], { terminal: true })
  t.match(shown.stderr, 'x-thing--1: not [31m wanted', 'and cannot move the cursor')
})

t.test('a status that takes its time', async (t) => {
  const waited = await push(t, { pendingLooks: 3 }, { 'a.json': bundle(2) })
  t.equal(waited.exitCode, 0)
  t.match(waited.stderr, '2 of 2 objects taken')
  t.equal(waited.server.seen.filter(({ url }) => url.includes('/status/')).length, 3)
  const left = await push(t, { pendingLooks: 99 }, { 'a.json': bundle(2) }, ['--wait', '0'])
  t.equal(left.exitCode, 1)
  t.match(left.stderr, '0 of 2 objects taken, 2 still pending')
  const lost = await push(t, { amnesia: true }, { 'a.json': bundle(2) })
  t.match(lost.stderr, '2 still pending', 'what a server forgets to count is not called taken')
})

t.test('a busy server', async (t) => {
  const failFirst = { status: 503, times: 2, retryAfter: '0' }
  const { exitCode, server } = await push(t, { failFirst }, { 'a.json': bundle(2) })
  t.equal(exitCode, 0)
  t.equal(server.objects.length, 1, 'taken once')
})

t.test('what cannot be sent', async (t) => {
  for (const [what, files, said] of [
    ['no JSON', { 'a.json': 'hello' }, /a\.json:1: neither JSON nor JSON lines/],
    ['half a bundle', { 'a.json': bundle(2).slice(0, -20) }, /neither JSON/],
    ['a number', { 'a.json': '[7]' }, /entry 1 is no object/],
    ['an empty bundle', { 'a.json': bundle(0) }, /nothing to push/],
  ] as [string, Record<string, string>, RegExp][]) {
    const { exitCode, stderr, server } = await push(t, {}, files)
    t.equal(exitCode, 2, what)
    t.match(stderr, said, what)
    t.equal(server.seen.length, 0, `${what}: the server is not asked`)
  }
  const missing = await runSekisho(['push', 'no-such-file', '--to', 'http://127.0.0.1/'])
  t.match(missing, { exitCode: 2, stderr: /no-such-file` cannot be read: ENOENT/ })
})
