// Who is told of an object's later life: of a recall those who were shown it, of what closed
// nobody, of what is before a member's history not that member, of one owner's change no other.
import t from 'tap'
import { redrawAsked } from '../../src/exchange/redraw.ts'
import { malware, marked, namesOf, newId, openLater, relate, soon } from './later-hub.ts'
import { hubText, tokenOf } from './preview-hub.ts'

const all = { community: true }
const recalling = 'consent: none\n    recall: true'

t.test('a recall obeys the level of a credential', async (t) => {
  const hub = await openLater(t, hubText({ rail: recalling }))
  const id = newId('malware')
  await hub.share('acme', [malware(id, '10:20', 'one', { object_marking_refs: [marked.amber] })])
  t.same(namesOf(await hub.sees('cargo')), ['one'])
  t.same(await hub.sees('capped'), [])
  t.equal(await hub.withdraw('acme', id), 200)
  t.match(await hub.sees('cargo'), [{ revoked: true }])
  t.same(await hub.sees('capped'), [])
})

t.test('a recall of TLP:RED is for the person that was named', async (t) => {
  const hub = await openLater(t, hubText({ rail: recalling }))
  const id = newId('malware')
  const red = { object_marking_refs: [marked.red] }
  await hub.share('acme', [malware(id, '10:20', 'one', red)], { recipients: ['jiro@bolt'] })
  t.match(await hub.reads('jiro', id), { status: 200, objects: [{ name: 'one' }] })
  t.equal((await hub.reads('bolt', id)).status, 404)
  t.equal(await hub.withdraw('taro', id), 200)
  t.same(await hub.sees('bolt'), [])
  t.equal((await hub.reads('bolt', id)).status, 404)
  t.match(await hub.reads('jiro', id), { status: 200, objects: [{ revoked: true }] })
})

t.test('what is before a member’s history', async (t) => {
  const text = hubText({ rail: 'consent: none\n    history: none' })
  const without = text.replace('cargo: contributor, mssp', 'mssp').replace('cert: steward, ', '')
  const hub = await openLater(t, without)
  const id = newId('malware')
  await hub.share('acme', [malware(id, '10:20', 'one')])
  await hub.share('bolt', [malware(id, '10:20', 'one')])
  await hub.change(text)
  t.same(await hub.sees('cargo'), [])
  t.equal(await hub.withdraw('cargo', id), 404, 'as what was never there')
  t.equal(await hub.withdraw('cargo', newId('malware')), 404)
  t.equal(await hub.withdraw('mssp', id), 403, 'who sees it is told')
  const explain = `/api/objects/${id}/explain?organisation=bolt`
  t.equal((await hub.hub.ask('GET', explain, tokenOf('kaede'))).status, 404)
  const since = newId('malware')
  await hub.share('acme', [malware(since, '10:20', 'two')])
  const told = await hub.hub.ask('GET', explain.replace(id, since), tokenOf('kaede'))
  t.equal(told.status, 200, 'a steward is told of what came since')
})

t.test('a steward is not told that two members shared the same', async (t) => {
  const hub = await openLater(t, hubText())
  const id = newId('malware')
  await hub.share('acme', [malware(id, '10:20', 'one')])
  await hub.share('bolt', [malware(id, '10:20', 'one')])
  const explain = `/api/objects/${id}/explain?organisation=cargo`
  const { status, json } = await hub.hub.ask('GET', explain, tokenOf('kaede'))
  t.equal(status, 200)
  t.equal(json.versions.length, 1)
})

t.test('what one owner takes away, another shows', async (t) => {
  const hub = await openLater(t, hubText())
  const id = newId('malware')
  await hub.share('acme', [malware(id, '10:20', 'same')])
  await hub.share('bolt', [malware(id, '10:20', 'same')])
  await hub.share('acme', [malware(id, '10:40', 'same')], { exclude: ['bolt', 'cargo'] })
  for (const by of ['bolt', 'cargo']) t.same(namesOf(await hub.sees(by)), ['same'], by)
})

t.test('versions that close at once, the earlier one having come late', async (t) => {
  const hub = await openLater(t, hubText())
  const [id, other, link] = [newId('malware'), newId('malware'), newId('relationship')]
  const until = { ...all, not_after: soon() }
  await hub.share('acme', [malware(id, '11:20', 'two')], until)
  await hub.share('acme', [malware(id, '10:20', 'one')], until)
  await hub.share('acme', [malware(other, '10:20', 'other'), relate(link, other, id)], all)
  t.equal((await hub.sees('cargo')).length, 4)
  await hub.pass()
  for (const by of ['cargo', 'outsider']) {
    t.same(namesOf(await hub.sees(by)), ['other'], `${by}: nothing names what is gone`)
  }
})

t.test('a revoked version that comes late revokes for good', async (t) => {
  const text = hubText()
  const hub = await openLater(t, text)
  const id = newId('malware')
  await hub.share('acme', [malware(id, '11:20', 'two')], all)
  await hub.share('acme', [malware(id, '10:20', 'one', { revoked: true })], all)
  for (const next of [text, text.replace('[Acme, アクメ]', '[Acme, アクメ, Zebralon]')]) {
    await hub.change(next)
    for (const by of ['cargo', 'outsider']) t.match(await hub.sees(by), [{ revoked: true }], by)
  }
})

t.test('what opens under an id that another shows is told apart', async (t) => {
  const hub = await openLater(t, hubText())
  const id = newId('malware')
  await hub.share('bolt', [malware(id, '10:20', 'first')], { not_before: soon() })
  await hub.share('mssp', [malware(id, '10:20', 'second')])
  await hub.pass()
  await hub.sees('cargo')
  await redrawAsked(hub.hub.ctx)
  const shown = await hub.sees('cargo')
  t.same(namesOf(shown).sort(), ['first', 'second'])
  t.equal(new Set(shown.map((each) => each.id)).size, 2, 'under two ids')
})
