// Where the hub may call: the public network alone, however an address is written.
import t from 'tap'
import { faultOfUrl, isPublicAddress } from '../../../src/core/notification/address.ts'

t.test('addresses', async (t) => {
  const open = ['203.0.114.7', '8.8.8.8', '2001:4860:4860::8888', '::ffff:8.8.8.8']
  for (const address of open) t.ok(isPublicAddress(address), address)
  const closed = [
    ...['127.0.0.1', '127.8.8.8', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255'],
    ...['192.168.0.1', '169.254.169.254', '100.64.0.1', '224.0.0.1', '240.0.0.1'],
    ...['255.255.255.255', '192.0.2.1', '198.51.100.1', '198.18.0.1'],
    ...['::', '::1', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '2001:db8::1'],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001::1'],
    ...['', 'localhost', 'acme.example'],
  ]
  for (const address of closed) t.notOk(isPublicAddress(address), address)
})

t.test('URLs', async (t) => {
  const cases: [string, boolean, boolean][] = [
    ['https://soc.acme.jp/hook?x=1', true, true],
    ['https://8.8.8.8:8443/', true, true],
    ['http://soc.acme.jp/', false, true],
    ['https://127.0.0.1/', false, true],
    ['https://2130706433/', false, true],
    ['https://0x7f.1/', false, true],
    ['https://[::1]/', false, true],
    ['https://[::ffff:a00:1]/', false, true],
    ['https://localhost/', false, true],
    ['https://hub.localhost/', false, true],
    ['https://printer.local/', false, true],
    ['https://db.internal/', false, true],
    ['https://intranet/', false, true],
    ['https://a:b@soc.acme.jp/', false, false],
    ['https://soc.acme.jp/#x', false, false],
    ['ftp://soc.acme.jp/', false, false],
    ['file:///etc/passwd', false, false],
    ['javascript:alert(1)', false, false],
    ['soc.acme.jp', false, false],
    [`https://soc.acme.jp/${'x'.repeat(2_000)}`, false, false],
  ]
  for (const [url, near, anywhere] of cases) {
    t.equal(faultOfUrl(url, false) === null, near, `${url} by default`)
    t.equal(faultOfUrl(url, true) === null, anywhere, `${url} anywhere`)
  }
})
