// The byte edge against a slow model, for any cut of the body. Numbers are the checklist's.

import fc from 'fast-check'
import t from 'tap'
import { judgeNumber } from '../../../src/core/json/number.ts'
import type { JsonFault, ScanLimits, Scanned } from '../../../src/core/json/scan.ts'
import { createScanner, defaultLimits } from '../../../src/core/json/scan.ts'
import { modelOf, scan, utf8 } from './scan-model.ts'

const isFault = (outcome: JsonFault | Scanned): outcome is JsonFault => 'reason' in outcome

const slicesOf = (body: Uint8Array, scanned: Scanned): unknown[] => {
  const read = ({ start, end }: { start: number; end: number }) =>
    JSON.parse(new TextDecoder().decode(body.subarray(start, end)))
  return [
    ...scanned.objects.map(read),
    scanned.sharing === null ? undefined : read(scanned.sharing),
  ]
}

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

const tight: ScanLimits = {
  depth: 4,
  keysPerObject: 2,
  keys: 3,
  elements: 4,
  objects: 3,
  arrayLength: 3,
  keyLength: 20,
}

const often = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 60, arbitrary: usual }, { weight: 1, arbitrary: rare })

const piece = often(
  fc.constantFrom('a', 't', 'é', '漢', '😀', '\\n', '\\u0041', '\\ud83d\\ude00', '\\u00e9', '/'),
  fc.constantFrom(
    '\\u0000',
    '\\ud800',
    '\\udc00',
    '\\ud800\\n',
    '\\ud800\\u0041',
    '\uffff',
    '\\uFFFE',
    '\ufdd0',
    '\u{1ffff}',
    '\t',
    '\0',
    '\\x',
    '\\u12g',
    '"',
  ),
)
const string = fc.array(piece, { maxLength: 4 }).map((pieces) => `"${pieces.join('')}"`)
const key = often(
  fc.constantFrom('"a"', '"t"', '"\\u0074"', '"b"', '"é"', '"objects"', '"x_sekisho_sharing"'),
  fc.constantFrom('"__proto__"', '"\\u005f_proto__"', '"constructor"', '"constr\\u0075ctor"', '""'),
)
const number = often(
  fc.oneof(
    fc.integer().map(String),
    fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => JSON.stringify(value)),
    fc.constantFrom('1.0', '0.10', '1E2', '0e9', '120e-1'),
  ),
  fc.constantFrom('9007199254740993', '1e400', '-0', '0.12345678901234567890', '01', '1.', '-'),
)
const gap = fc.constantFrom('', '', '', ' ', '\n\t', '\r')
const joined = (open: string, parts: fc.Arbitrary<string[]>, close: string) =>
  fc.tuple(parts, gap).map(([all, blank]) => open + blank + all.join(`${blank},${blank}`) + close)
const memberOf = (name: fc.Arbitrary<string>, value: fc.Arbitrary<string>) =>
  fc.tuple(name, gap, gap, value).map((parts) => parts.toSpliced(2, 0, ':').join(''))

const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('true', 'false', 'null'),
    string,
    number,
    joined('[', fc.array(tie('value'), { maxLength: 3 }), ']'),
    joined('{', fc.array(memberOf(key, tie('value')), { maxLength: 3 }), '}'),
  ),
}))

const envelope = fc
  .tuple(
    often(fc.constant('"objects"'), fc.constant('"object"')),
    often(joined('[', fc.array(value, { minLength: 1, maxLength: 4 }), ']'), value),
    fc.array(memberOf(fc.oneof(fc.constantFrom('"x_sekisho_sharing"', '"x"'), key), value), {
      maxLength: 2,
    }),
    gap,
  )
  .map(([name, objects, members, blank]) => {
    const all = [...members.slice(1), `${name}:${objects}`, ...members.slice(0, 1)]
    return `${blank}{${all.join(',')}}${blank}`
  })

type Mutation = { at: number; drop: number; put: number[] }
const mutation: fc.Arbitrary<Mutation | null> = fc.option(
  fc.record({
    at: fc.nat(400),
    drop: fc.nat(3),
    put: fc.array(
      fc.oneof(fc.nat(255), fc.constantFrom(0, 0x22, 0x2c, 0x5b, 0x7b, 0xc0, 0xed, 0xf4, 0xff)),
      { maxLength: 2 },
    ),
  }),
  { freq: 3 },
)

/** A body as bytes, three times out of four untouched. */
const body = fc.tuple(envelope, mutation).map(([text, change]) => {
  const bytes = [...utf8(text)]
  if (change !== null) bytes.splice(change.at % bytes.length, change.drop, ...change.put)
  return Uint8Array.from(bytes)
})
const cuts = fc.array(fc.nat(200), { maxLength: 8 })

type Scan = typeof scan

const agreesWithModel = (scanBody: Scan, tally = { accepted: 0, refused: 0 }) =>
  fc.check(
    fc.property(body, cuts, fc.constantFrom(tight, defaultLimits), (bytes, places, limits) => {
      const outcome = scanBody(bytes, places, limits)
      const model = modelOf(bytes, limits)
      tally[model === null ? 'refused' : 'accepted'] += 1
      if (model === null || isFault(outcome)) return (model === null) === isFault(outcome)
      const expected = [...model.objects, model.x_sekisho_sharing]
      return JSON.stringify(slicesOf(bytes, outcome)) === JSON.stringify(expected)
    }),
    { numRuns: 6_000 },
  )

t.test('a body passes if and only if the model lets it pass', async (t) => {
  const tally = { accepted: 0, refused: 0 }
  const outcome = agreesWithModel(scan, tally)
  t.notOk(outcome.failed, fc.defaultReportMessage(outcome) ?? '')
  t.ok(tally.accepted > 1_000 && tally.refused > 1_000, 'both kinds occur', tally)
})

t.test(
  'positive control: an edge that lets something through disagrees with the model',
  async (t) => {
    const passing =
      (reason: string): Scan =>
      (...args) => {
        const outcome = scan(...args)
        return isFault(outcome) && outcome.reason === reason
          ? { objects: [], sharing: null }
          : outcome
      }
    const reasons = [
      'duplicate-key',
      'forbidden-key',
      'encoding',
      'surrogate',
      'nul',
      'noncharacter',
      'number',
      'depth',
      'keys',
      'elements',
      'objects',
      'syntax',
      'envelope',
    ]
    for (const reason of reasons) t.ok(agreesWithModel(passing(reason)).failed, reason)
    t.ok(
      agreesWithModel((bytes, _, limits) => scan(bytes.subarray(1), [], limits)).failed,
      'slices',
    )
  },
)

t.test('the verdict is the same however the body is cut', async (t) => {
  const holds = (scanCut: Scan) =>
    fc.check(
      fc.property(body, cuts, fc.constantFrom(tight, defaultLimits), (bytes, places, limits) => {
        const whole = JSON.stringify(scan(bytes, [], limits))
        const single = Array.from(bytes, (_, at) => at)
        return [places, single].every((at) => JSON.stringify(scanCut(bytes, at, limits)) === whole)
      }),
      { numRuns: 2_000 },
    )
  const outcome = holds(scan)
  t.notOk(outcome.failed, fc.defaultReportMessage(outcome) ?? '')
  const forgetful: Scan = (bytes, places = [], limits) =>
    scan(bytes.subarray(Math.min(...places, bytes.length)), [], limits)
  t.ok(holds(forgetful).failed, 'positive control: a chunk lost')
})
