// What somebody is not shown leaves no mark on what he is: differences that twin worlds have told.
import t from 'tap'
import { openIsac } from '../fixture/isac.ts'
import {
  besidesIdentities,
  type Colour,
  dated,
  idOf,
  type Thing,
  tlp,
} from '../fixture/isac-object.ts'

const isac = await openIsac(t, (hub) => {
  // c is in both groups, so that it may share one object in each.
  hub.collections.find(({ name }) => name === 'two')!.default_tlp = 'amber'
})
const { as } = isac
const day = (n: number): string => `2026-02-0${n}T10:11:12.131Z`
/** Names no source, so that members are shown it under its own id. */
const malware = (colour: Colour, changes: object = {}): Thing => {
  const about = { id: idOf('malware'), name: 'BadCat', is_family: true }
  return dated('malware', colour, { created: day(1), modified: day(1), ...about, ...changes })
}
const shown = async (who: string, object: Thing): Promise<string[]> =>
  besidesIdentities(await as(who).poll(`match[id]=${object.id}`)).map(
    ({ modified }) => modified as string,
  )

t.test('a version stays superseded when another owner uses its id', async (t) => {
  const first = malware('amber')
  const second = { ...first, modified: day(2), name: 'WorseCat' }
  await as('a').share([first])
  await as('a').share([second])
  t.same(await shown('c', first), [day(2)])
  await as('b').share([{ ...first, name: 'OtherCat' }])
  t.same(await shown('c', first), [day(2)], 'the earlier version is not the latest again')
  t.same(await shown('b', first), [day(2), day(1)], 'b has its own besides')
})

t.test('a reference stays for all where some are shown its target in another group', async (t) => {
  const target = malware('clear')
  const about = dated('report', 'green', {
    ...{ id: idOf('report'), created: day(1), modified: day(1), name: 'About it' },
    ...{ published: day(1), object_refs: [target.id, idOf('tool')] },
  })
  await as('c').share([{ ...target, object_marking_refs: [tlp.amber] }], undefined, 'two')
  await as('c').share([target])
  await as('c').share([about])
  const page = await as('b').poll('match[type]=report')
  const refs = page.map(({ object_refs }) => object_refs as string[])
  t.equal(refs.length, 1)
  t.ok(refs[0]?.includes(target.id), 'b may follow it, whoever else is shown it elsewhere')
})

t.test('ahead of the clock, positions begin with a new millisecond', async (t) => {
  const { rows } = await isac.query('select (extract(epoch from now()) * 1e6)::bigint as now')
  await isac.stopClock((BigInt(rows[0]?.now) / 1_000_000n + 3_600n) * 1_000_000n)
  const added: string[] = []
  for (const hidden of [1, 3]) {
    const amber = Array.from({ length: hidden }, () => malware('amber'))
    await as('a').share(amber, { addressed: 'org(d)' })
    const seen = malware('green')
    await as('a').share([seen])
    const [entry] = await as('b').manifest(`match[id]=${seen.id}`)
    added.push(entry!.date_added.slice(-4))
  }
  await isac.stopClock(null)
  t.same(added, ['000Z', '000Z'], 'however much was hidden before it')
})
