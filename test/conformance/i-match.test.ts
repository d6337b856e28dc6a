// Checklist I, second part: match[type], match[id] and match[spec_version].
import t from 'tap'
import { at, type CollectionName, type Hub, noObject, startHub } from './bench.ts'
import { expectError, expectOk, idsOf, submit } from './expect.ts'
import {
  address,
  identity,
  idOf,
  indicator,
  indicator20,
  malware,
  otherTypes,
  relationship,
  scoTypes,
  sdoTypes,
  type Thing,
  versionsOf,
} from './stix.ts'

const one = indicator()
const two = indicator()
const bad = malware()
const who = identity()
const link = relationship()
const host = address()
const custom: Thing = indicator({ type: 'x-acme-thing', id: idOf('x-acme-thing') })
let hub: Hub

t.before(async () => {
  hub = await startHub(t)
  await submit(t, hub, 'RW', [one, bad, two, who, link, host, custom])
})

const ask = (query: string, collection: CollectionName = 'RW') =>
  hub.get(at(collection, `objects/?${query}`))

const filtered: [string, string, Thing[]][] = [
  ['152,368 M one type', 'match[type]=indicator', [one, two]],
  ['152,368 M either of two types', 'match[type]=indicator,malware', [one, bad, two]],
  ['153,368 M type and id', `match[type]=indicator&match[id]=${two.id}`, [two]],
  ['153,368 M type and id that never meet', `match[type]=indicator&match[id]=${bad.id}`, []],
  [
    '153,368 M or within, and between',
    `match[type]=malware,identity&match[id]=${one.id},${bad.id}`,
    [bad],
  ],
  ['156 D a custom type', 'match[type]=x-acme-thing', [custom]],
  ['156 D a type nobody knows', 'match[type]=x-nobody-knows', []],
  ['157 M one id', `match[id]=${one.id}`, [one]],
  ['157 M several ids, in the order of the feed', `match[id]=${who.id},${one.id}`, [one, who]],
  ['157 M an id that is not there is left out', `match[id]=${one.id},${noObject}`, [one]],
  ['158 D a word that is no id', 'match[id]=foo', []],
  ['160 D a type twice', 'match[type]=indicator,indicator', [one, two]],
  ['160 D an id twice', `match[id]=${one.id},${one.id}`, [one]],
  ['178 M version 2.1 of the specification', 'match[spec_version]=2.1&match[type]=malware', [bad]],
  ['178 M version 2.0 of the specification', 'match[spec_version]=2.0', []],
  [
    '179 M an SCO without spec_version is 2.1',
    'match[spec_version]=2.1&match[type]=ipv4-addr',
    [host],
  ],
  ['180 D a version that will come one day', 'match[spec_version]=3.0', []],
]
for (const [name, query, objects] of filtered) {
  t.test(name, async (t) => {
    const answer = await ask(query)
    expectOk(t, answer)
    if (objects.length === 0) t.strictSame(answer.json, { more: false })
    else t.strictSame(answer.json.objects, objects)
  })
}

const refused: [string, string][] = [
  ['154,368 M match[type] twice', 'match[type]=indicator&match[type]=malware'],
  ['154 M match[type] twice, once encoded', 'match[type]=indicator&match%5Btype%5D=malware'],
  ['154 M match[id] twice', `match[id]=${one.id}&match[id]=${two.id}`],
  ['154 M match[version] twice', 'match[version]=all&match[version]=all'],
  ['154 M match[spec_version] twice', 'match[spec_version]=2.1&match[spec_version]=2.1'],
  ['159 D an empty type', 'match[type]='],
  ['159 D an empty entry', 'match[type]=indicator,,malware'],
  ['159 D a comma at the end', 'match[type]=indicator,'],
  ['159 D a comma at the beginning', 'match[id]=,foo'],
  ['159 D a blank after the comma', 'match[type]=indicator,%20malware'],
  ['159 D a blank as plus', 'match[type]=indicator,+malware'],
  ['159 D an empty id', 'match[id]='],
  ['159 D an empty version', 'match[version]='],
  ['180 D no version at all', 'match[spec_version]=abc'],
  [
    '381 X more than a thousand ids',
    `match[id]=${Array.from({ length: 1001 }, (_, n) => `a${n}`)}`,
  ],
]
for (const [name, query] of refused) {
  t.test(name, async (t) => {
    expectError(t, await ask(query), 400)
  })
}

t.test('155 M each of the 42 types is accepted', async (t) => {
  const types = [...sdoTypes, ...scoTypes, ...otherTypes]
  t.equal(types.length, 42)
  for (const type of types) {
    const answer = await ask(`match[type]=${type}`)
    expectOk(t, answer)
    for (const object of answer.json.objects ?? []) t.equal(object.type, type)
  }
})

const later = '2020-02-01T00:00:00.000Z'
const old = indicator20()
const upgraded = indicator({ id: old.id })
const onlyOld = indicator20()

t.test(
  '177,178,179 M of one id, only the latest specification is given unless asked',
  async (t) => {
    await submit(t, hub, 'TWENTY', [old, onlyOld, upgraded])
    const show = async (query: string) => (await ask(query, 'TWENTY')).json.objects
    t.strictSame(await show(''), [onlyOld, upgraded])
    t.strictSame(await show('match[spec_version]=2.0'), [old, onlyOld])
    t.strictSame(await show('match[spec_version]=2.1'), [upgraded])
    t.strictSame(await show('match[spec_version]=2.0,2.1'), [old, onlyOld, upgraded])
  },
)

t.test('177 M a newer text of the old specification does not come back', async (t) => {
  const [newer] = versionsOf(old, [later])
  await submit(t, hub, 'TWENTY', [newer ?? old])
  const show = async (query: string) => (await ask(query, 'TWENTY')).json.objects
  t.strictSame(await show(`match[id]=${old.id}`), [upgraded])
  t.strictSame(await show(`match[id]=${old.id}&match[spec_version]=2.0`), [newer])
})

t.test('181 D objects and manifest give the same for the same question', async (t) => {
  const versions = versionsOf(one, [later, '2020-01-15T00:00:00.000Z'])
  await submit(t, hub, 'RW', versions)
  const questions = [
    '',
    'match[type]=indicator',
    'match[version]=all',
    'match[version]=first',
    `match[version]=first,last&match[id]=${one.id}`,
    'match[version]=all&match[type]=indicator,malware',
    `match[version]=${later}`,
    'match[spec_version]=2.1&limit=3',
    'match[version]=all&limit=2',
  ]
  for (const query of questions) {
    const objects = await ask(query)
    const manifest = await hub.get(at('RW', `manifest/?${query}`))
    t.equal(objects.status, 200)
    t.strictSame(idsOf(objects.json), idsOf(manifest.json), query)
    t.equal(objects.json.more, manifest.json.more ?? false)
  }
})

t.test('182 M the object endpoint ignores what it does not define', async (t) => {
  const path = at('RW', `objects/${bad.id}/`)
  for (const query of [
    'match[type]=indicator',
    'match[id]=foo',
    'match[type]=',
    'match[id]=a&match[id]=b',
  ]) {
    const answer = await hub.get(`${path}?${query}`)
    expectOk(t, answer)
    t.strictSame(answer.json.objects, [bad], query)
  }
})

t.test('183 M the versions endpoint lists all, whatever match[version] says', async (t) => {
  const path = at('RW', `objects/${one.id}/versions/`)
  const whole = (await hub.get(path)).json.versions
  t.equal(whole?.length, 3)
  for (const query of ['match[version]=last', 'match[version]=nonsense', 'match[type]=malware']) {
    t.strictSame((await hub.get(`${path}?${query}`)).json.versions, whole, query)
  }
})
