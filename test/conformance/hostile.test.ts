// Hostile input, first half (reliability B1 to B13): bytes that must not get past the edge.

import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { at, type Hub, headersFor, startHub } from './bench.ts'
import { expectError, expectOk, idsOf, settled, submit } from './expect.ts'
import { type Answer, taxii } from './request.ts'
import { indicator, many } from './stix.ts'

const most = 8_000_000
const safe = many(5, () => indicator())
let hub: Hub

t.before(async () => {
  hub = await startHub(t, { env: { SEKISHO_MAX_CONTENT_LENGTH: String(most) } })
  await submit(t, hub, 'RW', safe)
})

/** Nothing came in and nothing was lost: the collection is as it was. */
const untouched = async (t: Test) => {
  const answer = await hub.get(at('RW', 'objects/'))
  expectOk(t, answer)
  t.strictSame(answer.json.objects, safe, 'the collection is as it was')
}
const post = (body: string | Uint8Array): Promise<Answer> => hub.post(at('RW', 'objects/'), body)
const text = JSON.stringify(indicator())
/** An envelope of one indicator with more text inside it. */
const holding = (inside: string) => `{"objects":[${text.slice(0, -1)},${inside}}]}`

const edge: [string, (string | Uint8Array)[]][] = [
  [
    'B1 a key twice',
    [
      holding('"type":"indicator"'),
      holding('"t\\u0079pe":"malware"'),
      holding('"x":{"a":1,"a":2}'),
      holding('"x":[{"a":{"b":1,"\\u0062":2}}]'),
      `{"objects":[${text}],"objects":[${text}]}`,
      `{"objects":[${text}],"objec\\u0074s":[]}`,
    ],
  ],
  [
    'B2 keys that reach for the prototype',
    [
      holding('"__proto__":{"a":1}'),
      holding('"x":{"y":[{"__proto__":null}]}'),
      holding('"\\u005f_proto__":1'),
      holding('"x":{"constructor":{"prototype":{}}}'),
      `{"__proto__":{},"objects":[${text}]}`,
    ],
  ],
  [
    'B3 depth',
    [65, 5000, 1_000_000].flatMap((depth) => [
      holding(`"x":${'['.repeat(depth)}${']'.repeat(depth)}`),
      holding(`"x":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
      `{"objects":${'['.repeat(depth)}`,
    ]),
  ],
  [
    'B4 numbers a double would change',
    [
      '9007199254740993',
      '-9007199254740993',
      '1e400',
      '-1e400',
      '0.1000000000000000055511151231',
      '123456789012345678901234567890',
      '1e-400',
      '-0',
      '3.14159265358979323846264338',
    ].map((number) => holding(`"x":${number}`)),
  ],
  [
    'B5 NUL',
    [
      holding('"x":"a\\u0000b"'),
      holding('"x\\u0000":1'),
      holding('"x":{"y":["\\u0000"]}'),
      holding('"x":"\u0000"'),
    ],
  ],
  [
    'B6 half of a pair',
    [
      holding('"x":"\\ud800"'),
      holding('"x":"\\udc00\\ud800"'),
      holding('"\\ud83d":1'),
      holding('"x":"\\ud83d\\u0041"'),
    ],
  ],
  [
    'B7 text that is not UTF-8',
    [
      Buffer.concat([
        Buffer.from('{"objects":[{"type":"'),
        Buffer.from([0xff]),
        Buffer.from('"}]}'),
      ]),
      Buffer.concat([
        Buffer.from('{"objects":[{"type":"'),
        Buffer.from([0xc0, 0xaf]),
        Buffer.from('"}]}'),
      ]),
      Buffer.concat([
        Buffer.from('{"objects":[{"type":"'),
        Buffer.from([0xed, 0xa0, 0x80]),
        Buffer.from('"}]}'),
      ]),
      Buffer.concat([
        Buffer.from('{"objects":[{"type":"'),
        Buffer.from([0xf4, 0x90, 0x80, 0x80]),
        Buffer.from('"}]}'),
      ]),
      Buffer.from(`\ufeff{"objects":[${text}]}`),
      Buffer.from(`\ufeff{"objects":[${text}]}`, 'utf16le'),
    ],
  ],
  [
    'B11 three hundred thousand keys',
    [
      holding(`"x":{${Array.from({ length: 300_000 }, (_, n) => `"${n}":1`).join(',')}}`),
      holding(`"x":{${Array.from({ length: 1001 }, (_, n) => `"k${n}":1`).join(',')}}`),
    ],
  ],
]
for (const [name, bodies] of edge) {
  t.test(`257 D ${name}`, async (t) => {
    for (const body of bodies) expectError(t, await post(body), 400)
    await untouched(t)
  })
}

t.test('257 D B4 numbers a double keeps come back as they are', async (t) => {
  const numbers = [
    '9007199254740991',
    '-9007199254740991',
    '0.1',
    '1.5',
    '1e3',
    '-0.5',
    '1E-7',
    '0',
  ]
  for (const number of numbers) {
    const object = indicator()
    const body = JSON.stringify({ objects: [object] }).replace(
      '"pattern_type"',
      `"x_n":${number},"pattern_type"`,
    )
    const answer = await hub.post(at('BIG', 'objects/'), body)
    t.equal((await settled(hub, answer.json)).success_count, 1, number)
    const { json } = await hub.get(at('BIG', `objects/${object.id}/`))
    t.equal(json.objects?.[0]?.x_n, Number(number))
  }
})

t.test('10 D B7 a body that says it is UTF-16 is 415', async (t) => {
  const body = Buffer.from(`{"objects":[${text}]}`, 'utf16le')
  const contentType = `${taxii};charset=utf-16`
  expectError(t, await hub.post(at('RW', 'objects/'), body, { contentType }), 415)
  await untouched(t)
})

t.test('287 M B8 ids are plain letters, text keeps its tricks', async (t) => {
  const uuid = '11111111-2222-4333-8444-555555555555'
  const tricky = ['indicatоr', 'indicator\u200d', 'INDICATOR', '\u202eindicator', 'ındicator']
  const objects = tricky.map((type) => ({ ...indicator(), type, id: `${type}--${uuid}` }))
  const answer = await hub.post(at('RW', 'objects/'), JSON.stringify({ objects }))
  expectOk(t, answer, 202)
  t.equal((await settled(hub, answer.json)).failure_count, tricky.length)
  await untouched(t)
  const name = 'e\u0301 \u00e9 \u202eabc \u200d раураl \u{e0041}'
  const kept = indicator({ name })
  await submit(t, hub, 'BIG', [kept])
  t.strictSame((await hub.get(at('BIG', `objects/${kept.id}/`))).json.objects, [kept])
})

const rawRequest = (head: string[], pieces: Iterable<string>): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(hub.base).port), '127.0.0.1')
    let got = ''
    socket.setTimeout(40_000, () => socket.destroy(new Error('no answer')))
    socket.on('data', (piece: Buffer) => {
      got += piece.toString()
      if (got.includes('\r\n\r\n')) {
        resolve(got)
        socket.destroy()
      }
    })
    socket.on('error', (error) => (got ? resolve(got) : reject(error)))
    socket.on('close', () => resolve(got))
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    const iterator = pieces[Symbol.iterator]()
    const pump = () => {
      for (;;) {
        const next = iterator.next()
        if (next.done || socket.destroyed) return
        if (!socket.write(next.value)) return void socket.once('drain', pump)
      }
    }
    pump()
  })
const headOf = (...more: string[]) => [
  `POST ${at('RW', 'objects/')} HTTP/1.1`,
  'Host: hub',
  ...headersFor({ contentType: taxii }).map(([name, value]) => `${name}: ${value}`),
  ...more,
]

t.test('103 M B9 an endless body is cut off with 413', async (t) => {
  function* endless() {
    const chunk = ' '.repeat(65_536)
    for (;;) yield `10000\r\n${chunk}\r\n`
  }
  t.match(await rawRequest(headOf('Transfer-Encoding: chunked'), endless()), /^HTTP\/1\.1 413 /)
  t.match(await rawRequest(headOf(`Content-Length: ${most + 1}`), []), /^HTTP\/1\.1 413 /)
  t.match(
    await rawRequest(headOf('Content-Length: 99999999999999999999'), []),
    /^HTTP\/1\.1 4(00|13) /,
  )
  const two = headOf('Content-Length: 5', 'Transfer-Encoding: chunked')
  t.match(await rawRequest(two, ['5\r\n{"obj\r\n0\r\n\r\n']), /^HTTP\/1\.1 4/)
  await untouched(t)
})

t.test('29 D B10 a gzip bomb is refused before it unfolds', async (t) => {
  const bomb = gzipSync(Buffer.alloc(200_000_000, 0x20))
  const headers: [string, string][] = [['Content-Encoding', 'gzip']]
  expectError(t, await hub.post(at('RW', 'objects/'), bomb, { headers }), 413, 415)
  await untouched(t)
})

t.test('380 X B12 more objects or references than anybody needs', async (t) => {
  const objects = `{"objects":[${'1,'.repeat(1_000_000)}1]}`
  expectError(t, await post(objects), 413, 422)
  const references = holding(`"x":[${'"a",'.repeat(1_000_000)}"a"]`)
  expectError(t, await post(references), 400, 413, 422)
  await untouched(t)
})

t.test('258 D B13 a flood of faults gives a short answer', async (t) => {
  const faulty = many(2000, (n) => ({ ...indicator(), confidence: 'x', labels: n, pattern: 5 }))
  const one = { ...indicator(), labels: Array.from({ length: 100_000 }, () => 5) }
  for (const objects of [faulty, [one]]) {
    const answer = await hub.post(at('RW', 'objects/'), JSON.stringify({ objects }))
    expectOk(t, answer, 202)
    const status = await settled(hub, answer.json)
    const got = await hub.get(`/taxii2/api1/status/${status.id}/`)
    t.ok(got.body.length <= 1_000_000, `${got.body.length} bytes`)
    t.equal(status.failure_count, objects.length)
    for (const { message } of status.failures ?? []) t.ok((message ?? '').length <= 256)
  }
  await untouched(t)
  t.equal(idsOf((await hub.get(at('RW', 'objects/'))).json).length, safe.length)
})
