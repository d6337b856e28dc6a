// Ten thousand hostile mutants of good bodies: what passes the byte edge changes no prototype and
// survives parsing and canonical printing.

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { canonicalJson } from '../../../src/core/json/canonical.ts'
import { isFault, scan, utf8 } from './scan-model.ts'

const envelope = (...objects: string[]) => `{"objects":[${objects.join(',')}]}`

const prototypeNow = () =>
  JSON.stringify([
    Reflect.ownKeys(Object.prototype).map(String),
    Reflect.ownKeys(Array.prototype).map(String),
    Object.keys({}),
    Reflect.get({}, 'admin') ?? null,
  ])

/** What later code does with an object: copies that assign member by member. */
const mergeInto = (target: object, source: unknown): object => {
  if (typeof source !== 'object' || source === null) return target
  for (const [name, value] of Object.entries(source)) {
    const inner: unknown = Reflect.get(target, name)
    const isTree = typeof value === 'object' && value !== null
    const next = isTree && typeof inner === 'object' && inner !== null ? inner : {}
    Reflect.set(target, name, isTree ? mergeInto(next, value) : value)
  }
  return target
}

const hash = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('hex')

const seeds = [
  envelope('{"type":"indicator","id":"indicator--1","labels":["a","é"],"x":{"y":[1,2.5,-3e2]}}'),
  envelope('{"a":{"b":{"c":1}}}', '{"a":"\\u0041\\ud83d\\ude00"}', '[true,false,null]'),
  '{"x_sekisho_sharing":{"exclude":["bolt"]},"objects":[{"name":"漢字😀","n":0.1}]}',
]
const hostile = [
  '"__proto__":{"admin":true},',
  '"\\u005f_proto__":{"admin":1},',
  '"constructor":1,',
  '"a":1,',
  '"constructor":{"prototype":{"admin":true}},',
  '\\u0000',
  '\\ud800',
  '\\udc00',
  '\0',
  '\ufeff',
  '[[[[',
  ']]',
  '{"',
  '}',
  '"',
  '\\',
  ',',
  ':',
  '1e999',
  '-0',
  '9007199254740993',
  '\uffff',
  '00',
  '{"__proto__":{"admin":true}}',
  'null',
  '.',
  'e',
  '"objects":[],',
  '\n',
]

type Change = { at: number; drop: number; text: string | number }
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(200),
  drop: fc.nat(2),
  text: fc.oneof(fc.constantFrom(...hostile, '', ''), fc.nat(255)),
})
const mutant = fc
  .tuple(fc.constantFrom(...seeds), fc.array(change, { maxLength: 3 }))
  .map(([seed, changes]) => {
    const bytes = [...utf8(seed)]
    for (const { at, drop, text } of changes) {
      const put = typeof text === 'number' ? [text] : utf8(text)
      bytes.splice(at % bytes.length, drop, ...put)
    }
    return Uint8Array.from(bytes)
  })

/** Whether an edge lets no mutant through that changes a prototype or loses something. */
const holdsAgainst = (edge: typeof scan, count: number) =>
  fc.check(
    fc.property(mutant, fc.array(fc.nat(200), { maxLength: 3 }), (body, cuts) => {
      const outcome = edge(body, cuts)
      if (isFault(outcome)) return outcome.message.length <= 256
      return [...outcome.objects, ...(outcome.sharing ? [outcome.sharing] : [])].every((slice) => {
        const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
          body.subarray(slice.start, slice.end),
        )
        const value: unknown = JSON.parse(text)
        mergeInto({}, value)
        Object.assign({}, value)
        const again: unknown = JSON.parse(canonicalJson(value))
        return hash(again) === hash(value) && !('admin' in {})
      })
    }),
    { numRuns: count },
  )

t.test('B1–B7: ten thousand mutants leave every prototype as it was', async (t) => {
  const before = prototypeNow()
  const outcome = holdsAgainst(scan, 10_000)
  t.notOk(outcome.failed, fc.defaultReportMessage(outcome) ?? '')
  t.equal(prototypeNow(), before)
})

t.test('positive control: an edge without one of its rules is caught', async (t) => {
  t.teardown(() => Reflect.deleteProperty(Object.prototype, 'admin'))
  const lax =
    (forgiven: string): typeof scan =>
    (body, cuts) => {
      const outcome = scan(body, cuts)
      const whole = { objects: [{ start: 0, end: body.length }], sharing: null }
      return isFault(outcome) && outcome.reason === forgiven ? whole : outcome
    }
  for (const rule of ['forbidden-key', 'surrogate', 'encoding', 'syntax']) {
    t.ok(holdsAgainst(lax(rule), 10_000).failed, rule)
    Reflect.deleteProperty(Object.prototype, 'admin')
  }
})
