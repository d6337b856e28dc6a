// Timestamps: which texts are ones, and that their keys order as their instants do.

import fc from 'fast-check'
import t from 'tap'
import { fractionDigitsOf, isTimestamp, orderOf } from '../../../src/core/stix/timestamp.ts'
import { untilFound } from '../../fixture/until-found.ts'

const wellFormed: [string, string][] = [
  ['294 no fraction', '2016-01-20T12:31:12Z'],
  ['294 milliseconds', '2016-01-20T12:31:12.123Z'],
  ['294 one digit', '2016-01-20T12:31:12.1Z'],
  ['295 beyond nanoseconds', '2016-01-20T12:31:12.123456789012Z'],
  ['294 leap day', '2024-02-29T00:00:00Z'],
  ['294 leap day of a 400th year', '2000-02-29T00:00:00Z'],
  ['294 leap second', '2016-12-31T23:59:60Z'],
  ['294 last of year 9999', '9999-12-31T23:59:59.999Z'],
  ['294 year 0001', '0001-01-01T00:00:00.000Z'],
]

const malformed: [string, string][] = [
  ['294 offset', '2016-01-20T12:31:12+00:00'],
  ['294 zone missing', '2016-01-20T12:31:12'],
  ['294 lower-case z', '2016-01-20T12:31:12z'],
  ['294 lower-case t', '2016-01-20t12:31:12Z'],
  ['294 blank for T', '2016-01-20 12:31:12Z'],
  ['294 bare dot', '2016-01-20T12:31:12.Z'],
  ['294 comma', '2016-01-20T12:31:12,5Z'],
  ['294 31 February', '2016-02-31T12:31:12Z'],
  ['294 29 February of a common year', '2023-02-29T12:31:12Z'],
  ['294 29 February 1900', '1900-02-29T12:31:12Z'],
  ['294 31 April', '2016-04-31T12:31:12Z'],
  ['294 month 13', '2016-13-01T12:31:12Z'],
  ['294 month 00', '2016-00-01T12:31:12Z'],
  ['294 day 00', '2016-01-00T12:31:12Z'],
  ['294 hour 24', '2016-01-20T24:00:00Z'],
  ['294 minute 60', '2016-01-20T12:60:00Z'],
  ['294 second 61', '2016-01-20T12:31:61Z'],
  ['294 short year', '216-01-20T12:31:12Z'],
  ['294 date only', '2016-01-20'],
  ['294 empty', ''],
  ['294 blank before', ' 2016-01-20T12:31:12Z'],
  ['294 line break after', '2016-01-20T12:31:12Z\n'],
  ['294 full-width digits', '２016-01-20T12:31:12Z'],
  ['294 letter in fraction', '2016-01-20T12:31:12.1a3Z'],
]

for (const [name, text] of wellFormed) t.equal(isTimestamp(text), true, name)
for (const [name, text] of malformed) t.equal(isTimestamp(text), false, name)

const keys: [string, string, string][] = [
  ['2020-01-01T00:00:00Z', '2020-01-01T00:00:00', 'no fraction'],
  ['2020-01-01T00:00:00.000Z', '2020-01-01T00:00:00', 'zero fraction'],
  ['2020-01-01T00:00:00.120Z', '2020-01-01T00:00:00.12', 'trailing zero'],
  ['2020-01-01T00:00:00.012Z', '2020-01-01T00:00:00.012', 'leading zero stays'],
]
for (const [text, key, name] of keys) t.equal(orderOf(text), key, `296 ${name}`)
t.ok(orderOf('2020-01-01T00:00:00.1239Z') > orderOf('2020-01-01T00:00:00.123Z'), '296 .1239 newer')
t.equal(fractionDigitsOf('2020-01-01T00:00:00Z'), 0)
t.equal(fractionDigitsOf('2020-01-01T00:00:00.1234567890Z'), 10)

/** An instant as one integer: minutes of 61 s, so that a leap second keeps its place. */
const instantOf = (text: string): bigint => {
  const minutes = BigInt(Date.parse(`${text.slice(0, 16)}:00Z`)) / 60_000n
  const fraction = text.slice(20, -1).padEnd(15, '0')
  return (minutes * 61n + BigInt(text.slice(17, 19))) * 10n ** 15n + BigInt(fraction)
}

const timestamps = fc
  .record({
    // Few distinct seconds, so that the fraction decides often.
    minute: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -8e7, max: 8e7 })),
    second: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(0, 60) }, fc.nat({ max: 59 })),
    fraction: fc.array(fc.constantFrom('0', '1', '9'), { maxLength: 15 }),
  })
  .map(({ minute, second, fraction }) => {
    const start = new Date(minute * 60_000).toISOString().slice(0, 17)
    const digits = fraction.length > 0 ? `.${fraction.join('')}` : ''
    return `${start}${String(second).padStart(2, '0')}${digits}Z`
  })

type Key = (timestamp: string) => string
const ordersAsInstants = (key: Key) =>
  fc.property(timestamps, timestamps, (a, b) => {
    const [left, right] = [instantOf(a), instantOf(b)]
    if (!isTimestamp(a)) return false
    if (left === right) return key(a) === key(b)
    return key(a) < key(b) === left < right
  })

t.test('296 keys order as instants do', (t) => {
  fc.assert(ordersAsInstants(orderOf), { numRuns: 2000 })
  t.end()
})

t.test('the ordering property fails for broken keys', (t) => {
  const whole: Key = (text) => text
  const milliseconds: Key = (text) => text.slice(0, 23)
  for (const broken of [whole, milliseconds])
    t.equal(fc.check(ordersAsInstants(broken), untilFound).failed, true)
  t.end()
})
