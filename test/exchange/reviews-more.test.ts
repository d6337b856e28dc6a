// Review beside everything else: references, changes, gates, time, and what others notice of it.
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { escalateReviews } from '../../src/exchange/escalate-reviews.ts'
import type { ReviewEntry } from '../../src/exchange/list-reviews.ts'
import type { Preview } from '../../src/exchange/preview.ts'
import { redrawAsked } from '../../src/exchange/redraw.ts'
import { type Isac, named, openIsac } from '../fixture/isac.ts'
import type { Answer } from '../fixture/isac-client.ts'
import { byPattern, indicator, marking, relationship, type Thing } from '../fixture/isac-object.ts'
import { decide, doubtful, reviews, rule, sees } from './reviewing.ts'

t.test('what refers to something that waits, waits with it', async (t) => {
  const hub = await openIsac(t, rule('flagged'))
  const held = doubtful()
  const other = indicator('green')
  const link = relationship('green', [held.id, 'related-to', other.id])
  await hub.as('a').share([link, other, held])
  const polled = await hub.as('b').poll()
  t.notMatch(JSON.stringify(polled), held.id)
  t.ok(byPattern(polled, other))
  const entries = await reviews(hub, 'd@d')
  t.equal(entries.length, 2)
  const of = (id: string) => entries.find(({ object }) => object.id === id)
  t.match(of(link.id)?.findings, [{ check: 'refers-to-held', text: held.id }])
  t.equal((await decide(hub, 'd@d', of(link.id), 'release')).status, 422)
  t.equal((await decide(hub, 'd@d', of(held.id), 'release')).status, 200)
  const left = await reviews(hub, 'd@d')
  t.equal(left.length, 1)
  t.equal((await decide(hub, 'd@d', left[0], 'release')).status, 200)
  const after = await hub.as('b').poll()
  const shown = after.find(({ type }) => type === 'relationship')
  t.ok(shown && after.some(({ id }) => id === shown.source_ref), 'whole for its viewers')
})

t.test('a change of the text after its release is due again', async (t) => {
  const hub = await openIsac(t, rule('flagged'))
  const held = doubtful({ labels: ['one'] })
  await hub.as('a').share([held])
  const [entry] = await reviews(hub, 'd@d')
  await decide(hub, 'd@d', entry, 'release')
  t.ok(await sees(hub, 'b', held))
  await hub.change((text) => {
    Object.assign(named(text.groups, 'g1'), { allow: { labels: [] } })
  })
  await redrawAsked(hub.ctx)
  t.notOk(await sees(hub, 'b', held))
  const [again] = await reviews(hub, 'd@d')
  t.ok(again)
  t.equal((await decide(hub, 'd@d', again, 'release')).status, 200)
  t.ok(await sees(hub, 'b', held))
})

t.test('gates combine: the review, then what else it waits for', async (t) => {
  const hub = await openIsac(t, rule('flagged'))
  const held = doubtful()
  await hub.as('a').share([held], { approval: true })
  const [entry] = await reviews(hub, 'd@d')
  t.equal((await decide(hub, 'd@d', entry, 'release')).json.state, 'released')
  t.notOk(await sees(hub, 'b', held))
  const waiting = (await hub.as('a@a').ask('GET', '/api/gates')).json.gates as {
    gate: string
    rendition_id: string
    digest: string
  }[]
  t.ok(waiting.every(({ gate }) => gate === 'approval'))
  const forms = waiting.map(({ rendition_id, digest }) => ({ rendition_id, digest }))
  const passed = await hub.as('a@a').ask('POST', '/api/gates/pass', { collection: 'one', forms })
  t.equal(passed.status, 200, passed.text)
  t.ok(await sees(hub, 'b', held))
})

t.test('what waits too long is escalated', async (t) => {
  const hub = await openIsac(t, rule('always', { review_within: 'PT1H' }))
  await hub.as('a').share([indicator('green')])
  t.equal(await escalateReviews(hub.ctx), 0)
  t.same(await reviews(hub, 'e@e'), [], 'curators are asked first')
  await hub.stopClock(BigInt(Date.now() + 3_700_000) * 1000n)
  t.equal(await escalateReviews(hub.ctx), 1)
  t.equal(await escalateReviews(hub.ctx), 0, 'once')
  const [entry] = await reviews(hub, 'e@e')
  t.equal(entry?.escalated, true)
  t.equal((await decide(hub, 'e@e', entry, 'release')).status, 200)
})

t.test('TLP:RED and what nobody else gets are not read by reviewers', async (t) => {
  const hub = await openIsac(t, rule('always'))
  const unknown = marking({ definition_type: 'statement', definition: { statement: 'TLP:PURPLE' } })
  await hub.as('a@a').share([indicator('red')], { recipients: ['b@b'] })
  await hub.as('a').share([unknown, indicator(null, { object_marking_refs: [unknown.id] })])
  const seen = await reviews(hub, 'd@d')
  t.notOk(seen.some(({ object }) => object.type === 'indicator'))
})

const pageOf = async (t: Test, hub: Isac, next: string): Promise<ReviewEntry[]> => {
  const answer = await hub.as('d@d').ask('GET', `/api/reviews?limit=2${next}`)
  t.equal(answer.status, 200, answer.text)
  const entries = answer.json.entries as ReviewEntry[]
  const { next: more } = answer.json
  return more === undefined ? entries : [...entries, ...(await pageOf(t, hub, `&next=${more}`))]
}

t.test('pages, oldest first; what was read is in the ledger', async (t) => {
  const hub = await openIsac(t, rule('always'))
  const things = [indicator('green'), indicator('green'), indicator('green'), indicator('green')]
  for (const thing of things) await hub.as('a').share([thing])
  t.same(
    (await pageOf(t, hub, '')).map(({ object }) => object.id),
    things.map(({ id }) => id),
  )
  t.equal((await hub.as('d@d').ask('GET', '/api/reviews?next=x')).status, 400)
  const rows = await hub.query(`select canonical from ledger where canonical like '%"reviews"%'`)
  t.ok(rows.rows.length >= 2)
})

t.test('warning lists are the operator’s, and count from the next submission on', async (t) => {
  const hub = await openIsac(t, (text) => {
    rule('flagged')(text)
    named(text.organisations, 'f').people = [{ name: 'f', roles: ['hub-admin'] }, { name: 'aide' }]
  })
  const list = { name: 'Made-up CDN', type: 'cidr', version: 2, list: ['203.0.0.0/16'] }
  const put = (who: string, body: object = list) =>
    hub.as(who).ask('PUT', '/api/warning-lists', body)
  const before = indicator('green')
  await hub.as('a').share([before])
  t.ok(await sees(hub, 'b', before))
  for (const who of ['a@a', 'd@d', 'f']) t.equal((await put(who)).status, 403, who)
  t.equal((await put('f@f', { ...list, type: 'regex' })).status, 400)
  t.equal((await put('f@f')).status, 204)
  const listed = await hub.as('f@f').ask('GET', '/api/warning-lists')
  t.match(listed.json.entries, [{ name: 'Made-up CDN', type: 'cidr', version: '2', entries: 1 }])
  const after = indicator('green')
  await hub.as('a').share([after])
  t.notOk(await sees(hub, 'b', after))
  const [entry] = await reviews(hub, 'd@d')
  t.match(entry?.findings, [{ check: 'warning-list', text: /Made-up CDN/ }])
  const url = `/api/warning-lists/${encodeURIComponent('Made-up CDN')}`
  t.equal((await hub.as('f@f').ask('DELETE', url)).status, 204)
  t.equal((await hub.as('f@f').ask('DELETE', url)).status, 404)
})

/** A busy machine says that it is busy, and nothing of what it keeps. */
const askCalmly = async (ask: () => Promise<Answer>): Promise<Answer> => {
  for (let asked = 0; ; asked++) {
    const answer = await ask()
    if (answer.status !== 503 || asked === 100) return answer
    await setTimeout(200)
  }
}

/** All that somebody may ask of a hub about something it may not see. */
const lookAround = async ({ as }: Isac, who: string, things: Thing[]): Promise<string[]> => {
  const seen: string[] = []
  const look = async (method: 'GET' | 'DELETE', url: string): Promise<void> => {
    const { status, text, headers } = await askCalmly(() => as(who).ask(method, url))
    const first = headers['x-taxii-date-added-first']
    const instance = text.replace(/urn:uuid:[0-9a-f-]+|"error_id":"[^"]+"/g, '')
    seen.push(`${who} ${method} ${url} ${status} ${first} ${headers['content-length']} ${instance}`)
  }
  for (const place of ['one', 'shared', 'open']) {
    const at = (rest: string) => as(who).at(place, rest)
    for (const rest of ['', 'objects/', 'objects/?limit=1', 'manifest/'])
      await look('GET', at(rest))
    for (const { id } of things) {
      await look('GET', at(`objects/${id}/`))
      await look('GET', at(`objects/${id}/versions/`))
      await look('GET', `/api/objects/${id}/explain?organisation=b`)
      await look('DELETE', at(`objects/${id}/`))
    }
  }
  await look('GET', '/api/gates')
  await look('GET', '/api/reviews')
  return seen
}

t.test('others notice nothing of what waits, in any way', async (t) => {
  const hub = await openIsac(t, rule('flagged'))
  const clean = indicator('clear')
  await hub.as('a').share([clean], { community: true })
  const held = doubtful()
  const link = relationship('clear', [held.id, 'related-to', clean.id])
  const watchers = ['b@b', 'd', 'aide@e', 'f', 'x', 'nobody']
  const look = async (): Promise<string[]> => {
    const seen: string[] = []
    for (const who of watchers) seen.push(...(await lookAround(hub, who, [held, link])))
    return seen
  }
  const before = await look()
  await hub.as('a').share([held, link], { community: true })
  const differing = async () => (await look()).filter((line, at) => line !== before[at])
  t.same(await differing(), [])
  const [entry] = await reviews(hub, 'd@d')
  await decide(hub, 'd@d', entry, 'refuse')
  t.same(await differing(), [], 'nor of a refusal')
  const other = doubtful()
  await hub.as('a').share([other], { community: true })
  const [next] = (await reviews(hub, 'd@d')).filter(({ object }) => object.id === other.id)
  await decide(hub, 'd@d', next, 'release')
  t.notSame(await differing(), [], 'but of a release')
})

t.test('what is previewed is what waits, and what is shown once it is released', async (t) => {
  const hub = await openIsac(t, rule('flagged'))
  const things = [indicator('clear'), doubtful({ description: 'ACME again, at 10.0.0.7' })]
  const body = { collection: 'one', objects: things }
  const told = (await hub.as('a').ask('POST', '/api/preview', body)).json as never as Preview
  await hub.as('a').share(things)
  const [, held] = told.objects
  t.ok(held?.warnings.some((each) => each.startsWith('held for review')))
  const [entry] = await reviews(hub, 'd@d')
  const forms = (held?.forms ?? []).filter(({ segment }) => segment !== 'owner')
  t.ok(forms.every(({ fate }) => fate === 'later' || fate === 'withheld'))
  for (const { segment, object, gate, fate } of forms) {
    const same = entry?.renditions.find((each) => each.segment === segment)
    if (fate === 'withheld') continue
    t.match(gate, /curation/)
    t.same(same?.object, object, segment)
  }
  await decide(hub, 'd@d', entry, 'release')
  const members = forms.find(({ segment }) => segment === 'members')
  t.same(byPattern(await hub.as('b').poll(), things[1] as Thing), members?.object)
  const [free] = told.objects
  const shown = free?.forms.find(({ segment }) => segment === 'members')
  t.same(byPattern(await hub.as('b').poll(), things[0] as Thing), shown?.object ?? things[0])
})
