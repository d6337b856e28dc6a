// Signing in by password, over HTTP: one answer for all that is wrong, cookies nobody else can use,
// sessions that end, and changes that only the hub's own pages may ask for.
import t from 'tap'
import { failuresPerHourMax } from '../../src/exchange/count-guess.ts'
import { givePassword, openBrowser, origin } from '../fixture/browser.ts'
import { openDoors } from '../taxii/open-door.ts'
import { openAccountHub, password } from './account-hub.ts'

const nobody = {
  signed_in: false,
  csrf: null,
  methods: { local: true, oidc: null },
  setup_needed: true,
  person: null,
}

t.test('who signs in is known, until it signs out', async (t) => {
  const hub = await openAccountHub(t)
  const browser = hub.browser()
  t.same(await browser.open(), nobody)
  t.equal((await browser.ask('GET', '/api/me')).status, 401)
  await givePassword(hub.query, 'acme', 'taro', password)
  t.equal((await browser.signIn('acme', 'taro', password)).status, 204)
  const said = await browser.open()
  t.match(said, {
    signed_in: true,
    csrf: /^[\w-]{43}$/,
    person: {
      organisation: 'acme',
      organisation_title: 'Acme Rail',
      name: 'taro',
      email: 'Taro@acme.example',
      roles: ['submitter', 'approver'],
      groups: [{ name: 'rail', title: 'Rail ISAC', level: 'contributor' }],
      second_factor: 'none',
      language: null,
    },
  })
  const me = await browser.ask('GET', '/api/me')
  t.match(me.json, { organisation: 'acme', kind: 'person' })
  t.equal(me.headers.vary, 'Authorization, Cookie')
  const kept = new Map(browser.cookies)
  t.equal((await browser.ask('DELETE', '/api/session')).status, 204)
  t.equal(browser.cookies.size, 0)
  browser.cookies = kept
  t.equal((await browser.ask('GET', '/api/me')).status, 401, 'the cookie is worth nothing more')
  const byMail = hub.browser()
  t.equal((await byMail.signIn('acme', 'taro@ACME.example', password)).status, 204)
})

t.test('everything wrong gets one answer', async (t) => {
  const hub = await openAccountHub(t)
  for (const [organisation, person] of [
    ['acme', 'taro'],
    ['gone', 'mika'],
  ] as const)
    await givePassword(hub.query, organisation, person, password)
  const cases: [string, string, string, string][] = [
    ['a wrong password', 'acme', 'taro', `${password}!`],
    ['the password of nobody', 'acme', 'nobody', password],
    ['a person without an account', 'acme', 'kei', password],
    ['a service', 'acme', 'feed', password],
    ['no organisation', 'nowhere', 'taro', password],
    ['another organisation', 'bolt', 'taro', password],
    ['one that is suspended', 'gone', 'mika', password],
    ['names that are none', '\u{1F512}', '%', password],
  ]
  const answers = new Set<string>()
  for (const [name, organisation, person, given] of cases) {
    const browser = hub.browser()
    const { status, text, headers } = await browser.signIn(organisation, person, given)
    t.equal(status, 401, name)
    t.same(browser.given, [], name)
    const { date: _, 'content-length': length, ...rest } = headers
    answers.add(JSON.stringify([text.replace(/urn:uuid:[^"]+/, ''), length, rest]))
  }
  t.equal(answers.size, 1)
})

t.test('guesses are counted, for everybody alike', async (t) => {
  const hub = await openAccountHub(t)
  await givePassword(hub.query, 'acme', 'taro', password)
  for (const person of ['taro', 'nobody']) {
    const statuses: number[] = []
    for (let n = 0; n <= failuresPerHourMax.person; n++) {
      statuses.push((await hub.browser().signIn('acme', person, `wrong ${password}`)).status)
    }
    t.same(statuses.slice(0, -1), Array(failuresPerHourMax.person).fill(401), person)
    t.equal(statuses.at(-1), 429, person)
    const right = await hub.browser().signIn('acme', person, password)
    t.equal(right.status, 429, 'the right one too, or a guesser would know')
    t.ok(Number(right.headers['retry-after']) >= 1)
  }
  t.equal((await hub.as('kei', 'acme')).cookies.size, 1, 'nobody else is held up')
})

t.test('a session is not chosen by anybody, and changes when somebody signs in', async (t) => {
  const hub = await openAccountHub(t)
  await givePassword(hub.query, 'acme', 'taro', password)
  const browser = hub.browser()
  const planted = 'A'.repeat(43)
  browser.cookies.set('sekisho', planted)
  await browser.signIn('acme', 'taro', password)
  const first = browser.cookies.get('sekisho')
  t.not(first, planted)
  t.equal((await browser.signIn('acme', 'taro', password)).status, 204)
  t.not(browser.cookies.get('sekisho'), first)
  const earlier = hub.browser()
  earlier.cookies.set('sekisho', first as string)
  t.equal((await earlier.ask('GET', '/api/me')).status, 401, 'the one before is over')
  const { rows } = await hub.query('select encode(secret, $1) as secret from session', ['escape'])
  t.equal(rows.length, 1)
  t.notMatch(rows[0].secret, browser.cookies.get('sekisho') as string, 'only a hash is kept')
})

t.test('a session ends by time, and with whoever it is of', async (t) => {
  const hub = await openAccountHub(t)
  const over: [string, string][] = [
    ['nobody used it', "update session set seen_at = seen_at - interval '31 minutes'"],
    ['it is old', "update session set created_at = created_at - interval '12 hours 1 minute'"],
    ['its organisation', "update organisation set status = 'suspended' where name = 'acme'"],
    ['its person', "delete from principal where name = 'taro'"],
  ]
  for (const [name, sql] of over) {
    const browser = await hub.as('taro', 'acme')
    t.equal((await browser.ask('GET', '/api/me')).status, 200, name)
    await hub.query(sql)
    t.equal((await browser.ask('GET', '/api/me')).status, 401, name)
    t.match((await browser.open()).signed_in, false)
    await hub.query("update organisation set status = 'active' where name = 'acme'")
  }
  const browser = await hub.as('kei', 'acme')
  await hub.query("update session set seen_at = seen_at - interval '29 minutes'")
  await browser.ask('GET', '/api/me')
  await hub.query("update session set seen_at = seen_at - interval '29 minutes'")
  t.equal((await browser.ask('GET', '/api/me')).status, 200, 'whoever uses it keeps it')
})

t.test('roles hold from the next request on', async (t) => {
  const hub = await openAccountHub(t)
  const browser = await hub.as('kei', 'acme')
  const nothing = { collection: 'nowhere', forms: [{ rendition_id: '1', digest: 'x' }] }
  const pass = async () => (await browser.ask('POST', '/api/gates/pass', nothing)).status
  t.equal(await pass(), 403)
  await hub.query("update principal set roles = '{approver}' where name = 'kei'")
  t.equal(await pass(), 404)
})

t.test('a change is asked for by the hub’s own pages alone', async (t) => {
  const hub = await openAccountHub(t)
  const browser = await hub.as('taro', 'acme')
  const body = { collection: 'nowhere', forms: [{ rendition_id: '1', digest: 'x' }] }
  const ask = async (headers: Record<string, string>) =>
    (await browser.ask('POST', '/api/gates/pass', body, headers)).status
  const cases: [string, Record<string, string>, number][] = [
    ['as a page of the hub does', {}, 404],
    ['with fetch metadata', { 'sec-fetch-site': 'same-origin' }, 404],
    ['without its token', { 'x-sekisho-csrf': '' }, 403],
    ['with another token', { 'x-sekisho-csrf': 'A'.repeat(43) }, 403],
    ['from elsewhere', { origin: 'https://evil.example' }, 403],
    ['from another port', { origin: 'http://localhost:8080' }, 403],
    ['from nowhere', { origin: 'null' }, 403],
    ['across sites', { 'sec-fetch-site': 'cross-site' }, 403],
    ['from a neighbour', { 'sec-fetch-site': 'same-site' }, 403],
    ['typed into the bar', { 'sec-fetch-site': 'none' }, 403],
  ]
  for (const [name, headers, status] of cases) t.equal(await ask(headers), status, name)
  const other = await hub.as('kei', 'acme')
  const token = (await other.open()).csrf
  t.equal(await ask({ 'x-sekisho-csrf': token }), 403, 'with the token of another session')
  const silent = await hub.app.inject({
    method: 'POST',
    url: '/api/gates/pass',
    headers: { cookie: `sekisho=${browser.cookies.get('sekisho')}` },
    payload: body,
  })
  t.equal(silent.statusCode, 403, 'a browser that says nothing of the page')
  t.equal((await browser.ask('DELETE', '/api/session', undefined, { origin: 'null' })).status, 403)
  t.equal((await browser.ask('GET', '/api/me')).status, 200, 'and the session goes on')
})

t.test('another site signs nobody in, and uses no password the browser adds', async (t) => {
  const hub = await openAccountHub(t)
  await givePassword(hub.query, 'acme', 'taro', password)
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  const claim = { organisation: 'acme', person: 'taro', password }
  for (const url of ['/api/session', '/api/setup', '/api/invitation/accept']) {
    t.equal((await hub.browser().ask('POST', url, claim, evil)).status, 403, url)
  }
  const { join, app } = await openDoors(t)
  const member = await join('contributor')
  const send = (headers: object) =>
    app.inject({ method: 'POST', url: '/api/preview', headers: { ...member.basic, ...headers } })
  t.equal((await send({ ...evil })).statusCode, 403)
  t.equal((await send({})).statusCode, 400, 'a program is no page')
})

t.test('a cookie speaks at the API alone, and where nothing else does', async (t) => {
  const hub = await openAccountHub(t)
  const browser = await hub.as('taro', 'acme')
  t.equal((await browser.ask('GET', '/taxii2/')).status, 401)
  const other = await browser.ask('GET', '/api/me', undefined, { authorization: 'Bearer wrong' })
  t.equal(other.status, 401)
  t.ok(other.headers['www-authenticate'])
  const page = await hub.browser().ask('GET', '/api/me', undefined, { 'sec-fetch-mode': 'cors' })
  t.equal(page.status, 401)
  t.notOk(page.headers['www-authenticate'], 'a browser asks for no password of its own')
})

t.test('the cookie: which attributes it has', async (t) => {
  const attributes = ['Max-Age=43200', 'Path=/', 'HttpOnly', 'SameSite=Strict']
  const cases: [object, string, string[]][] = [
    [{}, 'sekisho', attributes],
    [{ publicUrl: 'http://hub.example' }, 'sekisho', attributes],
    [{ publicUrl: 'https://hub.example' }, '__Host-sekisho', [...attributes, 'Secure']],
    [{ proxies: ['127.0.0.1'] }, '__Host-sekisho', [...attributes, 'Secure']],
  ]
  for (const [settings, name, expected] of cases) {
    const { app, hub } = await openDoors(t, settings)
    const caller = await hub.join('contributor', 'acme')
    await hub.person(caller, 'taro')
    await givePassword(hub.query, 'acme', 'taro', password)
    const browser = openBrowser(app)
    const headers = { host: 'hub.example', origin: 'https://hub.example' }
    const claim = { organisation: 'acme', person: 'taro', password }
    const answer = await browser.ask('POST', '/api/session', claim, headers)
    t.equal(answer.status, 204, JSON.stringify(settings))
    const [line = '', ...more] = browser.given
    t.same(more, [])
    const [pair = '', ...given] = line.split('; ')
    t.match(pair, new RegExp(`^${name}=[\\w-]{43}$`))
    t.same(given.toSorted(), expected.toSorted())
  }
})

t.test('passwords do not cross a network in the clear', async (t) => {
  const { app } = await openDoors(t)
  const answer = await app.inject({
    method: 'POST',
    url: '/api/session',
    remoteAddress: '203.0.113.9',
    headers: { origin },
    payload: { organisation: 'acme', person: 'taro', password },
  })
  t.equal(answer.statusCode, 403)
})
