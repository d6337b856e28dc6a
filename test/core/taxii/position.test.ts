// Positions as text and back: TAXII 2.1 §2. Numbers are the conformance checklist's.

import fc from 'fast-check'
import t from 'tap'
import { parsePosition, printPosition } from '../../../src/core/taxii/position.ts'

const first = -62_135_596_800_000_000n
const last = 253_402_300_799_999_999n

const printed: [position: bigint, text: string][] = [
  [0n, '1970-01-01T00:00:00.000000Z'],
  [-1n, '1969-12-31T23:59:59.999999Z'],
  [1_582_934_400_123_456n, '2020-02-29T00:00:00.123456Z'],
  [951_868_799_000_001n, '2000-02-29T23:59:59.000001Z'],
  [first, '0001-01-01T00:00:00.000000Z'],
  [last, '9999-12-31T23:59:59.999999Z'],
]

const read: [number: string, text: string, position: bigint | null][] = [
  ['147', '1970-01-01T00:00:01Z', 1_000_000n],
  ['147', '1970-01-01T00:00:01.1Z', 1_100_000n],
  ['147', '1970-01-01T00:00:01.12Z', 1_120_000n],
  ['147', '1970-01-01T00:00:01.123Z', 1_123_000n],
  ['147', '1970-01-01T00:00:01.123456Z', 1_123_456n],
  ['147', '1970-01-01T00:00:01.123456789Z', 1_123_456n],
  ['147', '1970-01-01T00:00:01.999999999999Z', 1_999_999n],
  ['147', '1969-12-31T23:59:59.9999999Z', -1n],
  ['148', '2020-01-01T00:00:00+00:00', null],
  ['148', '2020-01-01T00:00:00', null],
  ['148', '2020-01-01', null],
  ['148', '', null],
  ['148', '2020-13-01T00:00:00Z', null],
  ['148', '2020-00-01T00:00:00Z', null],
  ['148', '2020-02-31T00:00:00Z', null],
  ['148', '2021-02-29T00:00:00Z', null],
  ['148', '1900-02-29T00:00:00Z', null],
  ['148', '2020-04-31T00:00:00Z', null],
  ['148', '2020-01-01T25:00:00Z', null],
  ['148', '2020-01-01T00:60:00Z', null],
  ['148', '2020-01-01T00:00:61Z', null],
  ['148', '2020-01-01T00:00:00.Z', null],
  ['148', ' 2020-01-01T00:00:00Z', null],
  ['148', '2020-01-01T00:00:00Z\n', null],
  ['148', '２020-01-01T00:00:00Z', null],
  ['149', '2016-12-31T23:59:60Z', 1_483_228_800_000_000n],
  ['149', '0001-01-01T00:00:00Z', first],
  ['149', '0000-12-31T23:59:59Z', null],
  ['149', '9999-12-31T23:59:59.999999Z', last],
  ['149', '9999-12-31T23:59:60Z', null],
  ['149', '10000-01-01T00:00:00Z', null],
  ['149', '2020-01-01t00:00:00z', null],
]

t.test('a position is printed with six digits', async (t) => {
  for (const [position, text] of printed) t.equal(printPosition(position), text)
  t.throws(() => printPosition(first - 1n), RangeError)
  t.throws(() => printPosition(last + 1n), RangeError)
})

t.test('a timestamp is read at any precision', async (t) => {
  for (const [number, text, position] of read) {
    t.equal(parsePosition(text), position, `${number}: ${text}`)
  }
})

t.test('what is printed is read back, agrees with the calendar, and sorts', async (t) => {
  const position = fc.bigInt({ min: first, max: last })
  const calendar = (at: bigint) => {
    const milliseconds = Number((at - first) / 1_000n) + Number(first / 1_000n)
    return new Date(milliseconds).toISOString().slice(0, -1)
  }
  const holds = (print: (at: bigint) => string) =>
    fc.check(
      fc.property(position, position, (one, other) => {
        const text = print(one)
        return (
          parsePosition(text) === one &&
          text.startsWith(calendar(one)) &&
          text < print(other) === one < other
        )
      }),
      { numRuns: 1_000 },
    )
  t.notOk(holds(printPosition).failed)
  t.ok(holds((at) => printPosition(at - (at % 1_000n))).failed, 'positive control: milliseconds')
})
