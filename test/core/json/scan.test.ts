// What the byte edge lets pass and what not, case by case. Numbers are the checklist's.

import t from 'tap'
import { judgeNumber } from '../../../src/core/json/number.ts'
import { createScanner } from '../../../src/core/json/scan.ts'
import { isFault, scan, utf8 } from './scan-model.ts'

const accepted: [number: string, body: string, objects: string[], sharing?: string][] = [
  ['249', '{"objects":[{"type":"a"}]}', ['{"type":"a"}']],
  ['249', ' {\r\n\t"objects" : [ { } , { "a" : [ ] } ] } \n', ['{ }', '{ "a" : [ ] }']],
  ['251', '{"type":"bundle","id":"bundle--1","spec_version":"2.1","objects":[{}]}', ['{}']],
  [
    '252',
    '{"x_a":{"objects":[1],"x_sekisho_sharing":2},"objects":[{"objects":[3]}]}',
    ['{"objects":[3]}'],
  ],
  ['253', '{"more":true,"next":"n","objects":[{}]}', ['{}']],
  [
    '258',
    '{"objects":[1,-2.5e3,"x",null,true,false,[[]],{}]}',
    ['1', '-2.5e3', '"x"', 'null', 'true', 'false', '[[]]', '{}'],
  ],
  [
    '9',
    '{"objects":["Ж漢😀e\u0301\ud83d\ude00\\ud83d\\uDE00\\u0001\\/\\b\\f\\n\\r\\t\\"\\\\"]}',
    ['"Ж漢😀e\u0301\ud83d\ude00\\ud83d\\uDE00\\u0001\\/\\b\\f\\n\\r\\t\\"\\\\"'],
  ],
  ['9', '{"obj\\u0065cts":[1],"x_sekisho_shari\\u006eg":2}', ['1'], '2'],
  [
    '8',
    '{"x_sekisho_sharing": {"consent":"group"} ,"objects":[{}]}',
    ['{}'],
    '{"consent":"group"}',
  ],
  ['8', '{"objects":[{}],"x_sekisho_sharing":-0.5}', ['{}'], '-0.5'],
  ['8', '{"objects":[{"":1," ":2,"x_sekisho_sharing":3}]}', ['{"":1," ":2,"x_sekisho_sharing":3}']],
]

const refused: [number: string, body: string, reason: string, status: number][] = [
  ['254', '{"objects":[', 'syntax', 422],
  ['254', '{"objects":[{}]', 'syntax', 422],
  ['254', '{"objects":[{}]}x', 'syntax', 422],
  ['254', '{"objects":[{}]}{}', 'syntax', 422],
  ['254', '{"objects":[{},]}', 'syntax', 422],
  ['254', '{"objects":[,{}]}', 'syntax', 422],
  ['254', '{"objects":[{"a":1,}]}', 'syntax', 422],
  ['254', '{"objects":[{"a" 1}]}', 'syntax', 422],
  ['254', '{"objects":[{"a":}]}', 'syntax', 422],
  ['254', '{"objects":[{a:1}]}', 'syntax', 422],
  ['254', '{"objects":[{]}', 'syntax', 422],
  ['254', '{"objects":[}', 'syntax', 422],
  ['254', "{'objects':[{}]}", 'syntax', 422],
  ['254', '{"objects":[{}]/**/}', 'syntax', 422],
  ['254', '{"objects":["a\nb"]}', 'syntax', 422],
  ['254', '{"objects":["\\x"]}', 'syntax', 422],
  ['254', '{"objects":["\\u00g0"]}', 'syntax', 422],
  ['254', '{"objects":[tru]}', 'syntax', 422],
  ['254', '{"objects":[truE]}', 'syntax', 422],
  ['254', '{"objects":[nulls]}', 'syntax', 422],
  ['254', '{"objects":[NaN]}', 'syntax', 422],
  ['254', '{"objects":[Infinity]}', 'syntax', 422],
  ...['01', '1.', '.5', '-', '+1', '1e', '1e+', '0x10', '1.2.3', '1-2', '--1', '-a'].map(
    (number): [string, string, string, number] => ['254', `{"objects":[${number}]}`, 'syntax', 422],
  ),
  ['255', '[]', 'envelope', 422],
  ['255', '"objects"', 'envelope', 422],
  ['255', 'null', 'envelope', 422],
  ['255', '1', 'envelope', 422],
  ['255', '{}', 'envelope', 422],
  ['255', '{"type":"indicator","id":"indicator--1"}', 'envelope', 422],
  ['255', '{"objects":{}}', 'envelope', 422],
  ['255', '{"objects":null}', 'envelope', 422],
  ['255', '{"objects":"[]"}', 'envelope', 422],
  ['255', '{"objects":[]}', 'envelope', 422],
  ['255', '{"x":{"objects":[{}]}}', 'envelope', 422],
  ['255', '{"Objects":[{}]}', 'envelope', 422],
  ['256', '', 'syntax', 422],
  ['256', '  \n', 'syntax', 422],
  ['257', '{"objects":[{}],"objects":[{}]}', 'duplicate-key', 400],
]

const numbers: [text: string, verdict: string][] = [
  ['0', 'exact'],
  ['-1', 'exact'],
  ['9007199254740991', 'exact'],
  ['-9007199254740991', 'exact'],
  ['9007199254740992', 'lossy'],
  ['9007199254740993', 'lossy'],
  ['-9007199254740992', 'lossy'],
  ['1.0', 'exact'],
  ['100e-2', 'exact'],
  ['1e0', 'exact'],
  ['0.1', 'exact'],
  ['-0.1', 'exact'],
  ['0.10000000000000000', 'exact'],
  ['0.1000000000000000055511151231257827', 'lossy'],
  ['0.12345678901234568', 'exact'],
  ['0.12345678901234567', 'lossy'],
  ['0.123456789012345678', 'lossy'],
  ['1e300', 'exact'],
  ['1E+300', 'exact'],
  ['1e21', 'exact'],
  ['1e20', 'lossy'],
  ['1000000000000000000000', 'lossy'],
  ['1e308', 'exact'],
  ['1e309', 'lossy'],
  ['1e400', 'lossy'],
  ['1e-400', 'lossy'],
  ['5e-324', 'exact'],
  ['4.9e-324', 'lossy'],
  ['0e400', 'exact'],
  ['1e99999999999999999999', 'lossy'],
  ['1e-99999999999999999999', 'lossy'],
  ['-0', 'lossy'],
  ['-0.0', 'lossy'],
  ['-0e1', 'lossy'],
  ['0.0', 'exact'],
  [`0.${'0'.repeat(98)}`, 'exact'],
  [`0.${'0'.repeat(99)}`, 'lossy'],
  ['00', 'malformed'],
  ['1.', 'malformed'],
  ['', 'malformed'],
  ['1e', 'malformed'],
]

t.test('bodies that pass, and where their objects lie', async (t) => {
  for (const [number, text, objects, sharing] of accepted) {
    const body = utf8(text)
    const outcome = scan(body)
    if (isFault(outcome)) t.fail(`${number}: ${text}`, outcome)
    else {
      const textAt = ({ start, end }: { start: number; end: number }) =>
        new TextDecoder().decode(body.subarray(start, end))
      t.strictSame(outcome.objects.map(textAt), objects, `${number}: ${text}`)
      t.equal(outcome.sharing && textAt(outcome.sharing), sharing ?? null, `${number}: sharing`)
    }
  }
})

t.test('bodies that do not, with their reason', async (t) => {
  for (const [number, text, reason, status] of refused) {
    t.match(scan(utf8(text)), { reason, status }, `${number}: ${text}`)
  }
})

t.test('B4: numbers a double keeps', async (t) => {
  for (const [text, verdict] of numbers) t.equal(judgeNumber(text), verdict, text)
})

t.test('a fault stays, says where, and repeats nothing of the body', async (t) => {
  const scanner = createScanner()
  t.equal(scanner.push(utf8('{"objects":[{"secret":1,')), null)
  const fault = scanner.push(utf8('"secret":2}]}'))
  t.match(fault, { status: 400, reason: 'duplicate-key', offset: 24 })
  t.match(fault?.message, /^[a-z].* at byte 24; [^.]*$/)
  t.notMatch(fault?.message, /secret/)
  t.equal(scanner.push(utf8('anything')), fault)
  t.equal(scanner.end(), fault)
})
