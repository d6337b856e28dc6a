// Which passwords a person may choose, and which requests come from the hub's own pages.
import t from 'tap'
import { faultOfPassword } from '../../../src/core/credential/password-rule.ts'
import { isFromOwnPage, isNotForeign } from '../../../src/core/credential/same-site.ts'
import {
  crossSiteToken,
  hashSecret,
  isSecret,
  printSecret,
} from '../../../src/core/credential/secret.ts'

const about = ['taro', 'acme-rail', 'taro.tanaka@acme.example', '株式会社アクメ鉄道']

t.test('long, and not what is guessed first', async (t) => {
  const fine = [
    'eleven plum trees in rain',
    'correct donkey battery lamp',
    'gf7Kq-Wm2xZ-b9TrL',
    '雪の朝に川を渡る三羽の白い鳥',
    'ゆきのあさにかわをわたるとり',
    'taro likes blue umbrellas',
    `${'ひ'.repeat(4)}ふみよいむなやここのたりもち`,
  ]
  for (const password of fine) {
    const long = [...password].length >= 15
    t.equal(
      faultOfPassword(password, about),
      long ? null : 'must be at least 15 characters',
      password,
    )
  }
  const guessed = [
    'passwordpassword',
    'P@ssw0rdP@ssw0rd!',
    'Welcome2026!Welcome',
    '123456789012345',
    'qwertyuiopasdfghjkl',
    'aaaaaaaaaaaaaaaaaaaa',
    'zyxwvutsrqponmlkjih',
    'acme-rail-taro-tanaka',
    'AcmeRail2026AcmeRail',
    'correcthorsebatterystaple',
    'iloveyouforever1234',
    'sakurasakurasakura',
    '株式会社アクメ鉄道株式会社アクメ鉄道',
    'abababababababababab',
  ]
  for (const password of guessed)
    t.equal(faultOfPassword(password, about), 'is among those that are guessed first', password)
  t.equal(faultOfPassword('fourteen signs', []), 'must be at least 15 characters')
  t.equal(faultOfPassword('が'.normalize('NFD').repeat(8), []), 'must be at least 15 characters')
  t.equal(faultOfPassword('x'.repeat(1025), []), 'must be at most 1024 characters')
})

t.test('secrets', async (t) => {
  const secret = printSecret(new Uint8Array(32).fill(7))
  t.ok(isSecret(secret))
  for (const other of ['', secret.slice(1), `${secret}A`, `${secret.slice(1)}=`])
    t.notOk(isSecret(other))
  t.equal(hashSecret(secret).length, 32)
  t.ok(isSecret(crossSiteToken(secret)))
  t.not(crossSiteToken(secret), crossSiteToken(printSecret(new Uint8Array(32))))
  t.notOk(crossSiteToken(secret).includes(hashSecret(secret).toString('base64url')))
  t.throws(() => printSecret(new Uint8Array(16)))
})

t.test('where a request comes from', async (t) => {
  const host = 'hub.example'
  type Case = [string | undefined, string | undefined, string | null, boolean, boolean]
  // Origin, Sec-Fetch-Site, the public URL; not foreign, from a page of the hub.
  const cases: Case[] = [
    [undefined, undefined, null, true, false],
    ['https://hub.example', undefined, null, true, true],
    ['https://hub.example', 'same-origin', null, true, true],
    [undefined, 'same-origin', null, true, true],
    [undefined, 'none', null, true, false],
    ['https://hub.example', 'cross-site', null, false, false],
    ['https://hub.example', 'same-site', null, false, false],
    ['https://evil.example', undefined, null, false, false],
    ['https://evil.example', 'same-origin', null, false, false],
    ['https://hub.example.evil.example', undefined, null, false, false],
    ['https://hub.example:8443', undefined, null, false, false],
    ['null', undefined, null, false, false],
    ['', undefined, null, false, false],
    ['file://hub.example', undefined, null, false, false],
    ['https://front.example', undefined, 'https://front.example/hub', true, true],
    ['http://front.example', undefined, 'https://front.example', false, false],
  ]
  for (const [origin, site, publicUrl, notForeign, own] of cases) {
    const said = { origin, site, host }
    t.equal(isNotForeign(said, publicUrl), notForeign, `${origin} ${site}`)
    t.equal(isFromOwnPage(said, publicUrl), own, `${origin} ${site}`)
  }
  t.ok(isFromOwnPage({ origin: 'http://localhost', site: undefined, host: 'localhost:80' }, null))
})
