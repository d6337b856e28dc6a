// Checklist I, first part: added_after, and what a malformed query is answered.
import t from 'tap'
import { at, type Hub, startHub } from './bench.ts'
import { expectError, expectOk, idsOf, submit } from './expect.ts'
import { indicator, malware, many, versionsOf } from './stix.ts'

const objects = many(4, () => indicator())
let hub: Hub
t.before(async () => {
  hub = await startHub(t)
  await submit(t, hub, 'RW', objects)
})

const ask = (query: string, rest = 'objects/') => hub.get(at('RW', `${rest}?${query}`))
const everywhere = (id: string) => [
  'objects/',
  'manifest/',
  `objects/${id}/`,
  `objects/${id}/versions/`,
]

t.test('143 M what is defined and malformed is 400, at every endpoint', async (t) => {
  const id = objects[0]?.id ?? ''
  const common = ['added_after=yesterday', 'limit=abc', 'match[spec_version]=abc']
  for (const rest of everywhere(id)) {
    for (const query of common) expectError(t, await ask(query, rest), 400)
  }
  for (const rest of everywhere(id).slice(0, 3)) {
    expectError(t, await ask('match[version]=sometime', rest), 400)
  }
  expectError(t, await hub.remove(at('RW', `objects/${id}/?match[version]=sometime`)), 400)
  expectError(t, await hub.remove(at('RW', `objects/${id}/?match[spec_version]=abc`)), 400)
  expectOk(t, await ask('', `objects/${id}/`))
})

t.test('144 M added_after is exclusive', async (t) => {
  const { json } = await ask('', 'manifest/')
  const dates = (json.objects ?? []).map(({ date_added }) => String(date_added))
  for (const [index, date] of dates.entries()) {
    const after = await ask(`added_after=${date}`, 'manifest/')
    const rest = (after.json.objects ?? []).map(({ date_added }) => date_added)
    t.strictSame(rest, dates.slice(index + 1))
  }
  t.equal(dates.length, 4)
})

t.test('145 M added_after looks at the day of arrival, not at modified', async (t) => {
  const before = String((await ask('')).headers['x-taxii-date-added-last'])
  const past = '2001-01-01T00:00:00.000Z'
  const old = indicator({ created: past, modified: past })
  await submit(t, hub, 'RW', [old])
  t.strictSame(idsOf((await ask(`added_after=${before}`)).json), [old.id])
  const recent = new Date(Date.now() - 86_400_000).toISOString()
  t.ok(idsOf((await ask(`added_after=${recent}`)).json).includes(old.id))
})

t.test('146 M added_after is given once, and one', async (t) => {
  const one = '2020-01-01T00:00:00.000000Z'
  for (const rest of everywhere(objects[0]?.id ?? '')) {
    expectError(t, await ask(`added_after=${one}&added_after=${one}`, rest), 400)
    expectError(t, await ask(`added_after=${one},${one}`, rest), 400)
  }
})

t.test('147 Q any number of fraction digits is understood', async (t) => {
  const whole = idsOf((await ask('')).json)
  for (const end of ['00', '00.1', '00.12', '00.123', '00.123456', '00.123456789']) {
    const answer = await ask(`added_after=2020-01-01T00:00:${end}Z`)
    expectOk(t, answer)
    t.strictSame(idsOf(answer.json), whole, end)
  }
})

t.test('148 M everything else is 400', async (t) => {
  const wrong = [
    '2020-01-01T00:00:00+00:00',
    '2020-01-01T00:00:00%2B00:00',
    '2020-01-01T00:00:00',
    '2020-01-01',
    '',
    '2020-13-01T00:00:00Z',
    '2020-00-01T00:00:00Z',
    '2020-02-31T00:00:00Z',
    '2021-02-29T00:00:00Z',
    '2020-01-01T25:00:00Z',
    '2020-01-01T00:60:00Z',
    '2020-01-01T00:00:61Z',
    '2020-01-01T00:00:00.Z',
    '2020-01-01%2000:00:00Z',
    '1577836800',
    '2020-1-1T00:00:00Z',
    '+2020-01-01T00:00:00Z',
    '%00',
    '%D9%A2020-01-01T00:00:00Z',
  ]
  for (const value of wrong) expectError(t, await ask(`added_after=${value}`), 400)
})

t.test('149 D unusual moments break nothing', async (t) => {
  const unusual = [
    '2016-12-31T23:59:60Z',
    '0001-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999Z',
    '2020-01-01t00:00:00z',
    `2020-01-01T00:00:00.${'9'.repeat(400)}Z`,
  ]
  for (const value of unusual) {
    const answer = await ask(`added_after=${value}`)
    t.ok([200, 400].includes(answer.status), `${value.slice(0, 30)} gives ${answer.status}`)
  }
})

t.test('150 M a time to come gives an empty envelope', async (t) => {
  const answer = await ask('added_after=2999-01-01T00:00:00.000000Z')
  expectOk(t, answer)
  t.strictSame(answer.json, { more: false })
})

t.test('151 M without added_after the oldest comes first', async (t) => {
  const whole = await ask('match[version]=all', 'manifest/')
  const dates = (whole.json.objects ?? []).map(({ date_added }) => String(date_added))
  const first = await ask('limit=1&match[version]=all', 'manifest/')
  t.equal(first.json.objects?.[0]?.date_added, dates.toSorted()[0])
  t.equal(first.json.objects?.[0]?.id, objects[0]?.id)
})

t.test('176 D an old version that arrives late is not taken for the last', async (t) => {
  const base = indicator()
  const [v1, v2, v3] = versionsOf(
    base,
    ['1', '2', '3'].map((d) => `2021-01-0${d}T00:00:00.000Z`),
  )
  await submit(t, hub, 'RW', [v3 ?? base])
  const seen = String((await ask('')).headers['x-taxii-date-added-last'])
  await submit(t, hub, 'RW', [v1 ?? base, v2 ?? base])
  t.strictSame((await ask(`added_after=${seen}&match[id]=${base.id}`)).json, { more: false })
  const first = await ask(`added_after=${seen}&match[id]=${base.id}&match[version]=first`)
  t.strictSame(first.json.objects, [v1], 'but it is the first')
})

t.test('163 D broken percent signs and NUL are 400', async (t) => {
  for (const query of [
    'match[id]=%zz',
    'match[id]=%00',
    'match[type]=%00',
    'match[id]=%',
    'next=%00',
  ]) {
    expectError(t, await ask(query), 400)
  }
  expectError(t, await ask('match[type]=%ff'), 400)
})

t.test('161,162 m unknown filters and parameters are ignored', async (t) => {
  await submit(t, hub, 'RW', [malware()])
  const whole = idsOf((await ask('')).json)
  const unknown = [
    'match[frobnicate]=1',
    'foo=bar',
    'match[]=x',
    'match=x',
    'match[constructor]=1',
    'match[__proto__]=1',
    '__proto__=1',
    'match[frobnicate]=1&match[frobnicate]=2',
    'foo',
    '&&',
    'match[confidence-gte]=70',
    'match[tlp]=red',
    'Limit=0',
    'LIMIT=0',
  ]
  for (const query of unknown) {
    const answer = await ask(query)
    expectOk(t, answer)
    t.strictSame(idsOf(answer.json), whole, query)
  }
})
