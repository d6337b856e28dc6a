// T11 and V9: times are told earlier by less than a grain, in the order they had; what ends is told
// later; versions rise.

import fc from 'fast-check'
import t from 'tap'
import {
  ceilTime,
  floorTime,
  justBefore,
  nextModified,
  tellLate,
} from '../../../src/core/anonymity/time.ts'
import { isTimestamp, orderOf } from '../../../src/core/stix/timestamp.ts'
import { untilFound } from '../../fixture/until-found.ts'

const cases: [string, floorHour: string, floorDay: string, ceilHour: string, ceilDay: string][] = [
  [
    '2026-01-02T03:04:05.678Z',
    '2026-01-02T03:00:00.000Z',
    '2026-01-02T00:00:00.000Z',
    '2026-01-02T04:00:00.000Z',
    '2026-01-03T00:00:00.000Z',
  ],
  [
    '2024-02-28T23:59:60Z',
    '2024-02-28T23:00:00.000Z',
    '2024-02-28T00:00:00.000Z',
    '2024-02-29T00:00:00.000Z',
    '2024-02-29T00:00:00.000Z',
  ],
  [
    '2026-12-31T00:00:00Z',
    '2026-12-31T00:00:00.000Z',
    '2026-12-31T00:00:00.000Z',
    '2026-12-31T00:00:00.000Z',
    '2026-12-31T00:00:00.000Z',
  ],
  [
    '9999-12-31T23:00:00.001Z',
    '9999-12-31T23:00:00.000Z',
    '9999-12-31T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
    '9999-12-31T23:59:59.999Z',
  ],
]
for (const [text, floorHour, floorDay, ceilHour, ceilDay] of cases) {
  t.strictSame([floorTime(text, 'P1'), ceilTime(text, 'P1')], [text, text], 'P1 keeps the text')
  t.strictSame([floorTime(text, 'P2'), floorTime(text, 'P3')], [floorHour, floorDay], text)
  t.strictSame([ceilTime(text, 'P2'), ceilTime(text, 'P3')], [ceilHour, ceilDay], text)
}
for (const wrong of ['yesterday', '2026-02-30T00:00:00Z', 7, undefined, null]) {
  t.equal(floorTime(wrong, 'P1'), undefined)
  t.equal(ceilTime(wrong, 'P2'), undefined)
}

const digits = fc.stringMatching(/^[0-9]{1,9}$/)
const year = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9998-12-30T00:00:00Z') }
const timestamp = fc
  .tuple(fc.date({ ...year, noInvalidDate: true }), fc.option(digits))
  .map(([date, fraction]) => {
    const seconds = date.toISOString().slice(0, 19)
    return fraction === null ? `${seconds}Z` : `${seconds}.${fraction}Z`
  })
const coarse = fc.constantFrom('P2' as const, 'P3' as const)
const grain = { P2: 3_600_000, P3: 86_400_000 }

type Tell = typeof floorTime

/** The oracle of T11: t′ ≤ t and t − t′ < grain; order stays; twice is once. */
const keepsTime = (floor: Tell, ceil: Tell) =>
  fc.property(timestamp, timestamp, coarse, (one, other, profile) => {
    const [down, up] = [floor(one, profile)!, ceil(one, profile)!]
    const away = (from: string, to: string) => Math.abs(Date.parse(from) - Date.parse(to))
    const [first, second] = [one, other].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
    return (
      isTimestamp(down) &&
      isTimestamp(up) &&
      orderOf(down) <= orderOf(one) &&
      orderOf(one) <= orderOf(up) &&
      away(down, one) < grain[profile] &&
      away(up, one) <= grain[profile] &&
      orderOf(floor(first!, profile)!) <= orderOf(floor(second!, profile)!) &&
      orderOf(ceil(first!, profile)!) <= orderOf(ceil(second!, profile)!) &&
      floor(down, profile) === down &&
      ceil(up, profile) === up
    )
  })

t.test('T11 for any time', async (t) => {
  fc.assert(keepsTime(floorTime, ceilTime))
  t.ok(fc.check(keepsTime(ceilTime, ceilTime), untilFound).failed, 'a floor that rises is found')
  t.ok(
    fc.check(keepsTime(floorTime, floorTime), untilFound).failed,
    'an end that comes early is found',
  )
})

t.test('what another profile told is over by then', async (t) => {
  const told = '2026-01-02T03:20:00.000Z'
  const late = {
    P0: told,
    P1: told,
    P2: '2026-01-02T04:00:00.000Z',
    P3: '2026-01-03T00:00:00.000Z',
  }
  for (const profile of ['P0', 'P1', 'P2', 'P3'] as const) {
    t.equal(tellLate(told, profile), late[profile], profile)
  }
})

t.test('V9', async (t) => {
  const told = '2026-01-02T03:00:00.000Z'
  const versions: [previous: string | null, next: string][] = [
    [null, told],
    ['2026-01-02T02:00:00.000Z', told],
    [told, '2026-01-02T03:00:00.001Z'],
    ['2026-01-02T03:00:00.0004Z', '2026-01-02T03:00:00.001Z'],
    ['2026-01-02T03:00:00.999Z', '2026-01-02T03:00:01.000Z'],
    ['2026-06-30T23:59:60.500Z', '2026-07-01T00:00:00.000Z'],
  ]
  for (const [previous, next] of versions) t.equal(nextModified(told, previous), next)
  const again = ['2026-01-02T03:00:00Z', '2026-01-02T03:00:00.123456Z', '2026-06-30T23:59:60.5Z']
  for (const text of again) t.equal(nextModified(text, justBefore(text)), text, 'as it was told')
  for (const previous of [told, '2026-01-02T03:00:00.123456Z', '2026-01-02T03:59:59.999Z']) {
    const next = nextModified(told, previous)
    t.equal(nextModified(told, justBefore(next)), next, 'and where it had to be told later')
  }
  fc.assert(
    fc.property(timestamp, timestamp, (one, previous) => {
      const next = nextModified(one, previous)
      return isTimestamp(next) && orderOf(next) > orderOf(previous) && orderOf(next) >= orderOf(one)
    }),
  )
})
