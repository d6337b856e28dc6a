// What an owner has taken back leaves a trace for nobody: what refers to it hides its id for good
// (M12), what tells of it stays held, and no other version of it is told at a time that was told
// before (V9). What was never submitted here is referred to as ever.
import t, { type Test } from 'tap'
import { readKnown } from '../../src/exchange/known.ts'
import {
  grouping,
  type Later,
  malware,
  markedAs,
  newId,
  openLater,
  relate,
  type Shown,
} from './later-hub.ts'
import { home, hubText, open, shared, tokenOf } from './preview-hub.ts'

const viewers: [by: string | null, collection: string][] = [
  ['cargo', home],
  ['outsider', shared],
  [null, open],
]

const ofType = (objects: Shown[], type: string): Shown[] =>
  objects.filter((each) => each.type === type)

/** Nothing that anybody else sees holds any of these words. */
const isHidden = async (t: Test, hub: Later, words: string[], when: string) => {
  for (const [by, collection] of viewers) {
    const seen = JSON.stringify(await hub.sees(by, collection))
    for (const word of words) t.notMatch(seen, word, `${when}: ${by ?? 'the public'}, ${word}`)
  }
}

const community = { community: true }
const withAsset = (text: string): string => text.replace('terms: [Acme', 'terms: [Zebralon, Acme')
const told = 'About Quuxloader and what came with it'

t.test('an object that others were not shown is withdrawn', async (t) => {
  const text = hubText()
  const hub = await openLater(t, text, community)
  const [a, b, r, g] = ['malware', 'malware', 'relationship', 'grouping'].map(newId) as string[]
  const about = grouping(g as string, [a, b] as string[], { description: told })
  const sent = [
    malware(a as string, '10:20', 'Quuxloader', markedAs('amber')),
    malware(b as string, '10:20', 'b'),
  ]
  await hub.share('acme', [...sent, relate(r as string, b as string, a as string), about])
  const far = viewers.slice(1)
  const before = await Promise.all(far.map(([by, collection]) => hub.sees(by, collection)))
  t.equal(ofType(before[0] as Shown[], 'grouping').length, 1, 'the grouping without it is shown')
  t.equal(ofType(before[0] as Shown[], 'relationship').length, 0, 'the relationship is not')
  t.equal(ofType(await hub.sees('cargo', home), 'relationship').length, 1, 'members have both')

  t.equal(await hub.withdraw('acme', a as string), 200)
  const after = await Promise.all(far.map(([by, collection]) => hub.sees(by, collection)))
  t.same(after, before, 'who was not shown it notices nothing')
  await isHidden(t, hub, [a as string, 'Quuxloader'], 'withdrawn')
  t.equal(ofType(await hub.sees('cargo', home), 'grouping').length, 1, 'nor has a member the rest')
  const own = await hub.sees('acme', home)
  t.same(ofType(own, 'relationship')[0]?.target_ref, a, 'its owner keeps its own words')

  await hub.change(withAsset(text))
  const again = await Promise.all(far.map(([by, collection]) => hub.sees(by, collection)))
  t.same(again, before, 'nor when all is drawn anew')
  await isHidden(t, hub, [a as string, 'Quuxloader'], 'drawn anew')

  const [late, other] = [newId('relationship'), newId('grouping')]
  await hub.share('acme', [
    relate(late, b as string, a as string),
    grouping(other, [a, b] as string[]),
  ])
  await isHidden(t, hub, [a as string], 'referred to afterwards')
})

t.test('TLP:RED is withdrawn, and what waited for approval undone', async (t) => {
  const text = hubText()
  const ways = {
    red: async (hub: Later, a: string) => {
      await hub.share('acme', [malware(a, '10:20', 'Quuxloader', markedAs('red'))], {
        recipients: ['jiro@bolt'],
      })
      return () => hub.withdraw('taro', a)
    },
    undone: async (hub: Later, a: string) => {
      const id = await hub.share('acme', [malware(a, '10:20', 'Quuxloader')], { approval: true })
      return () => hub.undo('acme', id)
    },
  }
  for (const [name, hold] of Object.entries(ways)) {
    t.test(name, async (t) => {
      const hub = await openLater(t, text, community)
      const [a, b, r, g] = ['malware', 'malware', 'relationship', 'grouping'].map(newId) as [
        ...[string, string, string, string],
      ]
      const takeBack = await hold(hub, a)
      const about = grouping(g, [a, b], { description: told })
      await hub.share('acme', [malware(b, '10:20', 'b'), relate(r, b, a), about])
      const before = await Promise.all(viewers.map(([by, at]) => hub.sees(by, at)))
      t.equal(ofType(before[0] as Shown[], 'grouping').length, 1, 'the rest is shown')
      t.equal(await takeBack(), 200)
      const after = () => Promise.all(viewers.map(([by, at]) => hub.sees(by, at)))
      t.same(await after(), before, 'nobody else notices')
      await hub.change(withAsset(text))
      t.same(await after(), before, 'nor when all is drawn anew')
      await isHidden(t, hub, [a, 'Quuxloader'], name)
    })
  }
})

t.test('submitted once more it is found again by those it is for', async (t) => {
  const hub = await openLater(t, hubText(), community)
  const [a, b, r] = ['malware', 'malware', 'relationship'].map(newId) as [string, string, string]
  await hub.share('acme', [
    malware(a, '10:20', 'a', markedAs('amber')),
    malware(b, '10:20', 'b'),
    relate(r, b, a),
  ])
  t.equal(await hub.withdraw('acme', a), 200)
  t.equal(ofType(await hub.sees('cargo', home), 'relationship').length, 0)
  await hub.share('acme', [malware(a, '11:20', 'a')])
  t.equal(ofType(await hub.sees('cargo', home), 'relationship')[0]?.target_ref, a, 'a member')
  const seen = await hub.sees('outsider', shared)
  const [related] = ofType(seen, 'relationship')
  const ends = ofType(seen, 'malware').map(({ id }) => id)
  t.ok(ends.includes(String(related?.target_ref)), 'and the community, under its own id')
  t.not(related?.target_ref, a)
})

t.test('so are references of those who are named alone', async (t) => {
  const hub = await openLater(t, hubText(), community)
  const [a, b, r] = ['malware', 'malware', 'relationship'].map(newId) as [string, string, string]
  const [red, recipients] = [markedAs('red'), { recipients: ['jiro@bolt'] }]
  const ends = [malware(a, '10:20', 'a', red), malware(b, '10:20', 'b', red)]
  const related = { ...relate(r, b, a), ...red }
  await hub.share('acme', [...ends, related], recipients)
  const count = async () => (await hub.reads('jiro', r)).objects.length
  t.equal(await count(), 1, 'a person is shown it')
  t.equal(await hub.withdraw('taro', a), 200)
  t.equal(await count(), 0)
  await hub.share('acme', [malware(a, '11:20', 'a', red)], recipients)
  t.equal(await count(), 1, 'and is again')
})

t.test('what was never submitted here is referred to as ever', async (t) => {
  const text = hubText()
  const hub = await openLater(t, text, community)
  const [a, b, c, x] = ['malware', 'malware', 'malware', 'malware'].map(newId) as [
    ...[string, string, string, string],
  ]
  await hub.share('acme', [malware(a, '10:20', 'a', markedAs('amber')), malware(b, '10:20', 'b')])
  await hub.share('acme', [relate(newId('relationship'), b, x)])
  t.equal(await hub.withdraw('acme', a), 200)
  await hub.share('bolt', [malware(c, '10:20', 'c'), relate(newId('relationship'), c, a)])
  await hub.change(withAsset(text))
  const targets = ofType(await hub.sees('outsider', shared), 'relationship').map(
    ({ target_ref }) => target_ref,
  )
  t.same(new Set(targets), new Set([x, a]), 'of its owner, and of another who had never sent it')
  const foresee = async (by: string, target: string) => {
    const r = newId('relationship')
    const body = { collection: home, objects: [relate(r, c, target)], x_sekisho_sharing: community }
    const { json } = await hub.hub.ask('POST', '/api/preview', tokenOf(by), body)
    return JSON.stringify(json.objects).replaceAll(r, 'r').replaceAll(target, 'target')
  }
  const forms = (said: string) => said.replaceAll(/[a-z-]+--[0-9a-f-]{36}|"digest":"[^"]*"/g, '')
  t.equal(
    forms(await foresee('bolt', a)),
    forms(await foresee('bolt', x)),
    'another finds out none',
  )
  t.match(await foresee('acme', a), 'reference-hidden', 'its owner is told')
})

t.test('a drawing that did not know of it is drawn anew', async (t) => {
  const hub = await openLater(t, hubText(), community)
  const owner = (await hub.hub.query("select id from organisation where name = 'acme'")).rows[0].id
  const other = (await hub.hub.query("select id from organisation where name = 'bolt'")).rows[0].id
  const a = newId('malware')
  const look = (by: string) => readKnown(hub.hub.ctx, hub.hub.ctx.pools.writer, home, by, [a])
  const [before, foreign] = [await look(owner), await look(other)]
  await hub.share('acme', [malware(a, '10:20', 'a')])
  t.equal(await hub.withdraw('acme', a), 200)
  const after = await look(owner)
  t.not(after.signature, before.signature, 'as if it were another object')
  t.same([before.own.has(a), after.own.get(a)], [false, []])
  t.equal((await look(other)).signature, foreign.signature, 'another owner knows nothing of it')
  t.notOk((await look(other)).own.has(a))
})
