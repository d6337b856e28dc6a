// IP addresses in every form, and which ranges hold them.
import fc from 'fast-check'
import t from 'tap'
import {
  covers,
  mergeRanges,
  readAddress,
  readRange,
} from '../../../src/core/anonymity/address-range.ts'

const same = 0xcb007107n

const addresses: [text: string, values: bigint[]][] = [
  ['203.0.113.7', [0xcb007107n]],
  ['[::ffff:203.0.113.7]', [same]],
  ['::ffff:cb00:7107', [same]],
  ['3405803783', [same]],
  ['0xCB007107', [same]],
  ['0xcb.0.0x71.7', [same]],
  ['031300070407', [same]],
  ['0313.0.0161.07', [same]],
  ['203.0.28935', [same]],
  ['203.28935', [0xcb007107n]],
  ['010.0.0.1', [0x08000001n, 0x0a000001n]],
  ['2001:db8::1', [0x20010db8000000000000000000000001n]],
  ['2001:DB8:0:0:0:0:0:1%eth0', [0x20010db8000000000000000000000001n]],
  ['::', [0n]],
  ['64:ff9b::192.0.2.1', [0x0064ff9b0000000000000000c0000201n]],
  ['', []],
  ['x', []],
  ['1.2.3.4.5', []],
  ['256.1.1.1', []],
  ['4294967296', []],
  ['1:2', []],
  ['1::2::3', []],
  ['1:2:3:4:5:6:7:8:9', []],
  ['1:2:3:4:5:6:7::8:9', []],
  ['g::1', []],
  ['::12345', []],
  ['::999.1.1.1', []],
  ['9'.repeat(70), []],
]

t.test('forms of one address', async (t) => {
  for (const [text, values] of addresses)
    t.same(
      readAddress(text).map(({ value }) => value),
      values,
      text,
    )
})

t.test('ranges', async (t) => {
  t.same(readRange('203.0.113.9/24'), { bits: 32, low: 0xcb007100n, high: 0xcb0071ffn })
  t.same(readRange('192.0.2.5'), { bits: 32, low: 0xc0000205n, high: 0xc0000205n })
  for (const text of ['203.0.113.0/33', 'x/24', '203.0.113.0/', '203.0.113.0/a', '1.1.1.1/1/1'])
    t.equal(readRange(text), null, text)
})

const range = (text: string) => readRange(text)!

t.test('which ranges cover', async (t) => {
  const ranges = mergeRanges(
    ['10.0.0.0/8', '10.1.0.0/16', '192.0.2.0/25', '192.0.2.128/25', '2001:db8::/32', '1.1.1.1'].map(
      range,
    ),
  )
  t.equal(ranges.length, 4, 'neighbours and parts are one')
  for (const text of ['10.255.255.255', '192.0.2.0/24', '2001:db8:ffff::1', '1.1.1.1'])
    t.ok(covers(ranges, range(text)), text)
  for (const text of [
    '9.255.255.255',
    '11.0.0.0',
    '192.0.2.0/23',
    '2001:db9::',
    '0.0.0.0',
    '1.1.1.2',
  ])
    t.notOk(covers(ranges, range(text)), text)
  t.notOk(covers([], range('1.1.1.1')))
})

const block = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 20, max: 32 }))
  .map(([octet, length]) => range(`198.51.${octet}.0/${length}`))

t.test('merged ranges cover what the ranges cover', async () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 8 }), block, (ranges, asked) => {
      const merged = covers(mergeRanges(ranges), asked)
      const addresses = [asked.low, asked.high, (asked.low + asked.high) / 2n]
      const each = addresses.every((at) => ranges.some(({ low, high }) => low <= at && at <= high))
      return !merged || each
    }),
  )
})
