// One guesser, one key.
import t from 'tap'
import { canonicalAddress } from '../../../src/core/credential/address.ts'

const cases: [string, string][] = [
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
  ['2001:DB8:0:1:ffff:ffff:ffff:ffff', '2001:db8:0:1::/64'],
  ['2001:0db8:0000:0001::', '2001:db8:0:1::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
  ['unix', 'unix'],
]

t.test('addresses of one guesser', async (t) => {
  for (const [address, key] of cases) t.equal(canonicalAddress(address), key, address)
  t.equal(canonicalAddress('x'.repeat(1000)).length, 64)
})
