// Who joins a group with `history: none` sees nothing of what was shared before, however it comes
// to be said again: a removal, a changed rule, a revocation, or something new that refers to it.
import t, { type Test } from 'tap'
import { noticeWebhooks } from '../../src/exchange/notice-webhooks.ts'
import { redrawAsked } from '../../src/exchange/redraw.ts'
import {
  grouping,
  indicator,
  type Later,
  malware,
  namesOf,
  newId,
  openLater,
  relate,
  type Sent,
  soon,
} from './later-hub.ts'
import { home, hubText, tokenOf } from './preview-hub.ts'

const hidden = 'consent: none\n    history: none\n    recall: true'
const everyone = hubText({ rail: hidden })
const withoutCargo = (text: string): string => text.replace('cargo: contributor, mssp', 'mssp')

const group = (id: string, object_refs: string[]): Sent =>
  grouping(id, object_refs, { name: 'group' })

/** Before cargo joins; bolt and mssp are members already, and shop is a client of mssp. */
const openBefore = (t: Test, text = everyone) => openLater(t, withoutCargo(text))

const manifestOf = async ({ hub }: Later, by: string): Promise<string[]> => {
  const path = `/taxii2/rail/collections/${home}/manifest/?match[version]=all`
  const { json } = await hub.ask('GET', path, tokenOf(by))
  return (json.objects ?? []).map(({ id }: { id: string }) => id)
}

/** By the object's own address, the manifest, the search and the explanation it is not there. */
const isNothing = async (t: Test, later: Later, id: string): Promise<void> => {
  t.equal((await later.reads('cargo', id)).status, 404)
  t.notOk((await manifestOf(later, 'cargo')).includes(id))
  t.ok((await manifestOf(later, 'bolt')).includes(id))
  const path = `/taxii2/rail/collections/${home}/objects/${id}/versions/`
  t.equal((await later.hub.ask('GET', path, tokenOf('cargo'))).status, 404)
}

t.test('an earlier version that is announced again', async (t) => {
  const later = await openBefore(t)
  const id = newId('malware')
  await later.share('acme', [malware(id, '10:20', 'one')])
  await later.share('acme', [malware(id, '11:20', 'two')])
  await later.hub.apply(everyone)
  t.same(await later.sees('cargo'), [])
  await later.withdraw('acme', id, '?match[version]=last')
  t.same(await later.sees('cargo'), [])
  t.same(namesOf(await later.sees('bolt')), ['one'])
  await isNothing(t, later, id)
  await later.change(everyone.replace('Acme Rail', 'Acme Railway'))
  t.same(await later.sees('cargo'), [], 'nor drawn anew after that')
  t.same(namesOf(await later.sees('bolt')), ['one'])
  await later.share('acme', [malware(id, '12:20', 'three')])
  t.same(namesOf(await later.sees('cargo')), ['three'], 'a version made since is new')
})

t.test('what a changed rule draws anew', async (t) => {
  const later = await openBefore(t)
  const [a, b, g] = [newId('malware'), newId('malware'), newId('grouping')]
  const old = [malware(a, '10:20', 'of Zebralon'), malware(b, '10:20', 'b'), group(g, [a, b])]
  await later.share('acme', old)
  await later.hub.apply(everyone)
  t.same(await later.sees('cargo'), [])
  await later.change(everyone.replace('terms: [Acme', 'terms: [Zebralon, Acme'))
  const shown = await later.sees('bolt')
  t.same(namesOf(shown).sort(), ['b', 'group', 'of [VICTIM-1]'])
  t.same(await later.sees('cargo'), [])
  await isNothing(t, later, String(shown.find(({ name }) => name === 'of [VICTIM-1]')?.id))
  await later.change(everyone.replace('terms: [Acme', 'terms: [Zebra, Acme'))
  t.same(namesOf(await later.sees('bolt')).sort(), ['b', 'group', 'of Zebralon'])
  t.same(await later.sees('cargo'), [], 'however often')
})

t.test('a stub of what was never shown', async (t) => {
  const later = await openBefore(t)
  const [old, fresh] = [newId('indicator'), newId('indicator')]
  await later.share('acme', [indicator(old, '10:20', 'secret.example')])
  await later.hub.apply(everyone)
  await later.share('acme', [indicator(fresh, '10:20', 'fresh.example')])
  const revoked = { revoked: true }
  await later.share('acme', [indicator(old, '11:20', 'secret.example', revoked)])
  await later.share('acme', [indicator(fresh, '11:20', 'fresh.example', revoked)])
  t.match(await later.sees('cargo'), [{ id: fresh, revoked: true }], 'but of what was (V4)')
  t.same((await later.sees('cargo')).length, 1)
  t.same((await later.sees('bolt')).map(({ id }) => id).sort(), [old, fresh].sort())
  await isNothing(t, later, old)
  await later.change(everyone.replace('terms: [Acme', 'terms: [secret, Acme'))
  t.same(
    (await later.sees('cargo')).map(({ id }) => id),
    [fresh],
  )
})

t.test('what is new and refers to what is old', async (t) => {
  const later = await openBefore(t)
  const [a, b, c] = [newId('malware'), newId('malware'), newId('malware')]
  const [g, far, near] = [newId('grouping'), newId('grouping'), newId('grouping')]
  await later.share('acme', [malware(a, '10:20', 'old')])
  await later.hub.apply(everyone)
  const link = newId('relationship')
  await later.share('acme', [
    ...[malware(b, '10:20', 'b'), malware(c, '10:20', 'c')],
    ...[group(g, [a, b]), group(far, [g, b]), group(near, [b, c])],
    relate(link, b, a),
  ])
  const told = (await later.sees('cargo')).map(({ id }) => id).sort()
  t.same(told, [b, c, near].sort(), 'nobody is shown an id he may not follow')
  const whole = await later.sees('bolt')
  t.same(whole.length, 7)
  t.match(
    whole.find(({ id }) => id === g),
    { object_refs: [a, b] },
    'others are shown all of it',
  )
  t.match(
    whole.find(({ id }) => id === far),
    { object_refs: [g, b] },
  )
  const later2 = newId('grouping')
  await later.share('acme', [group(later2, [far])])
  t.notOk(
    (await later.sees('cargo')).some(({ id }) => id === later2),
    'nor from further away',
  )
  t.match((await later.reads('bolt', later2)).objects, [{ object_refs: [far] }])
  await later.share('acme', [malware(a, '11:20', 'old, new')])
  const next = newId('grouping')
  await later.share('acme', [group(next, [a])])
  t.match((await later.reads('cargo', next)).objects, [{ object_refs: [a] }])
})

t.test('what others kept as well, when one of them takes it back', async (t) => {
  const later = await openBefore(t)
  const id = newId('malware')
  await later.share('acme', [malware(id, '10:20', 'same')])
  await later.share('mssp', [malware(id, '10:20', 'same')])
  await later.hub.apply(everyone)
  await later.withdraw('acme', id)
  await redrawAsked(later.hub.ctx)
  t.same(namesOf(await later.sees('bolt')), ['same'])
  t.same(await later.sees('cargo'), [])
})

t.test('the client of a member that joined later', async (t) => {
  const later = await openLater(t, everyone.replace(' mssp: contributor,', ''))
  const [old, fresh] = [newId('malware'), newId('malware')]
  await later.share('acme', [malware(old, '10:20', 'EvilTool')])
  await later.hub.apply(everyone)
  await later.change(everyone.replace('terms: [Acme', 'terms: [EvilTool, Acme'))
  await later.change(everyone)
  t.same(namesOf(await later.sees('bolt')), ['EvilTool'])
  t.same(await later.sees('shop'), [])
  await later.share('acme', [malware(fresh, '10:20', 'OtherTool')])
  t.same((await later.sees('shop')).length, 1)
})

t.test('what waited, and refers to what is old by the time it opens', async (t) => {
  const later = await openBefore(t)
  const [a, g] = [newId('malware'), newId('grouping')]
  await later.share('acme', [malware(a, '10:20', 'old')])
  await later.share('acme', [group(g, [a])], { not_before: soon() })
  await later.hub.apply(everyone)
  await later.pass()
  t.same(await later.sees('cargo'), [])
  t.same(namesOf(await later.sees('bolt')).sort(), ['group', 'old'])
})

t.test('where a group hides nothing, all of it is there', async (t) => {
  const text = hubText({ rail: 'consent: none\n    history: all' })
  const later = await openLater(t, withoutCargo(text))
  const id = newId('malware')
  await later.share('acme', [malware(id, '10:20', 'one'), malware(id, '11:20', 'two')])
  await later.hub.apply(text)
  t.same(namesOf(await later.sees('cargo')).sort(), ['one', 'two'])
  await later.withdraw('acme', id, '?match[version]=last')
  await later.change(text.replace('Acme Rail', 'Acme Railway'))
  t.same(namesOf(await later.sees('cargo')), ['one'])
  const { rows } = await later.hub.query(`select from audience where predicate like '%"past"%'`)
  t.same(rows.length, 0, 'and no audience says anything of it')
})

t.test('the explanation says why', async (t) => {
  const later = await openBefore(t)
  const id = newId('malware')
  await later.share('acme', [malware(id, '10:20', 'one'), malware(id, '11:20', 'two')])
  await later.hub.apply(everyone)
  await later.withdraw('acme', id, '?match[version]=last')
  const path = `/api/objects/${id}/explain?organisation=cargo`
  const { json } = await later.hub.ask('GET', path, tokenOf('acme'))
  t.equal(json.sees, false)
  t.match(JSON.stringify(json), /before-membership/)
})

t.test('a group that opens its past', async (t) => {
  const later = await openBefore(t)
  const id = newId('malware')
  await later.share('acme', [malware(id, '10:20', 'EvilTool')])
  await later.hub.apply(everyone)
  const drawn = everyone.replace('terms: [Acme', 'terms: [EvilTool, Acme')
  await later.change(drawn)
  t.same(await later.sees('cargo'), [], 'drawn anew for those who saw it')
  await later.change(drawn.replace('history: none', 'history: all'))
  t.same(namesOf(await later.sees('cargo')), ['[VICTIM-1]'])
  t.same(namesOf(await later.sees('bolt')), ['[VICTIM-1]'], 'once')
})

t.test('what opens since is new, and no newer for what is drawn anew after that', async (t) => {
  const alone = withoutCargo(everyone).replace('bolt: contributor, ', '')
  const later = await openLater(t, alone)
  const id = newId('malware')
  const name = 'of Zebralon'
  await later.share('acme', [malware(id, '10:20', name)], { not_before: soon() })
  await later.hub.apply(everyone.replace('bolt: contributor, ', ''))
  await later.pass()
  t.same(namesOf(await later.sees('cargo')), [name])
  await later.hub.apply(everyone)
  await later.hub.query(`update membership set since = to_timestamp(hub_clock() / 1000000)
    where organisation_id = (select id from organisation where name = 'bolt')`)
  await later.change(everyone.replace('terms: [Acme', 'terms: [Zebralon, Acme'))
  t.same(namesOf(await later.sees('cargo')), ['of [VICTIM-1]'])
  t.same(await later.sees('bolt'), [])
})

t.test('nobody is called for what is announced again of before its time', async (t) => {
  const later = await openBefore(t)
  const { hub } = later
  const id = newId('malware')
  await later.share('acme', [malware(id, '10:20', 'one'), malware(id, '11:20', 'two')])
  await hub.apply(everyone)
  await hub.query(`insert into webhook (organisation_id, url, secret)
    select id, 'https://' || name || '.example/hook', 'x' from organisation
    where name in ('bolt', 'cargo')`)
  const called = async (): Promise<number> => {
    let count = 0
    await noticeWebhooks(hub.ctx, async () => void count++)
    return count
  }
  t.equal(await called(), 0)
  await later.withdraw('acme', id, '?match[version]=last')
  t.equal(await called(), 1, 'bolt alone')
  await later.share('acme', [malware(newId('malware'), '10:20', 'new')])
  t.equal(await called(), 2)
})

t.test('a history of so many days', async (t) => {
  const text = everyone.replace('history: none', 'history: P30D')
  const later = await openBefore(t, text)
  const at = async (days: number): Promise<void> => {
    await later.hub.query(`create or replace function hub_clock() returns bigint language sql
      volatile as 'select ((extract(epoch from clock_timestamp()) - ${days} * 86400)
        * 1000000)::bigint'`)
  }
  const [far, near] = [newId('malware'), newId('malware')]
  await later.hub.query(`update membership set since = since - interval '50 days'`)
  await at(40)
  await later.share('acme', [malware(far, '10:20', 'far'), malware(far, '11:20', 'far, two')])
  await at(20)
  await later.share('acme', [malware(near, '10:20', 'near'), malware(near, '11:20', 'near, two')])
  await at(0)
  await later.hub.apply(text)
  t.same(namesOf(await later.sees('cargo')), ['near', 'near, two'])
  for (const id of [far, near]) await later.withdraw('acme', id, '?match[version]=last')
  const left = (await later.sees('cargo')).filter(({ revoked }) => !revoked)
  t.same(namesOf(left), ['near'])
  t.same(namesOf(await later.sees('bolt')), ['far', 'near'])
})

t.test('a group that begins to hide its past', async (t) => {
  const open = everyone.replace('history: none', 'history: all')
  const later = await openBefore(t, open)
  const [a, g] = [newId('malware'), newId('grouping')]
  await later.share('acme', [malware(a, '10:20', 'old')])
  await later.hub.apply(open)
  await later.share('acme', [group(g, [a])])
  t.same(namesOf(await later.sees('cargo')), ['old', 'group'])
  const { rows } = await later.hub.query(
    `select from object_version where forms::text like '%first%'
    and stix_id = $1`,
    [a],
  )
  t.same(rows, [], 'nothing is kept of it while it is where it was')
  await later.change(everyone)
  t.same(await later.sees('cargo'), [], 'nor what refers to it')
  t.same(namesOf(await later.sees('bolt')), ['old', 'group'])
  await later.change(open)
  t.same(namesOf(await later.sees('cargo')).sort(), ['group', 'old'])
})
