// Checklist I, third part: match[version].
import t from 'tap'
import { at, type Hub, startHub } from './bench.ts'
import { expectError, expectOk, submit } from './expect.ts'
import { address, indicator, statement, type Thing, versionsOf } from './stix.ts'

const times = [
  '2017-01-27T13:49:53.000Z',
  '2018-02-28T00:00:00.997123Z',
  '2019-03-29T00:00:00.500Z',
]
const [V1 = '', V2 = '', V3 = ''] = times
const created = '2016-01-01T00:00:00.000Z'
const [one, two, three] = versionsOf(indicator({ created }), times) as [Thing, Thing, Thing]
const single = indicator()
const red = statement()
const host = address()
let hub: Hub

t.before(async () => {
  hub = await startHub(t)
  // The newest first: what is last must not depend on what came last.
  for (const object of [three, one, two, single, red, host]) await submit(t, hub, 'RW', [object])
})

const ask = (query: string) => hub.get(at('RW', `objects/?match[id]=${one.id}&${query}`))

const cases: [string, string, Thing[]][] = [
  ['164 M by default the greatest modified, not what came last', '', [three]],
  ['164 M last', 'match[version]=last', [three]],
  ['165 M first is the smallest modified', 'match[version]=first', [one]],
  ['166 M all, in the order of arrival', 'match[version]=all', [three, one, two]],
  ['167 M one exact version', `match[version]=${V2}`, [two]],
  ['167 M two exact versions', `match[version]=${V1},${V2}`, [one, two]],
  ['167 M a version that is not there', 'match[version]=2017-01-27T13:49:53.001Z', []],
  ['168 M first, one between, last', `match[version]=first,${V2},last`, [three, one, two]],
  ['168 M last and the same by its time', `match[version]=last,${V3}`, [three]],
  ['168 M first and last', 'match[version]=first,last', [three, one]],
  ['172 Q an equal instant without a fraction', 'match[version]=2017-01-27T13:49:53Z', [one]],
  ['172 Q an equal instant with one digit', 'match[version]=2017-01-27T13:49:53.0Z', [one]],
  ['172 Q an equal instant with six digits', 'match[version]=2017-01-27T13:49:53.000000Z', [one]],
  ['172 Q an instant cut short does not match', 'match[version]=2018-02-28T00:00:00.997Z', []],
  ['172 Q an instant with more zeros matches', 'match[version]=2019-03-29T00:00:00.5Z', [three]],
]
for (const [name, query, objects] of cases) {
  t.test(name, async (t) => {
    const answer = await ask(query)
    expectOk(t, answer)
    if (objects.length === 0) t.strictSame(answer.json, { more: false })
    else t.strictSame(answer.json.objects, objects)
  })
}

t.test('164,168 M an object of one version is given once', async (t) => {
  const created = single.modified
  for (const version of ['last', 'first', 'all', 'first,last', `first,${created},last`]) {
    const answer = await hub.get(
      at('RW', `objects/?match[id]=${single.id}&match[version]=${version}`),
    )
    t.strictSame(answer.json.objects, [single], version)
  }
})

const refused: [string, string][] = [
  ['169 M all with last', 'all,last'],
  ['169 M all with a time', `all,${V1}`],
  ['170 M first twice', 'first,first'],
  ['170 M last twice', 'last,last'],
  ['170 M a time twice', `${V1},${V1}`],
  ['171 M latest', 'latest'],
  ['171 M LAST', 'LAST'],
  ['171 M a year', '2016'],
  ['171 M an offset', '2017-01-27T13:49:53%2B00:00'],
  ['171 M no zone', '2017-01-27T13:49:53'],
  ['171 M an impossible day', '2017-02-31T00:00:00Z'],
]
for (const [name, value] of refused) {
  t.test(name, async (t) => {
    for (const rest of ['objects/', 'manifest/', `objects/${one.id}/`]) {
      expectError(t, await hub.get(at('RW', `${rest}?match[version]=${value}`)), 400)
    }
  })
}

t.test('173 M what has no modified goes by created', async (t) => {
  const ask = (query: string) => hub.get(at('RW', `objects/?match[id]=${red.id}&${query}`))
  for (const version of [red.created, 'last', 'first', 'all', '2017-01-20T00:00:00Z']) {
    t.strictSame((await ask(`match[version]=${version}`)).json.objects, [red], String(version))
  }
  const versions = await hub.get(at('RW', `objects/${red.id}/versions/`))
  t.strictSame(versions.json.versions, [red.created])
})

t.test('174 M what has neither goes by one value of the hub, the same everywhere', async (t) => {
  const path = at('RW', `objects/${host.id}/`)
  const version = (await hub.get(`${path}versions/`)).json.versions?.[0]
  t.type(version, 'string')
  const manifest = await hub.get(at('RW', `manifest/?match[id]=${host.id}`))
  t.equal(manifest.json.objects?.[0]?.version, version, 'manifest')
  const posted = await hub.post(at('RW', 'objects/'), [host])
  t.equal(posted.json.successes?.[0]?.version ?? version, version, 'status')
  for (const asked of [path, at('RW', 'objects/')]) {
    const answer = await hub.get(`${asked}?match[version]=${version}`)
    t.strictSame(answer.json.objects, [host], asked)
  }
})

t.test('175 M an SCO is first, last and all at once', async (t) => {
  for (const version of ['first', 'last', 'all', 'first,last']) {
    const answer = await hub.get(at('RW', `objects/${host.id}/?match[version]=${version}`))
    t.strictSame(answer.json.objects, [host], version)
  }
})
