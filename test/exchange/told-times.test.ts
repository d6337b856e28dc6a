// V9 of what changes: under one id no two contents are ever told at one time, though the object was
// recalled, hidden for a while, or is told in another profile by now.
import t, { type Test } from 'tap'
import { redrawAsked } from '../../src/exchange/redraw.ts'
import { indicator, type Later, malware, newId, openLater, type Sent } from './later-hub.ts'
import { hubText, open, shared } from './preview-hub.ts'

const community = { community: true }

const viewers: [by: string | null, collection: string | undefined][] = [
  ['bolt', undefined],
  ['cargo', undefined],
  ['outsider', shared],
  [null, open],
]

/** Keeps all that viewers were ever told; the answer looks once more. */
const watch = (t: Test, hub: Later) => {
  const ever = new Map<string, string>()
  return async (step: string): Promise<Map<string, Sent[]>> => {
    const seen = new Map<string, Sent[]>()
    for (const [by, collection] of viewers) {
      const who = by ?? 'anybody'
      const shown = await hub.sees(by, collection)
      seen.set(who, shown)
      for (const object of shown) {
        const at = `${who} ${object.id} ${object.modified}`
        const content = JSON.stringify(object)
        t.equal(ever.get(at) ?? content, content, `${step}: ${at}`)
        ever.set(at, content)
      }
    }
    return seen
  }
}

t.test('shared again after a recall', async (t) => {
  const hub = await openLater(t, hubText({ rail: 'consent: none\n    recall: true' }), community)
  const look = watch(t, hub)
  const id = newId('malware')
  const now = () => ({ modified: new Date().toISOString() })
  await hub.share('acme', [malware(id, '10:20', 'Acme, first')])
  t.equal((await look('first')).get('outsider')?.length, 1)
  t.equal(await hub.withdraw('acme', id), 200)
  t.match((await look('recalled')).get('outsider'), [{ revoked: true }])
  await hub.share('acme', [malware(id, '10:20', 'Acme, again', now())])
  t.match((await look('again')).get('cargo')?.at(-1), { name: '[VICTIM-1], again' })
})

t.test('hidden and shown again', async (t) => {
  const text = hubText()
  const hub = await openLater(t, text, community)
  const look = watch(t, hub)
  const [id, other] = [newId('indicator'), newId('indicator')]
  const named = { name: 'Quux of Acme' }
  await hub.share('acme', [indicator(id, '10:20', 'zebralon.example', named)])
  await hub.share('acme', [
    indicator(other, '10:20', 'zebralon.example', named),
    indicator(other, '10:40', 'other.example', named),
  ])
  t.equal((await look('shown')).get('outsider')?.length, 3)
  const hiding = text.replace('[acme.example]', '[acme.example, zebralon.example]')
  await hub.change(hiding)
  t.equal((await look('hidden')).get('outsider')?.length, 1)
  await hub.change(text.replace('terms: [Acme', 'terms: [Quux, Acme'))
  const again = (await look('shown again')).get('cargo') ?? []
  t.match(
    again.filter((each) => String(each.pattern).includes('zebralon')),
    [{ name: '[VICTIM-1] of [VICTIM-2]' }, { name: '[VICTIM-1] of [VICTIM-2]' }],
  )
  await hub.change(hiding)
  await look('hidden again')
  await hub.change(text)
  t.ok(((await look('as at first')).get('outsider')?.length ?? 0) >= 2)
})

t.test('a collection it left and came back to', async (t) => {
  const text = hubText()
  const hub = await openLater(t, text, community)
  const look = watch(t, hub)
  const id = newId('indicator')
  const hosts = ['quux.example', 'evil.example'].map((host) => `[domain-name:value = '${host}']`)
  await hub.share('acme', [indicator(id, '10:20', '', { pattern: hosts.join(' OR ') })])
  t.match((await look('shown')).get('outsider'), [{ pattern: /quux/ }])
  await hub.change(text.replace('community: shared, ', ''))
  t.equal((await look('gone')).get('outsider')?.length, 0)
  await hub.change(text.replace('[acme.example]', '[acme.example, quux.example]'))
  const [back] = (await look('back')).get('outsider') ?? []
  t.match(back, { pattern: /evil/ })
  t.notMatch(back, { pattern: /quux/ })
})

t.test('an owner is not told that what it shares as well was taken back', async (t) => {
  const hub = await openLater(t, hubText({ rail: 'consent: none\n    recall: true' }))
  const revoke = (id: string) =>
    hub.share('acme', [indicator(id, '11:20', 'evil.example', { revoked: true })])
  const withdraw = (id: string) => hub.withdraw('acme', id)
  for (const [way, takeBack] of Object.entries({ revoke, withdraw })) {
    const id = newId('indicator')
    const sent = indicator(id, '10:20', 'evil.example')
    await hub.share('acme', [sent])
    await hub.share('bolt', [sent])
    for (const by of ['bolt', 'cargo']) t.equal((await hub.reads(by, id)).status, 200)
    await takeBack(id)
    await redrawAsked(hub.hub.ctx)
    const { objects } = await hub.reads('bolt', id)
    t.match(objects, [{ modified: '2026-01-02T10:20:00.000Z' }], way)
    t.equal(objects.length, 1, way)
    t.match((await hub.reads('cargo', id)).objects, [{ revoked: true }], `${way}: others are told`)
  }
})

t.test('told in another profile', async (t) => {
  const hub = await openLater(t, hubText(), community)
  const look = watch(t, hub)
  const id = newId('malware')
  await hub.share('acme', [malware(id, '10:20', 'one of Acme')])
  const [one] = (await look('as usual')).get('bolt') ?? []
  await hub.share('acme', [malware(id, '10:40', 'two of Acme')], { ...community, profile: 'P2' })
  const two = (await look('less exactly')).get('bolt')?.at(-1)
  t.equal(two?.id, one?.id, 'positive control: under the same id')
  t.ok(String(two?.modified) > String(one?.modified), 'later than before')
  t.notMatch(String(two?.modified), /T10:[24]0/, 'and no minute that it hides')
  await hub.share('acme', [malware(id, '10:50', 'three of Acme')])
  const three = (await look('as usual again')).get('bolt')?.at(-1)
  t.match(three, { id: one?.id, name: 'three of [VICTIM-1]' })
  t.ok(String(three?.modified) > String(two?.modified), 'it rises still')
})
