// What leaves the hub by itself: it calls no private address by whatever name, follows no redirect,
// and sends mail to one address.
import t from 'tap'
import { type Lookup, openOutbound } from '../src/outbound.ts'
import { openMailServer, openReceiver } from './fixture/receivers.ts'

const always = () => true

t.test('a call, and no redirect', async (t) => {
  const { url, seen } = await openReceiver(t)
  const { post } = openOutbound({ webhookPrivate: true, smtp: null }, always)
  t.equal(await post(`${url}/hook`, { 'x-a': '1' }, '{"a":"あ"}'), 204)
  t.match(seen[0], { url: '/hook', body: '{"a":"あ"}', headers: { 'x-a': '1' } })
  t.equal(await post(`${url}/moved`, {}, ''), 302)
  t.same(
    seen.map((call) => call.url),
    ['/hook', '/moved'],
  )
})

t.test('this network is not called by its addresses', async (t) => {
  const { port, seen } = await openReceiver(t)
  const { post } = openOutbound({ webhookPrivate: false, smtp: null }, always)
  const urls = [
    `http://127.0.0.1:${port}/`,
    `https://127.0.0.1:${port}/`,
    `https://localhost:${port}/`,
    `https://2130706433:${port}/`,
    `https://0x7f.1:${port}/`,
    `https://[::1]:${port}/`,
    `https://[::ffff:127.0.0.1]:${port}/`,
    `https://[64:ff9b::7f00:1]:${port}/`,
    `https://[::ffff:7f00:1]:${port}/`,
    `https://127.1:${port}/`,
    `https://0177.0.0.1:${port}/`,
    `https://017700000001:${port}/`,
    `https://①②⑦.⓪.⓪.①:${port}/`,
    `https://127.0.0.1.:${port}/`,
    `https:\\\\127.0.0.1:${port}\\`,
    `https://user@127.0.0.1:${port}/`,
    `https://public.example@127.0.0.1:${port}/`,
    `/\\127.0.0.1:${port}/`,
    `file:///etc/passwd`,
    `gopher://127.0.0.1:${port}/`,
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://10.0.0.1/',
    'https://192.168.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
  ]
  for (const url of urls) await t.rejects(post(url, {}, '{}'), /public|https|credentials/, url)
  t.same(seen, [])
})

t.test('nor by a name, whatever the name means a moment later', async (t) => {
  const { port, seen } = await openReceiver(t)
  const cases: [name: string, addresses: string[]][] = [
    ['this machine', ['127.0.0.1']],
    ['this network', ['10.1.2.3']],
    ['one of two', ['192.88.99.1', '127.0.0.1']],
    ['the metadata of a cloud', ['169.254.169.254']],
    ['IPv6 that is IPv4', ['::ffff:127.0.0.1']],
    ['nothing', []],
  ]
  for (const [name, addresses] of cases) {
    let asked = 0
    const lookup: Lookup = (_host, _options, done) => {
      asked += 1
      const family = (address: string) => (address.includes(':') ? 6 : 4)
      done(
        null,
        addresses.map((address) => ({ address, family: family(address) })),
      )
    }
    const { post } = openOutbound({ webhookPrivate: false, smtp: null }, always, lookup)
    await t.rejects(post(`https://soc.acme.example:${port}/`, {}, '{}'), /public/, name)
    t.equal(asked, 1, `${name}: what is checked is what would be called`)
  }
  t.same(seen, [])

  // The control: with the walls down the same name leads to the receiver.
  const open = openOutbound({ webhookPrivate: true, smtp: null }, always)
  t.equal(await open.post(`http://localhost:${port}/`, {}, '{}'), 204)
})

t.test('mail goes to the one address it is for', async (t) => {
  const { url, lines } = await openMailServer(t)
  const smtp = { url, from: 'hub@isac.example' }
  const { mail } = openOutbound({ webhookPrivate: false, smtp }, always)
  await mail?.({ to: 'taro@acme.example', subject: 'まとめ', text: 'three new' })
  t.same(
    lines.filter((line) => line.startsWith('RCPT')),
    ['RCPT TO:<taro@acme.example>'],
  )
  t.ok(lines.includes('three new'))
  t.equal(openOutbound({ webhookPrivate: false, smtp: null }, always).mail, null)
})
