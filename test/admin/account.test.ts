// What a person does with its own account: a second factor, another password, sessions elsewhere,
// preferences; and that TLP:RED is for those who have shown a second factor.
import t, { type Test } from 'tap'
import { codeAt, stepAt } from '../../src/core/credential/totp.ts'
import { failuresPerHourMax } from '../../src/exchange/count-guess.ts'
import type { Browser } from '../fixture/browser.ts'
import { makeIndicator } from '../fixture/hub.ts'
import { tokenOf } from '../fixture/isac.ts'
import { type AccountHub, collectionId, openAccountHub, password } from './account-hub.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** As an authenticator reads it. */
const secretOf = (text: string): Buffer => {
  const bits = [...text].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((octet) => Number.parseInt(octet, 2)))
}

/** A code of now, or of so many steps later. */
const codeOf = (secret: Buffer, later = 0): string =>
  codeAt(secret, stepAt(Date.now() / 1000) + later)

/** Forgets which codes were used, as if time had gone by. */
const wait = (hub: AccountHub) => hub.query('update account set totp_step = null')

const enrol = async (t: Test, browser: Browser): Promise<{ secret: Buffer; codes: string[] }> => {
  const offered = await browser.ask('POST', '/api/account/totp')
  t.equal(offered.status, 200)
  t.match(offered.json.uri, /^otpauth:\/\/totp\/Sekisho:taro%40acme\?secret=[A-Z2-7]{32}&/)
  const secret = secretOf(offered.json.secret)
  const before = browser.cookies.get('sekisho')
  const kept = await browser.ask('PUT', '/api/account/totp', { code: codeOf(secret) })
  t.equal(kept.status, 200)
  t.not(browser.cookies.get('sekisho'), before, 'another cookie')
  t.equal(kept.json.recovery_codes.length, 10)
  await browser.open()
  return { secret, codes: kept.json.recovery_codes }
}

t.test('with a second factor, a password alone makes nobody', async (t) => {
  const hub = await openAccountHub(t)
  const elsewhere = await hub.as('taro', 'acme')
  const browser = await hub.as('taro', 'acme')
  const none = { enrolled: false, recovery_codes: 0 }
  t.same((await browser.ask('GET', '/api/account/totp')).json, none)
  t.equal((await browser.ask('PUT', '/api/account/totp', { code: '000000' })).status, 422)
  const { secret, codes } = await enrol(t, browser)
  t.equal((await browser.open()).person.second_factor, 'done')
  t.equal((await elsewhere.open()).signed_in, false, 'whoever was signed in without it is not')
  t.match((await browser.ask('GET', '/api/account/totp')).json, { recovery_codes: 10 })

  const half = hub.browser()
  const answer = await half.signIn('acme', 'taro', password)
  t.match(answer, { status: 200, json: { second_factor: 'needed' } })
  const said = await half.open()
  t.match(said, { signed_in: false, person: { name: 'taro', roles: [], groups: [], email: null } })
  t.equal(said.person.second_factor, 'needed')
  for (const [method, url] of [
    ['GET', '/api/me'],
    ['GET', '/api/account/totp'],
    ['POST', '/api/account/totp'],
    ['DELETE', '/api/account/totp'],
    ['GET', '/api/account/sessions'],
    ['DELETE', '/api/account/sessions'],
  ] as const)
    t.equal((await half.ask(method, url)).status, 401, `${method} ${url}`)

  const show = (code: string) => half.ask('POST', '/api/session/second-factor', { code })
  const used = codeOf(secret)
  t.equal((await show(used)).status, 401, 'the code that was used already')
  await wait(hub)
  t.equal((await show('ABCD-EFGH-IJKL-MNOP')).status, 401)
  const before = half.cookies.get('sekisho')
  t.equal((await show(codeOf(secret))).status, 204)
  t.not(half.cookies.get('sekisho'), before)
  t.match(await half.open(), { signed_in: true, person: { second_factor: 'done' } })
  const planted = hub.browser()
  planted.cookies.set('sekisho', before as string)
  t.equal((await planted.ask('GET', '/api/me')).status, 401, 'the half session is over')
  t.equal((await show(codeOf(secret, 1))).status, 401, 'there is nothing to show any more')

  const lost = hub.browser()
  await lost.signIn('acme', 'taro', password)
  const recover = (code: string) => lost.ask('POST', '/api/session/second-factor', { code })
  t.equal((await recover((codes[3] as string).toLowerCase())).status, 204)
  const again = hub.browser()
  await again.signIn('acme', 'taro', password)
  const spent = await again.ask('POST', '/api/session/second-factor', { code: codes[3] })
  t.equal(spent.status, 401, 'once')
  t.match((await browser.ask('GET', '/api/account/totp')).json, { recovery_codes: 9 })
  const { rows } = await hub.query('select hash from recovery_code')
  t.notOk(rows.some(({ hash }) => codes.includes(hash.toString())))
})

t.test('codes are not to be guessed, in however many browsers', async (t) => {
  const hub = await openAccountHub(t)
  const { secret } = await enrol(t, await hub.as('taro', 'acme'))
  const statuses: number[] = []
  for (let n = 0; n < failuresPerHourMax.second_factor; n++) {
    const browser = hub.browser()
    await browser.signIn('acme', 'taro', password)
    const answer = await browser.ask('POST', '/api/session/second-factor', { code: '000000' })
    statuses.push(answer.status)
  }
  t.same([...new Set(statuses)], [401])
  await wait(hub)
  const browser = hub.browser()
  await browser.signIn('acme', 'taro', password)
  const right = await browser.ask('POST', '/api/session/second-factor', { code: codeOf(secret) })
  t.equal(right.status, 429)
})

t.test('a second factor is replaced and taken away by who has shown it', async (t) => {
  const hub = await openAccountHub(t)
  const browser = await hub.as('taro', 'acme')
  t.equal((await browser.ask('DELETE', '/api/account/totp')).status, 422, 'nothing was shown')
  const first = await enrol(t, browser)
  const second = await enrol(t, browser)
  t.notSame(first.secret, second.secret)
  const other = hub.browser()
  await other.signIn('acme', 'taro', password)
  await wait(hub)
  const show = (code: string) => other.ask('POST', '/api/session/second-factor', { code })
  t.equal((await show(codeOf(first.secret))).status, 401)
  t.equal((await show(first.codes[0] as string)).status, 401)
  t.equal((await show(codeOf(second.secret))).status, 204)
  t.equal((await browser.ask('DELETE', '/api/account/totp')).status, 204)
  t.equal((await other.open()).signed_in, false)
  t.match(await hub.browser().signIn('acme', 'taro', password), { status: 204 })
})

t.test('an invitation leaves the second factor where it is', async (t) => {
  const hub = await openAccountHub(t)
  await enrol(t, await hub.as('taro', 'acme'))
  const admin = await hub.as('org-admin', 'acme')
  const invited = await admin.ask('POST', '/api/organisations/acme/people/taro/invitation')
  const token = invited.json.url.split('#')[1]
  const thief = hub.browser()
  const accepted = await thief.ask('POST', '/api/invitation/accept', { token, password })
  t.match(accepted, { status: 200, json: { second_factor: 'needed' } })
  t.equal((await thief.ask('GET', '/api/me')).status, 401)
})

const red = ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1']

t.test('TLP:RED is for who has shown a second factor', async (t) => {
  const hub = await openAccountHub(t)
  const object = { ...makeIndicator(1), object_marking_refs: red }
  const posted = { collection: collectionId, objects: [object] }
  const sharing = { x_sekisho_sharing: { recipients: ['jiro@bolt'] } }
  const browser = await hub.as('taro', 'acme')
  const submit = () => browser.ask('POST', '/api/submissions', { ...posted, ...sharing })
  const explain = `/api/objects/${object.id}/explain?organisation=bolt`
  t.match((await submit()).json, { success_count: 1, failure_count: 0 })
  t.equal((await browser.ask('GET', explain)).status, 404, 'not even one’s own')
  t.equal((await browser.ask('GET', '/api/effective-markings')).json.red, false)
  await enrol(t, browser)
  t.equal((await browser.ask('GET', explain)).status, 200)
  t.equal((await browser.ask('GET', '/api/effective-markings')).json.red, true)
  const without = await hub.as('jiro', 'bolt')
  t.equal((await without.ask('GET', '/api/effective-markings')).json.red, false)
})

t.test('another password', async (t) => {
  const hub = await openAccountHub(t)
  const elsewhere = await hub.as('taro', 'acme')
  const browser = await hub.as('taro', 'acme')
  const next = `another ${password}`
  const change = (old: string, chosen: string) =>
    browser.ask('PUT', '/api/account/password', { old, new: chosen })
  t.equal((await change('wrong', next)).status, 422)
  t.match((await change(password, 'acmetaroacmetaro')).text, /guessed first/)
  const before = browser.cookies.get('sekisho')
  t.equal((await change(password, next)).status, 204)
  t.not(browser.cookies.get('sekisho'), before)
  t.equal((await browser.open()).signed_in, true)
  t.equal((await elsewhere.open()).signed_in, false)
  t.equal((await hub.browser().signIn('acme', 'taro', password)).status, 401)
  t.equal((await hub.browser().signIn('acme', 'taro', next)).status, 204)
})

t.test('sessions elsewhere, and what one prefers', async (t) => {
  const hub = await openAccountHub(t)
  const [one, two, three] = [
    await hub.as('taro', 'acme'),
    await hub.as('taro', 'acme'),
    await hub.as('taro', 'acme'),
  ]
  const kei = await hub.as('kei', 'acme')
  const list = async (browser: Browser) =>
    (await browser.ask('GET', '/api/account/sessions')).json.entries as {
      id: string
      current: boolean
    }[]
  const entries = await list(one)
  t.same(
    entries.map(({ current }) => current),
    [false, false, true],
  )
  t.notMatch(JSON.stringify(entries), one.cookies.get('sekisho') as string)
  const path = `/api/account/sessions/${entries[0]?.id}`
  t.equal((await kei.ask('DELETE', path)).status, 404, 'nobody ends another’s')
  t.equal((await one.ask('DELETE', path)).status, 204)
  t.equal((await three.open()).signed_in, false)
  t.equal((await one.ask('DELETE', path)).status, 404)
  t.equal((await one.ask('DELETE', '/api/account/sessions')).status, 204)
  t.equal((await two.open()).signed_in, false)
  t.equal((await list(one)).length, 1)
  t.equal((await kei.open()).signed_in, true)

  const preferences = '/api/account/preferences'
  t.same((await one.ask('GET', preferences)).json, { language: null, digest: 'none' })
  const changed = await one.ask('PUT', preferences, { language: 'ja' })
  t.same(changed.json, { language: 'ja', digest: 'none' })
  t.equal((await one.open()).person.language, 'ja')
  t.equal((await one.ask('PUT', preferences, { language: 'fr' })).status, 400)
})

t.test('an account is for persons at the console', async (t) => {
  const hub = await openAccountHub(t)
  for (const who of ['acme', 'taro@acme']) {
    for (const path of ['totp', 'sessions', 'preferences']) {
      const answer = await hub.ask('GET', `/api/account/${path}`, tokenOf(who))
      t.equal(answer.status, 404, `${who} ${path}`)
    }
  }
})
