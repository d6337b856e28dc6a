// T13 and T31: counts keep their magnitude, confidence its band.

import fc from 'fast-check'
import t from 'tap'
import { bucketOf, lowerConfidence, roundConfidence } from '../../../src/core/anonymity/bucket.ts'
import { untilFound } from '../../fixture/until-found.ts'

const buckets: [least: number, most: number][] = [
  [0, 0],
  [1, 1],
  [2, 5],
  [6, 20],
  [21, 100],
  [101, 999_999_999],
]
for (const [least, most] of buckets) {
  t.strictSame([bucketOf(least), bucketOf(most)], [least, least], `${least}–${most}`)
}
t.strictSame([bucketOf('1'), bucketOf(undefined), bucketOf(-1)], [undefined, undefined, undefined])

const bands: [least: number, most: number, told: number][] = [
  [0, 0, 0],
  [1, 9, 5],
  [10, 19, 15],
  [20, 39, 30],
  [40, 59, 50],
  [60, 79, 70],
  [80, 89, 85],
  [90, 99, 95],
  [100, 100, 100],
]
for (const [least, most, told] of bands) {
  t.strictSame([roundConfidence(least), roundConfidence(most)], [told, told], `${least}–${most}`)
}
t.strictSame([roundConfidence('high'), roundConfidence(-1)], [undefined, undefined])

for (const [before, after] of [
  [100, 95],
  [77, 70],
  [70, 50],
  [5, 0],
  [0, 0],
] as const) {
  t.equal(lowerConfidence(before), after, `less sure than ${before}`)
}

t.test('both keep order, and twice is once', async (t) => {
  const count = fc.nat(999_999_999)
  const confidence = fc.nat(100)
  const keeps = (tell: (value: number) => number | undefined, values: typeof count) =>
    fc.property(values, values, (one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)]
      return tell(tell(one)!) === tell(one) && tell(low)! <= tell(high)!
    })
  fc.assert(keeps(bucketOf, count))
  fc.assert(keeps(roundConfidence, confidence))
  t.ok(
    fc.check(
      keeps((value) => value + 1, count),
      untilFound,
    ).failed,
    'one that grows is found',
  )
})
