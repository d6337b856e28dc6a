// The first person of a hub, and those who are invited after it, over HTTP.
import t from 'tap'
import { offerSetUp } from '../../src/exchange/set-up.ts'
import type { AppliedHub } from '../fixture/applied-hub.ts'
import { openAccountHub, password } from './account-hub.ts'

const first = (token: string, changes: object = {}) => ({
  token,
  organisation: { name: 'office', title: 'Office of the ISAC' },
  person: { name: 'hana', email: 'hana@office.example' },
  password,
  ...changes,
})

const acts = async (hub: AppliedHub): Promise<string[]> => {
  await hub.ctx.ledger.settle()
  const { rows } = await hub.query(
    `select canonical from ledger where act = 'administer' order by seq`,
  )
  return rows
    .map(({ canonical }) => JSON.parse(canonical).entry.facts)
    .map(({ change, name, words }) => `${change} ${name}: ${words}`)
}

t.test('the holder of the link rules the hub, and nobody after', async (t) => {
  const hub = await openAccountHub(t, 'organisations: []')
  const earlier = (await offerSetUp(hub.ctx)) as string
  const link = (await offerSetUp(hub.ctx)) as string
  const browser = hub.browser()
  t.equal((await browser.open()).setup_needed, true)
  const faults: [string, object, number, RegExp][] = [
    ['an earlier link', first(earlier), 404, /Not Found/],
    ['a link nobody made', first('A'.repeat(43)), 404, /Not Found/],
    ['no link', first(''), 404, /Not Found/],
    [
      'a short password',
      first(link, { password: 'fourteen signs' }),
      422,
      /at least 15 characters/,
    ],
    ['what is guessed first', first(link, { password: 'Office-Hana-2026' }), 422, /guessed first/],
    ['a name that is none', first(link, { person: { name: 'Hana H.' } }), 422, /`person.name`/],
    ['more than is asked', first(link, { roles: ['auditor'] }), 400, /Unrecognized/],
  ]
  for (const [name, body, status, words] of faults) {
    const answer = await browser.ask('POST', '/api/setup', body)
    t.equal(answer.status, status, name)
    t.match(answer.text, words, name)
    t.same(browser.given, [], name)
  }
  t.equal((await browser.ask('POST', '/api/setup', first(link))).status, 204)
  t.match(await browser.open(), {
    signed_in: true,
    setup_needed: false,
    person: { organisation: 'office', name: 'hana', roles: ['hub-admin'], second_factor: 'none' },
  })
  t.equal((await hub.browser().open()).setup_needed, false)
  t.equal((await hub.browser().ask('POST', '/api/setup', first(link))).status, 404, 'once')
  t.equal(await offerSetUp(hub.ctx), null)
  t.same(await acts(hub), ['set up office/hana: hub-admin, of a new organisation'])
})

t.test('a link made before somebody else ruled the hub does not hold', async (t) => {
  const hub = await openAccountHub(t)
  const link = (await offerSetUp(hub.ctx)) as string
  await hub.as('hub-admin', 'hub')
  t.equal((await hub.browser().ask('POST', '/api/setup', first(link))).status, 404)
})

t.test('a link does not hold for ever', async (t) => {
  const hub = await openAccountHub(t)
  const link = (await offerSetUp(hub.ctx)) as string
  await hub.query("update invitation set expires_at = expires_at - interval '25 hours'")
  t.equal((await hub.browser().ask('POST', '/api/setup', first(link))).status, 404)
})

t.test('a person of the hub file may be the first, and keeps what it has', async (t) => {
  const hub = await openAccountHub(t)
  const link = (await offerSetUp(hub.ctx)) as string
  const organisation = { name: 'acme', title: 'Another title' }
  const browser = hub.browser()
  const service = first(link, { organisation, person: { name: 'feed' } })
  t.equal((await browser.ask('POST', '/api/setup', service)).status, 422, 'a service is no person')
  const body = first(link, { organisation, person: { name: 'taro' } })
  t.equal((await browser.ask('POST', '/api/setup', body)).status, 204)
  t.match((await browser.open()).person, {
    organisation_title: 'Acme Rail',
    email: 'Taro@acme.example',
    roles: ['approver', 'hub-admin', 'submitter'],
  })
})

const path = (organisation: string, person: string) =>
  `/api/organisations/${organisation}/people/${person}/invitation`

t.test('who invites whom', async (t) => {
  const hub = await openAccountHub(t)
  const cases: [string, string, string, string, number][] = [
    ['hub-admin', 'hub', 'acme', 'taro', 200],
    ['hub-admin', 'hub', 'hub', 'auditor', 200],
    ['org-admin', 'acme', 'acme', 'taro', 200],
    ['org-admin', 'acme', 'acme', 'nobody', 404],
    ['org-admin', 'acme', 'acme', 'feed', 404],
    ['org-admin', 'acme', 'acme', 'Taro@acme.example', 404],
    // Who has the link becomes the person: nobody becomes what it could not make of anybody.
    ['org-admin', 'acme', 'acme', 'curator', 404],
    ['org-admin', 'acme', 'acme', 'mixed', 404],
    ['org-admin', 'acme', 'bolt', 'jiro', 404],
    ['org-admin', 'acme', 'nowhere', 'jiro', 404],
    ['taro', 'acme', 'acme', 'kei', 403],
    ['curator', 'cert', 'acme', 'kei', 403],
    ['auditor', 'hub', 'acme', 'kei', 403],
  ]
  for (const [by, of, organisation, person, status] of cases) {
    const browser = await hub.as(by, of)
    const answer = await browser.ask('POST', path(organisation, person))
    t.equal(answer.status, status, `${by} of ${of} invites ${person} of ${organisation}`)
  }
})

t.test('an invitation is accepted once', async (t) => {
  const hub = await openAccountHub(t)
  const admin = await hub.as('org-admin', 'acme')
  const invite = async (): Promise<string> => {
    const { json } = await admin.ask('POST', path('acme', 'kei'))
    t.match(json.url, /^http:\/\/localhost\/invitation#[\w-]{43}$/)
    t.ok(Date.parse(json.expires) > Date.now())
    return json.url.split('#')[1]
  }
  const accept = (token: string, chosen = password) =>
    hub.browser().ask('POST', '/api/invitation/accept', { token, password: chosen })
  const earlier = await invite()
  const token = await invite()
  t.equal((await accept(earlier)).status, 404, 'the last one counts')
  t.equal((await accept(token, 'acme acme acme 1')).status, 422)
  const kei = hub.browser()
  t.equal((await kei.ask('POST', '/api/invitation/accept', { token, password })).status, 204)
  t.match((await kei.open()).person, { name: 'kei', organisation: 'acme' })
  t.equal((await accept(token)).status, 404, 'once')
  t.equal((await accept('no link')).status, 404)

  const again = await invite()
  t.equal((await accept(again, `another ${password}`)).status, 204)
  t.equal((await kei.open()).signed_in, false, 'whoever was kei before is nobody')
  t.equal((await hub.browser().signIn('acme', 'kei', password)).status, 401)

  const late = await invite()
  await hub.query("update invitation set expires_at = expires_at - interval '8 days'")
  t.equal((await accept(late)).status, 404)
  const suspended = await invite()
  await hub.query("update organisation set status = 'suspended' where name = 'acme'")
  t.equal((await accept(suspended)).status, 404)
  const told = (await acts(hub)).filter((act) => act.includes('acme/kei'))
  t.same(told.slice(1, 5), [
    'invite acme/kei: to sign in',
    'invite acme/kei: to sign in',
    'accept acme/kei: with a password',
    'invite acme/kei: to choose another password',
  ])
})
