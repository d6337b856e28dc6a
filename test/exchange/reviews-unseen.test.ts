// What a reviewer is not shown: what is TLP:RED in a version that waits, and who else is here.
import t from 'tap'
import { openIsac } from '../fixture/isac.ts'
import { indicator, tlp } from '../fixture/isac-object.ts'
import { decide, reviews, rule } from './reviewing.ts'

t.test('what is TLP:RED in it is not for a reviewer to read', async (t) => {
  const hub = await openIsac(t, rule('always'))
  const description = 'seen at the plant in Kawasaki, by ACME'
  const red = [{ selectors: ['description'], marking_ref: tlp.red }]
  await hub.as('a@a').share([indicator('green', { description, granular_markings: red })])
  const [entry] = await reviews(hub, 'd@d')
  t.ok(
    entry?.findings.some(({ check }) => check === 'names-found'),
    'why it waits is told',
  )
  t.notMatch(JSON.stringify(entry), /Kawasaki|ACME/)
  t.equal((await decide(hub, 'd@d', entry, 'release')).status, 200, 'what would open was read')
  await hub.as('a@a').share([indicator('green', { description })])
  const [whole] = await reviews(hub, 'd@d')
  t.match(whole?.object, { description }, 'what is not RED is read as it was sent')
})

t.test('TLP:RED of the reviewers’ own organisation is for who is named', async (t) => {
  const hub = await openIsac(t, rule('always'))
  const red = indicator('red', { description: 'for b alone' })
  await hub.as('d@d').share([red], { recipients: ['b@b'], tearline: true })
  t.notMatch(JSON.stringify(await reviews(hub, 'aide@d')), /for b alone/)
})

t.test('narrowing is no way to learn who is here', async (t) => {
  const hub = await openIsac(t, rule('always'))
  await hub.as('a').share([indicator('green')])
  const [entry] = await reviews(hub, 'd@d')
  const told = async (name: string) => {
    const { status, json } = await decide(hub, 'd@d', entry, 'narrow', { exclude: [name] })
    return { status, detail: String(json.detail).replaceAll(name, '…') }
  }
  t.same(await told('f'), await told('nobody'), 'of another group')
  t.equal((await told('b')).status, 200)
})
