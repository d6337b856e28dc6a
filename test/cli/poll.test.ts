// `sekisho poll` gets every object once, from servers that keep the standard and from others.
import t from 'tap'
import { runSekisho } from '../fixture/programs.ts'
import { collectionId, type Quirks, startTaxiiServer } from '../fixture/taxii-server.ts'

const objects = Array.from(
  { length: 8 },
  (_, n) => `{"type":"x-${n % 2}","id":"x--${n}","n":${n}.0}`,
)
const path = `/api/collections/${collectionId}/`
const environment = { SEKISHO_USER: 'ünï', SEKISHO_PASSWORD: 'p:a:ss' }

const poll = async (
  test: Parameters<typeof startTaxiiServer>[0],
  quirks: Quirks,
  words: string[] = [],
) => {
  const server = await startTaxiiServer(test, quirks)
  server.objects.push(...objects)
  const ran = await runSekisho(['poll', server.url + path, ...words], { environment })
  return { ...ran, lines: ran.stdout.split('\n').filter(Boolean), server }
}

// what, quirks, words
const whole: [string, Quirks, string[]][] = [
  ['by next', {}, []],
  ['by date', {}, ['--by', 'date']],
  ['by next, one in a page', {}, ['--limit', '1']],
  ['by date, one in a page', {}, ['--by', 'date', '--limit', '1']],
  ['more without next', { withoutNext: true }, []],
  ['no dates', { withoutDates: true }, []],
  ['empty pages between', { emptyPages: true, withoutDates: true }, []],
  ['503, then well', { failFirst: { status: 503, times: 2, retryAfter: '0' } }, []],
  [
    '429 with a date',
    { failFirst: { status: 429, times: 1, retryAfter: new Date(0).toUTCString() } },
    [],
  ],
  ['502 without a word', { failFirst: { status: 502, times: 1, retryAfter: null } }, []],
  ['another content type', { contentType: 'application/json; charset=utf-8' }, []],
]

t.test('every object once, as it was', async (t) => {
  for (const [what, quirks, words] of whole) {
    const { lines, stderr, exitCode } = await poll(t, quirks, words)
    t.same(lines, objects, what)
    t.equal(exitCode, 0, what)
    t.match(stderr, /8 objects/, what)
  }
})

// what, quirks, words, exit code, what is said
const ends: [string, Quirks, string[], number, RegExp][] = [
  ['the same page for ever', { circling: true }, [], 1, /same page again/],
  [
    'no next and no date',
    { withoutNext: true, withoutDates: true },
    [],
    1,
    /neither `next` nor a date/,
  ],
  ['by date without dates', { withoutDates: true }, ['--by', 'date'], 1, /neither/],
  [
    'busy without end',
    { failFirst: { status: 503, times: 99, retryAfter: '0' } },
    [],
    4,
    /answered 503/,
  ],
  [
    'busy for a day',
    { failFirst: { status: 503, times: 1, retryAfter: '86400' } },
    [],
    4,
    /come back in 86400 s/,
  ],
  [
    'a wrong password',
    { failFirst: { status: 401, times: 99, retryAfter: null } },
    [],
    3,
    /does not know these credentials/,
  ],
  [
    'not allowed',
    { failFirst: { status: 403, times: 99, retryAfter: null } },
    [],
    3,
    /not allowed/,
  ],
  [
    'another TAXII',
    { failFirst: { status: 406, times: 99, retryAfter: null } },
    [],
    1,
    /does not speak TAXII 2\.1/,
  ],
  ['a login page', { html: true }, [], 1, /text\/html that is not JSON/],
  ['an impossible limit', {}, ['--limit', '0'], 2, /--limit must be/],
  ['an impossible date', {}, ['--added-after', 'yesterday'], 2, /--added-after must be/],
  ['an impossible match', {}, ['--match', 'type'], 2, /field=value/],
  ['an impossible way', {}, ['--by', 'foot'], 2, /next or date/],
  ['an unknown option', {}, ['--fast'], 2, /unknown option/],
]

t.test('what cannot be walked is said, not walked for ever', async (t) => {
  for (const [what, quirks, words, code, said] of ends) {
    const { exitCode, stderr } = await poll(t, quirks, words)
    t.equal(exitCode, code, what)
    t.match(stderr, said, what)
    t.notOk(stderr.includes('p:a:ss') || stderr.includes('    at '), `${what}: no secret, no stack`)
  }
})

t.test('what is asked for', async (t) => {
  const { server } = await poll(t, {}, [
    ...['--added-after', '2026-01-01T00:00:00.000100Z', '--limit', '2', '--version', 'all'],
    ...['--match', 'type=indicator,malware', '--match', 'spec_version=2.1'],
  ])
  const pages = server.seen.filter(({ url }) => url.includes('/objects/'))
  t.equal(pages.length, 2)
  for (const { url, headers } of pages) {
    const { searchParams } = new URL(url)
    t.equal(searchParams.get('added_after'), '2026-01-01T00:00:00.000100Z')
    t.equal(searchParams.get('match[type]'), 'indicator,malware')
    t.equal(searchParams.get('match[spec_version]'), '2.1')
    t.equal(searchParams.get('match[version]'), 'all')
    t.equal(searchParams.get('limit'), '2')
    t.equal(headers.accept, 'application/taxii+json;version=2.1')
    t.equal(headers['user-agent'], 'sekisho/0.0.0')
    const pair = Buffer.from(String(headers.authorization).replace('Basic ', ''), 'base64')
    t.equal(pair.toString(), 'ünï:p:a:ss')
  }
})

t.test('where to find the collection', async (t) => {
  for (const [start, words] of [
    ['', []],
    ['/', ['--collection', 'Indicators']],
    ['/taxii2', ['--collection', 'indicators']],
    ['/api/', ['--collection', collectionId]],
    ['/api', []],
    [`/api/collections/${collectionId}/objects/?limit=1`, []],
  ] as [string, string[]][]) {
    const server = await startTaxiiServer(t)
    server.objects.push(...objects)
    const { exitCode, stdout } = await runSekisho(['poll', server.url + start, ...words])
    t.equal(exitCode, 0, start)
    t.equal(stdout.split('\n').length, 9, start)
  }
  const server = await startTaxiiServer(t)
  const lost = await runSekisho(['poll', server.url, '--collection', 'Nothing'])
  t.equal(lost.exitCode, 2)
  t.match(lost.stderr, /0 collections are called `Nothing`/)
  t.match(lost.stderr, /Locked .*: neither read nor write/, 'and what there is')
})

t.test('credentials go to one server only', async (t) => {
  const thief = await startTaxiiServer(t)
  for (const status of [301, 302, 307, 308]) {
    const redirect = { path, to: `${thief.url}/x`, status }
    const { exitCode, stderr } = await poll(t, { redirect })
    t.equal(exitCode, 1)
    t.match(stderr, /credentials do not follow/)
  }
  t.equal(thief.seen.length, 0, 'the other server is not even asked')
  const server = await startTaxiiServer(t, {
    redirect: { path: '/old/', to: '/taxii2/', status: 301 },
  })
  const followed = await runSekisho(['poll', `${server.url}/old/`], { environment })
  t.equal(followed.exitCode, 0, 'a move on the same server is followed')
  for (const [url, said] of [
    ['http://taxii.example/taxii2/', /plain HTTP/],
    ['http://user:secret@127.0.0.1/', /do not belong into an address/],
    ['ftp://127.0.0.1/', /must begin with https/],
    ['nonsense', /must begin with https/],
  ] as [string, RegExp][]) {
    const { exitCode, stderr } = await runSekisho(['poll', url], { environment })
    t.equal(exitCode, 2, url)
    t.match(stderr, said, url)
    t.notOk(stderr.includes('secret'))
  }
})

t.test('tokens come from the environment', async (t) => {
  const server = await startTaxiiServer(t)
  const words = ['poll', server.url + path, '--token-env', 'FEED_TOKEN']
  const ran = await runSekisho(words, { environment: { ...environment, FEED_TOKEN: 'abc' } })
  t.equal(ran.exitCode, 0)
  t.equal(server.seen[0]?.headers.authorization, 'Bearer abc')
  const unset = await runSekisho(words)
  t.equal(unset.exitCode, 2)
  t.match(unset.stderr, /FEED_TOKEN is not set/)
})

t.test('nobody is there', async (t) => {
  const url = 'http://127.0.0.1:9/taxii2/'
  const started = await runSekisho(['push', '/dev/null', '--to', url])
  t.equal(started.exitCode, 2, 'nothing to push is seen before the server is asked')
})

t.test('on a terminal', async (t) => {
  const server = await startTaxiiServer(t)
  server.objects.push(...objects)
  const { stdout, stderr } = await runSekisho(['poll', server.url + path], { terminal: true })
  t.equal(stdout, 'type  objects\nx-0         4\nx-1         4\n', 'a count, not a flood')
  t.match(stderr, /\r\u001b\[2K3 objects/, 'a line that is written over')
  t.match(stderr, /next time: --added-after 2026-01-01T00:00:00\.000160Z/)
})

t.test('following what is added', async (t) => {
  const server = await startTaxiiServer(t)
  server.objects.push(...objects.slice(0, 5))
  const running = runSekisho(['poll', server.url + path, '--follow', '--interval', '1'])
  const until = async (enough: () => boolean) => {
    while (!enough()) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await until(() => server.seen.some(({ url }) => url.includes('added_after')))
  server.objects.push(...objects.slice(5))
  await until(() => server.seen.some(({ url }) => url.includes('000160')))
  process.emit('SIGINT')
  const { stdout, exitCode } = await running
  t.same(stdout.split('\n').filter(Boolean), objects, 'none missed, none twice')
  t.equal(exitCode, 0)
})
