// Positions come out of their packing exactly as they went in; damage is noticed.
import fc from 'fast-check'
import t from 'tap'
import { packPositions, unpackPositions } from '../../../src/core/ledger/positions.ts'

t.test('packed', async (t) => {
  const cases: [bigint[], string][] = [
    [[], ''],
    [[0n], '00'],
    [[1n, 1n, 128n], '01007f'],
    [[127n], '7f'],
    [[128n], '8001'],
    [[300n, 320n, 340n], 'ac021414'],
    [[340n, 300n, 320n], 'ac021414'],
    [[9_007_199_254_740_991n], 'ffffffffffffff0f'],
  ]
  for (const [positions, hex] of cases)
    t.equal(packPositions(positions).toString('hex'), hex, positions.join())
})

t.test('what cannot be packed or unpacked', async (t) => {
  t.throws(() => packPositions([-1n]), RangeError)
  t.throws(() => packPositions([9_007_199_254_740_992n]), RangeError)
  for (const hex of ['80', '8000', 'ffffffffffffffff0f', 'ffffffffffffff1f', 'ffffffffffffff0f01'])
    t.throws(() => unpackPositions(Buffer.from(hex, 'hex')), RangeError, hex)
})

t.test('exact and compact', async (t) => {
  const positions = fc.array(fc.bigInt({ min: 0n, max: 4_000_000_000_000_000n }), { maxLength: 60 })
  fc.assert(
    fc.property(positions, (given) => {
      const rising = [...given].sort((a, b) => Number(a - b))
      const packed = packPositions(given)
      t.same(unpackPositions(packed), rising)
      t.ok(packPositions(unpackPositions(packed)).equals(packed))
    }),
  )
  const page = Array.from({ length: 10_000 }, (_, n) => 1_780_000_000_000_000n + BigInt(n) * 20n)
  t.ok(packPositions(page).length < 10_020, 'an octet an entry of one submission')
})
