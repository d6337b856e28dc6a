// What the admin API keeps from those who ask: who is inside a member, whose key is whose, what
// others share, and what was left unsaid when something was shared.
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { noticeWebhooks, sendNotice } from '../../src/exchange/notice-webhooks.ts'
import type { Publication } from '../../src/exchange/publication.ts'
import { resumeSubmissions } from '../../src/exchange/resume.ts'
import { type Hub, openHubPeople } from '../fixture/hub-people.ts'
import { named } from '../fixture/isac.ts'
import { byPattern, indicator } from '../fixture/isac-object.ts'
import { openAccountHub } from './account-hub.ts'

/** The words of an entry, as they are sent back. */
const wordsOf = (entry: Record<string, unknown>): Record<string, unknown> => {
  const { etag: _, level: __, can_read: ___, can_write: ____, ...words } = entry
  return words
}

t.test('a steward knows who is a member, and not who and what is in it', async (t) => {
  const hub = await openHubPeople(t, (file) => {
    named(file.organisations, 'c').identities = ['identity--0ac3e000-0000-4000-8000-00000000000c']
    Object.assign(named(file.organisations, 'c'), {
      assets: { domains: ['core.example'] },
      default_tlp: 'amber',
      agreements: [{ name: 'elsewhere', version: 1 }],
      clearances: [{ name: 'attribution' }],
    })
  })
  const d = hub.by('d@d')
  const { etag, ...told } = (await d('GET', '/api/organisations/c')).json()
  t.same(told, {
    ...{ name: 'c', title: 'Core Ltd.', kind: 'company', sectors: [], country: 'JP' },
    ...{ status: 'active', identities: [], assets: {}, vouches: [], client_of: [] },
    ...{ credentials: [], people: [], agreements: [], clearances: [], last_seen: null },
  })
  const { entries } = (await d('GET', '/api/organisations')).json()
  const c = entries.find(({ name }: { name: string }) => name === 'c')
  t.same(c.groups, [{ name: 'g1', level: 'contributor' }], 'nor in which other groups it is')
  for (const rest of ['people', 'credentials']) {
    t.equal((await d('GET', `/api/organisations/c/${rest}`)).statusCode, 403, rest)
    t.equal((await hub.by('hub@hub')('GET', `/api/organisations/c/${rest}`)).statusCode, 200)
  }
  const whole = (await hub.by('hub@hub')('GET', '/api/organisations/c')).json()
  t.match(whole, { assets: { domains: ['core.example'] }, people: [{ name: 'aide' }, {}] })
})

t.test('nobody gives itself the key of a person that has more', async (t) => {
  const hub = await openHubPeople(t, (file) => {
    const a = named(file.organisations, 'a')
    a.people = [
      { name: 'a', roles: ['org-admin'] },
      { name: 'aide', roles: ['auditor'] },
      { name: 'kei', roles: ['analyst'] },
    ]
  })
  const base = '/api/organisations/a/credentials'
  const keyOf = (person: string) => ({ name: `new-${person}`, kind: 'person', person })
  const words = (await hub.by('a@a')('GET', '/api/organisations/a')).json()
  const { etag: _, last_seen: __, ...entry } = words
  const username = { username: 'aide', password: 'seven pears on a cold roof' }
  const credentials = entry.credentials.map((one: { name: string }) =>
    one.name === 'aide-key' ? { ...one, basic: username } : one,
  )
  const cases: [string, 'POST' | 'PUT', string, object, number][] = [
    ['a@a', 'POST', base, keyOf('aide'), 403],
    ['a@a', 'POST', `${base}/aide-key/rotate`, {}, 403],
    ['a@a', 'PUT', '/api/organisations/a', { ...entry, credentials }, 403],
    ['a@a', 'PUT', '/api/organisations/a', entry, 200],
    ['a@a', 'POST', base, keyOf('kei'), 201],
    ['hub@hub', 'POST', base, keyOf('aide'), 201],
    ['hub@hub', 'POST', `${base}/aide-key/rotate`, {}, 200],
  ]
  for (const [who, method, url, body, status] of cases) {
    const answer = await hub.by(who)(method, url, body)
    t.equal(answer.statusCode, status, `${who} ${url} ${answer.body.slice(0, 200)}`)
  }
})

t.test('a session without a second factor makes no key that stands for a person', async (t) => {
  const hub = await openAccountHub(t)
  const browser = await hub.as('org-admin', 'acme')
  const base = '/api/organisations/acme/credentials'
  const wish = { name: 'own', kind: 'person', person: 'kei' }
  t.equal((await browser.ask('POST', base, wish)).status, 403)
  t.equal((await browser.ask('POST', `${base}/taro-key/rotate`, {})).status, 403)
  t.equal((await browser.ask('POST', base, { name: 'new-feed' })).status, 201)
  await hub.query('update session set second_factor_at = clock_timestamp()')
  const done = await browser.ask('POST', base, wish)
  t.equal(done.status, 201, done.text)
})

t.test('what is read and sent back keeps its review', async (t) => {
  const hub = await openHubPeople(t, (file) => {
    Object.assign(named(file.collections, 'one'), { review: 'always', review_within: 'PT4H' })
    Object.assign(named(file.groups, 'g1'), { two_person: true })
  })
  const d = hub.by('d@d')
  for (const url of ['/api/groups/g1', '/api/collections/g1/one']) {
    const sent = await d('PUT', url, wordsOf((await d('GET', url)).json()))
    t.equal(sent.statusCode, 200, sent.body)
  }
  const kept = await hub.query(`select review, review_within, two_person from collection c
    join trust_group g on g.id = c.group_id where c.name = 'one'`)
  t.same(kept.rows, [{ review: 'always', review_within: 'PT4H', two_person: true }])
})

const changeGroup = async (hub: Hub, changes: object): Promise<void> => {
  const d = hub.by('d@d')
  const words = wordsOf((await d('GET', '/api/groups/g1')).json())
  const answer = await d('PUT', '/api/groups/g1', { ...words, ...changes })
  if (answer.statusCode !== 200) throw new Error(answer.body)
}

t.test('a steward loosens nothing that was shared before', async (t) => {
  const hub = await openHubPeople(t)
  const [silent, again, unmarked] = [indicator('green'), indicator('green'), indicator(null)]
  await hub.as('a').share([silent])
  await hub.as('a').share([unmarked], { community: true })
  const sourceOf = async (thing: typeof silent) =>
    byPattern(await hub.as('b').poll(), thing)?.created_by_ref
  t.not(await sourceOf(silent), silent.created_by_ref)
  await changeGroup(hub, { consent: 'everyone', default_tlp: 'green' })
  await changeGroup(hub, { consent: 'none' })
  await changeGroup(hub, { consent: 'group' })
  t.ok(await sourceOf(silent), 'it is there still')
  t.not(await sourceOf(silent), silent.created_by_ref, 'who shared it is not told')
  t.equal(byPattern(await hub.as('f').poll('', 'shared'), unmarked), undefined, 'nor to more')
  await hub.as('a').share([again])
  t.equal(await sourceOf(again), again.created_by_ref, 'what is shared now is told as said')
  const fresh = indicator(null)
  await hub.as('a').share([fresh], { community: true })
  t.ok(byPattern(await hub.as('f').poll('', 'shared'), fresh))
})

/** Holds back what is being published until `release`, as a busy or a dead process does. */
const holdPublisher = ({ ctx }: Hub) => {
  const { publisher } = ctx
  const gate = Promise.withResolvers<void>()
  const publish = async (one: Publication) => {
    await gate.promise
    return publisher.publish(one)
  }
  ctx.publisher = { ...publisher, publish }
  return {
    die: () => {
      ctx.publisher = publisher
    },
    release: () => {
      ctx.publisher = publisher
      gate.resolve()
    },
  }
}

/** Waits until what `a` submitted is published. */
const settle = async (hub: Hub, id: unknown): Promise<void> => {
  const url = `/taxii2/g1/status/${id}/`
  for (let asked = 0; asked < 300; asked++) {
    if ((await hub.as('a').ask('GET', url)).json.status === 'complete') return
    await setTimeout(100)
  }
  throw new Error('not published')
}

for (const how of ['resumed', 'late'] as const) {
  t.test(`a steward loosens nothing that waits to be published, ${how}`, async (t) => {
    const hub = await openHubPeople(t, undefined, { postWaitMs: 20 })
    const held = holdPublisher(hub)
    const [silent, unmarked] = [indicator('green'), indicator(null)]
    const answers = [
      await hub.as('a').post([silent]),
      await hub.as('a').post([unmarked], { community: true }),
    ]
    t.strictSame(
      answers.map(({ json }) => json.status),
      ['pending', 'pending'],
    )
    if (how === 'resumed') held.die()
    await changeGroup(hub, { consent: 'everyone', default_tlp: 'green' })
    if (how === 'resumed') await resumeSubmissions(hub.ctx, -1_000)
    else held.release()
    for (const { json } of answers) await settle(hub, json.id)
    const seen = byPattern(await hub.as('b').poll(), silent)
    t.ok(seen, 'it is there')
    t.not(seen?.created_by_ref, silent.created_by_ref, 'who shared it is not told')
    t.equal(byPattern(await hub.as('f').poll('', 'shared'), unmarked), undefined, 'nor to more')
    const again = indicator('green')
    await hub.as('a').share([again])
    const told = byPattern(await hub.as('b').poll(), again)
    t.equal(told?.created_by_ref, again.created_by_ref, 'what is shared now is told as said')
  })
}

t.test('what was drawn before a steward tightened is not published after', async (t) => {
  const hub = await openHubPeople(t, undefined, { postWaitMs: 20 })
  await changeGroup(hub, { consent: 'everyone' })
  const held = holdPublisher(hub)
  const thing = indicator('green')
  const { json } = await hub.as('a').post([thing])
  await changeGroup(hub, { consent: 'none' })
  held.release()
  await settle(hub, json.id)
  const seen = byPattern(await hub.as('b').poll(), thing)
  t.ok(seen, 'it is there')
  t.not(seen?.created_by_ref, thing.created_by_ref, 'and does not tell who shared it')
})

t.test('how far others have read tells nothing of what is hidden', async (t) => {
  const hub = await openHubPeople(t)
  const uptake = async () => (await hub.by('d@d')('GET', '/api/home')).json().uptake
  const before = await uptake()
  t.ok(before.length > 0)
  await hub.as('a').share([indicator('green')], { exclude: ['d'] })
  t.same(await uptake(), before)
  await hub.as('a').share([indicator('green')])
  t.notSame(await uptake(), before, 'what is seen is counted')
})

t.test('an owner is not told that others share the same', async (t) => {
  const hub = await openHubPeople(t)
  const one = indicator('green', { created_by_ref: undefined })
  await hub.as('b').share([one], { exclude: ['a'] })
  await hub.as('a').share([one])
  const { audiences } = (await hub.by('a@a')('GET', `/api/objects/${one.id}`)).json()
  t.ok(audiences.length > 1)
  t.same(new Set(audiences.map(({ state }: { state: string }) => state)), new Set(['shown']))
})

t.test('a notice that waits is not sent once the collection is closed', async (t) => {
  const hub = await openHubPeople(t)
  const calls: string[] = []
  hub.ctx.outbound.post = async (_url, _headers, body) => {
    calls.push(body)
    return 200
  }
  await hub.query(`insert into webhook (organisation_id, url, secret)
    select id, 'https://soc.bolt.example/', 'secret' from organisation where name = 'b'`)
  const notices: Parameters<Parameters<typeof noticeWebhooks>[1]>[0][] = []
  const look = () => noticeWebhooks(hub.ctx, async (notice) => void notices.push(notice))
  await look()
  await hub.as('a').share([indicator('green')])
  await look()
  t.equal(notices.length, 1)
  await sendNotice(hub.ctx, notices[0]!)
  t.equal(calls.length, 1, 'as long as it reads there')
  const b = await hub.by('d@d')('PUT', '/api/groups/g1/members/b', { level: 'observer' })
  t.equal(b.statusCode, 200, b.body)
  await sendNotice(hub.ctx, notices[0]!)
  t.equal(calls.length, 1)
})
