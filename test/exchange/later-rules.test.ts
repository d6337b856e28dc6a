// A rule that changes is for every version of an object, not for its latest alone (V1), for what
// refers to it, and for what waits.
import t from 'tap'
import {
  indicator,
  malware,
  marked,
  namesOf,
  newId,
  openLater,
  relate,
  type Sent,
  soon,
} from './later-hub.ts'
import { home, hubText, open } from './preview-hub.ts'

const all = { community: true }
const acme = { created_by_ref: 'identity--0a0b0c0d-0000-4000-8000-000000000001' }
const plain = { object_marking_refs: undefined }

// name, the rules before, what changes, what both versions say, whom it is about, the names left
const changes: [string, string, [string, string], Sent, string, string[]][] = [
  [
    'the level of what is unmarked',
    hubText({ rail: 'consent: none\n    default_tlp: clear' }),
    ['default_tlp: clear', 'default_tlp: amber'],
    plain,
    'outsider',
    [],
  ],
  [
    'where a collection spreads to',
    hubText(),
    ['{ community: shared, public: open }', '{ public: open }'],
    {},
    'outsider',
    [],
  ],
  ['nothing', hubText(), ['Acme Rail', 'Acme Railway'], {}, 'outsider', ['one', 'two']],
]

for (const [name, text, [from, to], more, by, left] of changes) {
  t.test(`what changes is ${name}`, async (t) => {
    const hub = await openLater(t, text)
    const id = newId('malware')
    await hub.share(
      'acme',
      [malware(id, '10:20', 'one', more), malware(id, '11:20', 'two', more)],
      all,
    )
    t.same(namesOf(await hub.sees(by)), ['one', 'two'])
    t.ok(text.includes(from))
    await hub.change(text.replace(from, to))
    t.same(namesOf(await hub.sees(by)), left)
    t.same(namesOf(await hub.sees('acme')), ['one', 'two'], 'its owner has both')
  })
}

t.test('an asset that is named later leaves the earlier version', async (t) => {
  const text = hubText()
  const hub = await openLater(t, text)
  const id = newId('malware')
  await hub.share('acme', [malware(id, '10:20', 'Zebralon'), malware(id, '11:20', 'clean')], all)
  await hub.change(text.replace('[Acme, アクメ]', '[Acme, アクメ, Zebralon]'))
  for (const by of ['cargo', 'bolt', 'outsider']) {
    const shown = await hub.sees(by)
    t.notMatch(JSON.stringify(shown), /Zebralon/, by)
    t.ok(namesOf(shown).includes('clean'), `${by} is shown the other`)
  }
})

t.test('a consent that ends is for the earlier version', async (t) => {
  const text = hubText({ rail: 'consent: group' })
  const hub = await openLater(t, text)
  const id = newId('malware')
  await hub.share('acme', [malware(id, '10:20', 'one', acme), malware(id, '11:20', 'two', acme)])
  t.match(await hub.sees('cargo'), [acme, acme])
  await hub.change(text.replace('consent: group', 'consent: none'))
  const shown = await hub.sees('cargo')
  t.notMatch(JSON.stringify(shown), acme.created_by_ref)
  t.equal(new Set(shown.map((each) => each.id)).size, 1, 'under one id')
  t.ok(namesOf(shown).includes('two'))
})

t.test('what a changed rule hides stays hidden, and what is withdrawn goes', async (t) => {
  const text = hubText()
  const hub = await openLater(t, text)
  const id = newId('indicator')
  const versions = [indicator(id, '10:20', 'evil.example'), indicator(id, '11:20', 'zebra.example')]
  await hub.share('acme', versions, all)
  await hub.change(text.replace('[acme.example]', '[acme.example, zebra.example]'))
  t.same(await hub.sees('cargo'), [], 'the later one governs')
  await hub.share('acme', [indicator(id, '12:20', 'later.example')], { exclude: ['cargo'] })
  t.same(await hub.sees('cargo'), [], 'the later one governs')
  t.match(await hub.sees('bolt'), [{ pattern: /later/ }])
  t.equal(await hub.withdraw('acme', id), 200)
  for (const by of ['cargo', 'bolt', 'outsider']) t.same(await hub.sees(by), [], by)
})

t.test('what is announced again is found when it is narrowed', async (t) => {
  const hub = await openLater(t, hubText())
  const id = newId('malware')
  await hub.share('acme', [malware(id, '10:20', 'one'), malware(id, '11:20', 'two')], all)
  t.equal(await hub.withdraw('acme', id, '?match[version]=last'), 200)
  for (const by of ['cargo', 'bolt']) t.same(namesOf(await hub.sees(by)), ['one'], by)
  await hub.share('acme', [malware(id, '12:20', 'three')], { exclude: ['cargo'] })
  t.same(await hub.sees('cargo'), [])
  t.same(namesOf(await hub.sees('bolt')), ['one', 'three'])
  t.equal(await hub.withdraw('acme', id), 200)
  for (const by of ['cargo', 'bolt', 'outsider']) t.same(await hub.sees(by), [], by)
})

t.test('references to what was sent with other wishes', async (t) => {
  const text = hubText()
  for (const wishes of [
    [{ purpose: 'one' }, {}],
    [{}, { purpose: 'one' }],
  ] as const) {
    const hub = await openLater(t, text)
    const [target, other, link] = [newId('indicator'), newId('malware'), newId('relationship')]
    await hub.share('acme', [indicator(target, '10:20', 'zebra.example')], { ...all, ...wishes[0] })
    const referring = [malware(other, '10:20', 'other'), relate(link, other, target)]
    await hub.share('acme', referring, { ...all, ...wishes[1] })
    t.equal((await hub.sees('cargo')).length, 3)
    await hub.change(text.replace('[acme.example]', '[acme.example, zebra.example]'))
    for (const by of ['cargo', 'outsider']) {
      const shown = await hub.sees(by)
      const ids = new Set(shown.map(({ id }) => id))
      const named = shown.flatMap(({ source_ref, target_ref }) => [source_ref, target_ref])
      t.same(
        named.filter((each) => each !== undefined && !ids.has(each)),
        [],
        by,
      )
      t.ok(namesOf(shown).includes('other'), `${by} is shown the rest`)
    }
  }
})

// what comes while it waits, by whom it may not be seen then, and where
const gates: [[string, string], string | null, string][] = [
  [['publish_gate: automatic', 'publish_gate: review'], null, open],
  [['consent: none', 'consent: none\n    provider_approval: true'], 'cargo', home],
]
for (const [[from, to], by, collection] of gates) {
  t.test(`a gate that comes while something waits: ${to.trim()}`, async (t) => {
    const text = hubText()
    t.ok(text.includes(from))
    for (const next of [text, text.replace(from, to)]) {
      const hub = await openLater(t, text)
      const sent = malware(newId('malware'), '10:20', 'one', {
        object_marking_refs: [marked.clear],
      })
      await hub.share('acme', [sent], { ...all, not_before: soon() })
      await hub.change(next)
      await hub.pass()
      const shown = namesOf(await hub.sees(by, collection))
      t.same(shown, next === text ? ['one'] : [], next === text ? 'control' : 'it waits for it')
    }
  })
}
