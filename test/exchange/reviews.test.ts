// Review over HTTP: what is doubtful waits unseen until somebody who may has read it.
import t from 'tap'
import type { StatusResource } from '../../src/core/taxii/resource.ts'
import { named, openIsac } from '../fixture/isac.ts'
import { byPattern, indicator } from '../fixture/isac-object.ts'
import { decide, doubtful, reviews, rule, sees } from './reviewing.ts'

t.test('what is clean goes its way, what is doubtful waits', async (t) => {
  const hub = await openIsac(t, rule('flagged'))
  const clean = indicator('green')
  const held = doubtful()
  const status = await hub.as('a').share([clean, held], { community: true })
  const told = status.successes?.find(({ id }) => id === held.id)
  t.equal(told?.message, 'held for review: it names the owner or its assets')
  t.ok(await sees(hub, 'b', clean))
  t.notOk(await sees(hub, 'b', held))
  t.ok(await sees(hub, 'a', held), 'its owner sees it')
  t.notOk(await sees(hub, 'f', held, 'shared'), 'nor does the community')
  const [entry, ...others] = await reviews(hub, 'd@d')
  t.same(others, [])
  t.match(entry, {
    owner: 'a',
    group: 'g1',
    submission: status.id,
    needs: 1,
    escalated: false,
    object: { id: held.id, name: 'seen at ACME' },
    findings: [{ check: 'names-found', path: '/name', text: 'ACME', words: { ja: /提供元/ } }],
  })
  const members = entry?.renditions.find(({ segment }) => segment === 'members')
  t.equal(members?.state, 'waiting')
  t.notMatch(JSON.stringify(members?.object), /ACME/)
  t.ok(members?.diff.some(({ path }) => path === '/name'))
  const released = await decide(hub, 'd@d', entry, 'release')
  t.same(released.json, { state: 'released', needs: 0 }, released.text)
  const after = await hub.as('a').ask('GET', `/taxii2/g1/status/${status.id}/`)
  const said = (after.json as StatusResource).successes?.find(({ id }) => id === held.id)
  t.equal(said?.message, 'released in review', 'its submitter learns of it')
  t.ok(await sees(hub, 'b', held))
  t.ok(await sees(hub, 'f', held, 'shared'))
  t.same(await reviews(hub, 'd@d'), [])
  const shown = byPattern(await hub.as('b').poll(), held)
  t.same(shown, members?.object, 'what was read is what is shown')
})

t.test('only reviewers of the group find it', async (t) => {
  const hub = await openIsac(t, rule('always'))
  const held = indicator('green')
  await hub.as('a').share([held])
  const [entry] = await reviews(hub, 'd@d')
  t.equal(entry?.findings[0]?.check, 'always-reviewed')
  // Another steward's org-admin may review, and has nothing to do where there are curators.
  t.same(await reviews(hub, 'e@e'), [])
  t.equal((await decide(hub, 'e@e', entry, 'release')).status, 404)
  for (const who of ['d', 'b@b', 'a@a', 'aide@e', 'f@f']) {
    t.equal((await hub.as(who).ask('GET', '/api/reviews')).status, 403, who)
    t.equal((await decide(hub, who, entry, 'release')).status, 403, who)
  }
  t.equal((await hub.as('nobody').ask('GET', '/api/reviews')).status, 401)
  t.equal((await decide(hub, 'nobody', entry, 'release')).status, 401)
  t.equal((await hub.as('d@d').ask('POST', '/api/reviews/x/release', {})).status, 404)
  const gates = await hub.as('d').ask('GET', '/api/gates')
  t.same(gates.json.gates, [], 'nor is it among the gates of others')
  const own = await hub.as('a').ask('GET', '/api/gates')
  const list = own.json.gates as { gate: string; acts: string[] }[]
  t.ok(list.length > 0 && list.every(({ acts }) => acts.length === 0))
  t.notOk(await sees(hub, 'b', held))
})

t.test('who is left out does not review it', async (t) => {
  const hub = await openIsac(t, rule('always'))
  await hub.as('a').share([indicator('green')], { exclude: ['d'] })
  t.same(await reviews(hub, 'd@d'), [])
})

t.test('a refusal keeps it with its owner and reaches the status', async (t) => {
  const hub = await openIsac(t, rule('flagged'))
  const held = doubtful()
  const { id } = await hub.as('a').share([held])
  const [entry] = await reviews(hub, 'd@d')
  t.equal((await decide(hub, 'd@d', entry, 'refuse', { reason: '' })).status, 400)
  const answer = await decide(hub, 'd@d', entry, 'refuse', { reason: '被害企業の名前があります' })
  t.same(answer.json, { state: 'refused', needs: 0 }, answer.text)
  const status = await hub.as('a').ask('GET', `/taxii2/g1/status/${id}/`)
  t.match(status.json, {
    success_count: 0,
    failure_count: 1,
    failures: [{ id: held.id, message: 'refused in review: 被害企業の名前があります' }],
  })
  t.ok(await sees(hub, 'a', held))
  t.notOk(await sees(hub, 'b', held))
  await hub.change((text) => {
    text.hub.title = 'Another title'
    Object.assign(named(text.groups, 'g1'), { consent: 'group' })
  })
  t.notOk(await sees(hub, 'b', held), 'also when it is drawn anew')
  const explained = await hub.as('a').ask('GET', `/api/objects/${held.id}/explain?organisation=b`)
  t.match(explained.text, /review-refused/)
  const better = { ...held, modified: '2026-02-01T00:00:00.000Z', name: 'seen at a member' }
  await hub.as('a').share([better])
  t.ok(await sees(hub, 'b', held), 'a better version goes its way')
})

t.test('two persons, where the group demands it', async (t) => {
  const hub = await openIsac(t, rule('flagged', {}, true))
  const held = doubtful()
  await hub.as('a').share([held])
  const [entry] = await reviews(hub, 'd@d')
  t.equal(entry?.needs, 2)
  t.same((await decide(hub, 'd@d', entry, 'release')).json, { state: 'open', needs: 1 })
  t.same(
    (await decide(hub, 'd@d', entry, 'release')).json,
    { state: 'open', needs: 1 },
    'not twice',
  )
  t.notOk(await sees(hub, 'b', held))
  const [again] = await reviews(hub, 'aide@d')
  t.match(again?.approvals, [{ person: 'd', organisation: 'd' }])
  t.same((await decide(hub, 'aide@d', again, 'release')).json, { state: 'released', needs: 0 })
  t.ok(await sees(hub, 'b', held))
})

t.test('a reviewer does not release what it shared itself', async (t) => {
  const hub = await openIsac(t, rule('always'))
  await hub.as('d@d').share([indicator('green')])
  const [entry] = await reviews(hub, 'd@d')
  t.equal((await decide(hub, 'd@d', entry, 'release')).status, 422)
  t.equal((await decide(hub, 'aide@d', entry, 'release')).status, 200)
})

t.test('narrowed: stricter in the bytes and in the audience, never wider', async (t) => {
  const hub = await openIsac(t, rule('flagged'))
  const held = doubtful()
  await hub.as('a').share([held], { community: true })
  const [entry] = await reviews(hub, 'd@d')
  const bad = await decide(hub, 'd@d', entry, 'narrow', { tlp: 'green' })
  t.equal(bad.status, 422)
  t.equal((await decide(hub, 'd@d', entry, 'narrow')).status, 400)
  const done = await decide(hub, 'd@d', entry, 'narrow', { tlp: 'amber', exclude: ['c'] })
  t.same(done.json, { state: 'open', needs: 1 }, done.text)
  t.equal((await decide(hub, 'd@d', entry, 'release')).status, 422, 'the text is another')
  const [again] = await reviews(hub, 'd@d')
  t.ok((await decide(hub, 'd@d', again, 'release')).status === 200)
  t.ok(await sees(hub, 'b', held))
  t.notOk(await sees(hub, 'c', held))
  t.notOk(await sees(hub, 'f', held, 'shared'))
  const shown = byPattern(await hub.as('b').poll(), held)
  t.same(shown?.object_marking_refs, ['marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421'])
  const own = byPattern(await hub.as('a').poll(), held)
  t.same(own, held, 'its owner has what it sent')
})
