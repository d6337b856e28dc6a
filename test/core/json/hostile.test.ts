// Hostile bodies against the byte edge, by the rows of the attack matrix (B1 … B12).

import t from 'tap'
import type { JsonFault } from '../../../src/core/json/scan.ts'
import { createScanner, defaultLimits } from '../../../src/core/json/scan.ts'
import { isFault, scan, utf8 } from './scan-model.ts'

const envelope = (...objects: string[]) => `{"objects":[${objects.join(',')}]}`
const nested = (depth: number, open: string, close: string) =>
  open.repeat(depth) + close.repeat(depth)
const keys = (count: number, name = (at: number) => `"${at}":1`) =>
  `{${Array.from({ length: count }, (_, at) => name(at)).join(',')}}`
const list = (length: number) => `[${'1,'.repeat(length - 1)}1]`

const refused: [row: string, body: string, reason: string, status?: number][] = [
  ['B1', '{"objects":[{}],"objects":[{"a":1}]}', 'duplicate-key'],
  ['B1', '{"objects":[{}],"obj\\u0065cts":[]}', 'duplicate-key'],
  ['B1', envelope('{"type":"a","type":"b"}'), 'duplicate-key'],
  ['B1', envelope('{"type":"a","t\\u0079pe":"b"}'), 'duplicate-key'],
  ['B1', envelope('{"tlp":1,"t\\u006cp":2}'), 'duplicate-key'],
  ['B1', envelope('{"a/b":1,"a\\/b":2}'), 'duplicate-key'],
  ['B1', envelope('{"é":1,"\\u00e9":2}'), 'duplicate-key'],
  ['B1', envelope('{"😀":1,"\\ud83d\\ude00":2}'), 'duplicate-key'],
  ['B1', envelope('{"a":{"b":1},"c":{"b":[{"d":1,"d":1}]}}'), 'duplicate-key'],
  ['B1', envelope('{"a":{"a":{"a":1}},"b":1,"a":1}'), 'duplicate-key'],
  ['B1', '{"x_sekisho_sharing":{"tlp":1,"tlp":2},"objects":[{}]}', 'duplicate-key'],
  ['B1', envelope('{"":1,"":2}'), 'duplicate-key'],
  ['B2', envelope('{"__proto__":{"admin":true}}'), 'forbidden-key'],
  ['B2', envelope('{"\\u005f_proto__":{"admin":true}}'), 'forbidden-key'],
  ['B2', envelope('{"\\u005F\\u005Fproto\\u005F\\u005f":null}'), 'forbidden-key'],
  ['B2', envelope('{"a":[[{"__proto__":1}]]}'), 'forbidden-key'],
  ['B2', envelope('{"constructor":{"prototype":{"admin":true}}}'), 'forbidden-key'],
  ['B2', envelope('{"a":{"c\\u006fnstructor":1}}'), 'forbidden-key'],
  ['B2', '{"__proto__":{"objects":[{}]},"objects":[{}]}', 'forbidden-key'],
  ['B2', '{"x_sekisho_sharing":{"constructor":1},"objects":[{}]}', 'forbidden-key'],
  ['B3', envelope(nested(63, '[', ']')), 'depth'],
  ['B3', envelope(nested(62, '{"a":', '}').replace('"a":}', '"a":{}}')), 'depth'],
  ['B3', envelope('['.repeat(5_000)), 'depth'],
  ['B3', envelope('['.repeat(1_000_000)), 'depth'],
  ['B3', `{"objects":[${'{"a":'.repeat(200_000)}`, 'depth'],
  ['B3', '{"a":'.repeat(200_000), 'depth'],
  ['B4', envelope('{"a":9007199254740992}'), 'number'],
  ['B4', envelope('{"a":-9007199254740993}'), 'number'],
  ['B4', envelope('{"a":12345678901234567890}'), 'number'],
  ['B4', envelope('{"a":1e400}'), 'number'],
  ['B4', envelope('{"a":-1e400}'), 'number'],
  ['B4', envelope('{"a":1e-400}'), 'number'],
  ['B4', envelope('{"a":0.1000000000000000055511151231257827}'), 'number'],
  ['B4', envelope('{"a":3.14159265358979323846}'), 'number'],
  ['B4', envelope('{"a":-0}'), 'number'],
  ['B4', envelope('{"a":-0.0e-5}'), 'number'],
  ['B4', envelope(`{"a":${'9'.repeat(1_000_000)}}`), 'number'],
  ['B4', envelope(`{"a":0.${'0'.repeat(1_000_000)}}`), 'number'],
  ['B5', envelope('{"a":"\\u0000"}'), 'nul'],
  ['B5', envelope('{"a\\u0000b":1}'), 'nul'],
  ['B5', envelope('{"x_custom":["\\u0000"]}'), 'nul'],
  ['B5', envelope('{"a":"\0"}'), 'nul'],
  ['B5', '{"objects":\0[{}]}', 'nul'],
  ['B6', envelope('"\\ud800"'), 'surrogate'],
  ['B6', envelope('"\\udc00"'), 'surrogate'],
  ['B6', envelope('"\\uD83D\\uD83D\\uDE00"'), 'surrogate'],
  ['B6', envelope('"\\uD83D "'), 'surrogate'],
  ['B6', envelope('"\\uD83D\\n"'), 'surrogate'],
  ['B6', envelope('"\\ude00\\ud83d"'), 'surrogate'],
  ['B6', envelope('{"\\udfff":1}'), 'surrogate'],
  ['B6', envelope('"\\uffff"'), 'noncharacter'],
  ['B6', envelope('"\uFDD0"'), 'noncharacter'],
  ['B6', envelope('"\\udbff\\udfff"'), 'noncharacter'],
  ['B7', `\ufeff${envelope('{}')}`, 'bom'],
  ['B7', `${envelope('{}')}\ufeff`, 'encoding'],
  ['B11', envelope(keys(1_001)), 'keys'],
  ['B11', envelope(keys(300_000)), 'keys'],
  ['B11', envelope(keys(101, (at) => `"${at}":${keys(1_000)}`)), 'keys'],
  ['B11', `{"x":${keys(1_001)},"objects":[{}]}`, 'keys'],
  ['B11', envelope(`{"${'k'.repeat(4_097)}":1}`), 'key-length'],
  ['B11', envelope(`{"${'\\u006b'.repeat(4_097)}":1}`), 'key-length'],
  ['B12', `{"objects":${list(1_000_001)}}`, 'objects', 422],
  ['B12', envelope(`{"object_refs":${list(100_001)}}`), 'elements', 422],
  ['B12', envelope(keys(11, (at) => `"${at}":${list(100_000)}`)), 'elements', 422],
]

/** Bytes that no text has: row, the content of a JSON string, reason. */
const refusedBytes: [row: string, bytes: number[], reason: string][] = [
  ['B7', [0x80], 'encoding'],
  ['B7', [0xff], 'encoding'],
  ['B7', [0xc0, 0x80], 'encoding'],
  ['B7', [0xc1, 0xbf], 'encoding'],
  ['B7', [0xe0, 0x80, 0x80], 'encoding'],
  ['B7', [0xe0, 0x9f, 0xbf], 'encoding'],
  ['B7', [0xf0, 0x8f, 0xbf, 0xbf], 'encoding'],
  ['B7', [0xed, 0xa0, 0x80], 'encoding'],
  ['B7', [0xed, 0xbf, 0xbf], 'encoding'],
  ['B7', [0xf4, 0x90, 0x80, 0x80], 'encoding'],
  ['B7', [0xf5, 0x80, 0x80, 0x80], 'encoding'],
  ['B7', [0xe3, 0x81], 'encoding'],
  ['B7', [0xe3, 0x81, 0x41], 'encoding'],
  ['B7', [0xf0, 0x9f, 0x98], 'encoding'],
  ['B7', [0xc3], 'encoding'],
]

const kept: [row: string, body: string][] = [
  ['B1', envelope('{"a":{"a":{"a":1}},"A":1,"à":2,"a\u0300":3}')],
  ['B1', envelope('{"a":1}', '{"a":1}')],
  ['B2', envelope('{"prototype":1,"__proto":2,"proto__":3,"Constructor":4,"toString":5}')],
  ['B2', envelope('{"a":"__proto__","b":"constructor"}')],
  ['B3', envelope(nested(62, '[', ']'))],
  ['B4', envelope('{"a":[9007199254740991,-9007199254740991,1e300,0.1,1.0,5e-324,0e9]}')],
  ['B5', envelope('{"a":"\\\\u0000\\u0001\\u001f"}')],
  ['B6', envelope('{"a":"\\ud83d\\ude00\\\\ud800"}')],
  ['B7', envelope('{"a":"\u{10000}\u{10fffd}\ud7ff\ue000\ufffd\u0080\u07ff\u0800\ufeff"}')],
  ['B11', envelope(keys(1_000))],
  ['B11', envelope(...new Array(200).fill(keys(1_000)))],
  ['B11', envelope(...new Array(10_000).fill(keys(40)))],
  ['B11', envelope(`{"${'k'.repeat(4_096)}":1}`)],
  ['B12', `{"objects":${list(1_000_000)}}`],
  ['B12', envelope(`{"object_refs":${list(100_000)}}`)],
]

t.test('bodies of the corpus are refused', async (t) => {
  for (const [row, body, reason, status = 400] of refused) {
    t.match(scan(utf8(body)), { reason, status }, `${row}: ${JSON.stringify(body.slice(0, 60))}`)
  }
  for (const [row, bytes, reason] of refusedBytes) {
    const body = Uint8Array.from([...utf8('{"objects":["'), ...bytes, ...utf8('"]}')])
    for (const cut of [[], Array.from(body, (_, at) => at)]) {
      t.match(scan(body, cut), { reason, status: 400 }, `${row}: ${bytes}`)
    }
  }
})

t.test('B7: other encodings are refused at their first byte', async (t) => {
  const units = Uint16Array.from(envelope('{}'), (char) => char.charCodeAt(0))
  const little = new Uint8Array(units.buffer)
  const big = Uint8Array.from(little, (_, at) => little[at ^ 1]!)
  for (const body of [little, big, Uint8Array.of(0xff, 0xfe, ...little)]) {
    t.match(scan(body), { status: 400 })
    t.ok((scan(body) as JsonFault).offset < 2)
  }
})

t.test('their harmless neighbours are kept', async (t) => {
  for (const [row, body] of kept) {
    t.notOk(isFault(scan(utf8(body))), `${row}: ${JSON.stringify(body.slice(0, 60))}`)
  }
})

t.test('B3, B9, B11: a body without end is refused early, and stays refused', async (t) => {
  const endless: [row: string, next: (at: number) => string, bytesMax: number][] = [
    ['B3', () => '[', 100],
    ['B3', () => '{"a":', 400],
    ['B4', (at) => (at === 0 ? '1' : '0000000'), 130],
    ['B11', (at) => `${at === 0 ? '{' : ','}"k${at}":1`, 12_000],
    ['B11', (at) => (at === 0 ? '{"' : 'kkkk'), 4_200],
  ]
  for (const [row, next, bytesMax] of endless) {
    const scanner = createScanner()
    let fault = scanner.push(utf8('{"objects":[{"x":'))
    let bytes = 0
    for (let at = 0; fault === null && bytes < 100_000; at += 1) {
      const chunk = utf8(next(at))
      bytes += chunk.length
      fault = scanner.push(chunk)
    }
    t.ok(fault !== null && bytes < bytesMax, `${row}: after ${bytes} bytes`)
    t.equal(scanner.push(new Uint8Array(1_000_000)), fault, row)
  }
})

t.test('the limits stand as documented', async (t) => {
  t.strictSame(defaultLimits, {
    depth: 64,
    keysPerObject: 1_000,
    keys: 100_000,
    elements: 1_000_000,
    objects: 1_000_000,
    arrayLength: 100_000,
    keyLength: 4_096,
  })
})
