// The byte edge against a slow model, for any cut of the body.

import fc from 'fast-check'
import t from 'tap'
import type { ScanLimits, Scanned } from '../../../src/core/json/scan.ts'
import { defaultLimits } from '../../../src/core/json/scan.ts'
import { isFault, modelOf, scan, utf8 } from './scan-model.ts'

const slicesOf = (body: Uint8Array, scanned: Scanned): unknown[] => {
  const read = ({ start, end }: { start: number; end: number }) =>
    JSON.parse(new TextDecoder().decode(body.subarray(start, end)))
  return [
    ...scanned.objects.map(read),
    scanned.sharing === null ? undefined : read(scanned.sharing),
  ]
}

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
