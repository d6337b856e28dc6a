// The query string of the object endpoints: TAXII 2.1 §3.4, 3.5. Numbers are the checklist's.

import fc from 'fast-check'
import t from 'tap'
import type { FeedFilters, QueryEndpoint } from '../../../src/core/taxii/query.ts'
import { parseQuery } from '../../../src/core/taxii/query.ts'

const nothing: FeedFilters = {
  types: null,
  ids: null,
  specVersions: null,
  versions: { kind: 'last' },
  addedAfter: null,
}

const indicator = 'indicator--9f2b7f0e-3a5d-4c6b-8a31-0c7f0f5b1d11'
const thousand = Array.from({ length: 1_000 }, (_, at) => `t${at}`)

const readable: [number: string, search: string, filters: Partial<FeedFilters>][] = [
  ['151', '', {}],
  ['34', 'match[type]=indicator,malware', { types: ['indicator', 'malware'] }],
  ['34', 'match%5Btype%5D=indicator%2Cmalware', { types: ['indicator', 'malware'] }],
  ['34', 'match%5btype%5d=malware,indicator', { types: ['indicator', 'malware'] }],
  ['34', '%6Datch[type]=indicator', { types: ['indicator'] }],
  ['33', `match[type]=${thousand.join(',')}`, { types: [...thousand].sort() }],
  ['147', 'added_after=1970-01-01T00:00:00Z', { addedAfter: 0n }],
  ['147', 'added_after=1970-01-01T00:00:00.1Z', { addedAfter: 100_000n }],
  ['147', 'added_after=1970-01-01T00%3A00%3A00.123456789Z', { addedAfter: 123_456n }],
  [
    '153',
    `match[type]=indicator&match[id]=${indicator}`,
    { types: ['indicator'], ids: [indicator] },
  ],
  ['156', 'match[type]=x-acme-thing', { types: ['x-acme-thing'] }],
  ['158', 'match[id]=foo', { ids: ['foo'] }],
  ['160', 'match[type]=indicator,indicator', { types: ['indicator'] }],
  ['161', 'match[frobnicate]=1&match[frobnicate]=2&match[]=3&match=4', {}],
  ['162', 'foo=bar&foo=baz&&limit[]=x&LIMIT=0&', {}],
  ['164', 'match[version]=last', {}],
  ['165', 'match[version]=first', some(true, false)],
  ['166', 'match[version]=all', { versions: { kind: 'all' } }],
  [
    '167',
    'match[version]=2018-01-01T00:00:00Z,2017-01-01T00:00:00Z',
    some(false, false, '2017-01-01T00:00:00', '2018-01-01T00:00:00'),
  ],
  [
    '168',
    'match[version]=first,2017-01-01T00:00:00.120Z,last',
    some(true, true, '2017-01-01T00:00:00.12'),
  ],
  ['168', 'match[version]=last,first', some(true, true)],
  ['172', 'match[version]=2017-01-27T13:49:53Z', some(false, false, '2017-01-27T13:49:53')],
  ['172', 'match[version]=2017-01-27T13:49:53.000Z', some(false, false, '2017-01-27T13:49:53')],
  [
    '172',
    'match[version]=2017-01-27T13:49:53.997123456789Z',
    some(false, false, '2017-01-27T13:49:53.997123456789'),
  ],
  ['178', 'match[spec_version]=2.1,2.0', { specVersions: ['2.0', '2.1'] }],
  ['180', 'match[spec_version]=3.0', { specVersions: ['3.0'] }],
  ['184', 'match[confidence-gte]=70&match[revoked]=false', {}],
]

function some(first: boolean, last: boolean, ...orders: string[]): Partial<FeedFilters> {
  return { versions: { kind: 'some', first, last, orders } }
}

const unreadable: [number: string, search: string][] = [
  ['143', 'added_after=yesterday'],
  ['146', 'added_after=2020-01-01T00:00:00Z&added_after=2021-01-01T00:00:00Z'],
  ['146', 'added_after=2020-01-01T00:00:00Z,2021-01-01T00:00:00Z'],
  ['148', 'added_after=2020-01-01T00:00:00+00:00'],
  ['148', 'added_after=2020-01-01T00:00:00'],
  ['148', 'added_after=2020-01-01'],
  ['148', 'added_after='],
  ['148', 'added_after'],
  ['148', 'added_after=2020-13-01T00:00:00Z'],
  ['148', 'added_after=2020-02-31T00:00:00Z'],
  ['148', 'added_after=2020-01-01T25:00:00Z'],
  ['154', 'match[type]=indicator&match[type]=malware'],
  ['154', 'match[type]=indicator&match%5Btype%5D=indicator'],
  ['154', `match[id]=${indicator}&match[id]=${indicator}`],
  ['159', 'match[type]='],
  ['159', 'match[id]'],
  ['159', 'match[type]=indicator,,malware'],
  ['159', 'match[type]=indicator,'],
  ['159', 'match[type]=,indicator'],
  ['159', 'match[type]=indicator,%20malware'],
  ['159', 'match[type]=indicator+,malware'],
  ['159', 'match[version]='],
  ['159', 'match[spec_version]=2.1,'],
  ['163', 'match[id]=%zz'],
  ['163', 'match[id]=%'],
  ['163', 'match[id]=%e3%81'],
  ['163', 'match[id]=%00'],
  ['163', 'match[id%00]=a'],
  ['163', 'foo=%zz'],
  ['163', 'foo%ff=1'],
  ['169', 'match[version]=all,last'],
  ['169', 'match[version]=2020-01-01T00:00:00Z,all'],
  ['170', 'match[version]=last,last'],
  ['170', 'match[version]=first,first'],
  ['170', 'match[version]=all,all'],
  ['170', 'match[version]=2020-01-01T00:00:00Z,2020-01-01T00:00:00Z'],
  ['170', 'match[version]=2020-01-01T00:00:00Z,2020-01-01T00:00:00.000Z'],
  ['171', 'match[version]=latest'],
  ['171', 'match[version]=LAST'],
  ['171', 'match[version]=2016'],
  ['171', 'match[version]=2020-02-31T00:00:00Z'],
  ['180', 'match[spec_version]=abc'],
  ['180', 'match[spec_version]=2'],
  ['180', 'match[spec_version]=2.1.0'],
  ...['0', '-1', '1.5', 'abc', '', '1e3', '1e9', '0x10', '%2B5', '+5', '007', '5%20', '1,2'].map(
    (limit): [string, string] => ['187', `limit=${limit}`],
  ),
  ['187', 'limit=5&limit=5'],
  ['187', 'limit'],
  ['187', 'limit=9007199254740992'],
  ['187', 'limit=99999999999999999999999999'],
  ['B19', 'limit=١٢'],
  ['B19', 'limit=%D9%A1%D9%A2'],
  ['208', 'next=a&next=b'],
  ['208', 'next=&next='],
  ['381', `match[id]=${[...thousand, 'one-more'].join(',')}`],
  ['381', `match[version]=${'first,'.repeat(1_000)}last`],
]

const read = (search: string, endpoint: QueryEndpoint = 'objects') => {
  const parsed = parseQuery(search, endpoint)
  return parsed.ok ? parsed.query : null
}

t.test('what can be read is read', async (t) => {
  for (const [number, search, filters] of readable) {
    const label = `${number}: ${search.slice(0, 80)}`
    t.strictSame(read(search)?.filters, { ...nothing, ...filters }, label)
    t.strictSame(read(search, 'manifest'), read(search), `${label} (manifest)`)
  }
})

t.test('143: what is malformed is refused, without repeating it', async (t) => {
  for (const [number, search] of unreadable) {
    const parsed = parseQuery(search, 'objects')
    const label = `${number}: ${search.slice(0, 80)}`
    if (parsed.ok) t.fail(label)
    else t.match(parsed.message, /^[a-z`].{0,120}[^.]$/, label)
  }
  const forged = parseQuery('limit=<script>alert(1)</script>', 'objects')
  t.notMatch(forged, { message: /script/ }, '90')
})

t.test('187, 207: limit and next', async (t) => {
  t.equal(read('limit=7')?.limit, 7)
  t.equal(read('limit=9007199254740991')?.limit, 9_007_199_254_740_991, '188')
  t.equal(read('')?.limit, null)
  t.equal(read('next=')?.next, null, '207')
  t.equal(read('next')?.next, null, '207')
  t.equal(read('next=a_b-C9&limit=1')?.next, 'a_b-C9')
  t.equal(read('next=%27;--')?.next, "';--", '209: the cursor is for others to judge')
})

t.test('182, 183: each endpoint knows its own parameters only', async (t) => {
  const everything =
    'match[type]=a&match[id]=b&match[version]=first&match[spec_version]=2.1' +
    '&added_after=1970-01-01T00:00:01Z&limit=3&next=n'
  const given: Record<QueryEndpoint, string> = {
    objects: 'types ids specVersions versions addedAfter',
    manifest: 'types ids specVersions versions addedAfter',
    object: 'specVersions versions addedAfter',
    versions: 'specVersions addedAfter',
    delete: 'specVersions versions',
  }
  for (const endpoint of Object.keys(given) as QueryEndpoint[]) {
    const query = read(everything, endpoint)
    t.equal([...(query?.given ?? [])].join(' '), given[endpoint], endpoint)
    t.equal(query?.limit, endpoint === 'delete' ? null : 3, endpoint)
    t.equal(query?.next, endpoint === 'delete' ? null : 'n', endpoint)
    t.strictSame([...(read('', endpoint)?.given ?? [])], [], endpoint)
  }
  t.ok(read('match[type]=&match[id]=a,,b&match[type]=', 'object'), 'undefined, so ignored')
  t.ok(read('match[version]=LAST', 'versions'), 'undefined, so ignored')
  t.ok(read('limit=0&added_after=x', 'delete'), 'undefined, so ignored')
  t.strictSame(read('match[version]=last', 'versions')?.filters.versions, { kind: 'all' }, '183')
  t.strictSame(read('', 'delete')?.filters.versions, { kind: 'all' }, 'every version goes')
  t.strictSame(read('', 'object')?.filters.versions, { kind: 'last' }, '231')
})

t.test('the order of parameters and entries, repeats and encoding do not matter', async (t) => {
  const entries = fc.uniqueArray(fc.constantFrom('a', 'b', 'x-c', 'é', 'd--1'), { minLength: 1 })
  const encode = (text: string) =>
    [...text].map((char) => (/[a-z]/.test(char) ? char : encodeURIComponent(char))).join('')
  const holds = (spell: (pairs: string[]) => string) =>
    fc.check(
      fc.property(entries, entries, (types, ids) => {
        const plain = read(`match[type]=${types.join(',')}&match[id]=${ids.join(',')}`)
        const repeated = [...ids, ...ids].reverse().join(',')
        const other = read(
          spell([`${encode('match[id]')}=${encode(repeated)}`, `match[type]=${types.join('%2C')}`]),
        )
        return JSON.stringify(plain?.filters) === JSON.stringify(other?.filters)
      }),
    )
  t.notOk(holds((pairs) => pairs.join('&')).failed)
  t.ok(holds((pairs) => pairs[0]!).failed, 'positive control: a filter lost')
})

t.test('143: any text is read or refused, never thrown at', async (t) => {
  const piece = fc.constantFrom(
    '&',
    '=',
    ',',
    '%',
    '%00',
    '%5B',
    '+',
    'match[',
    'type]',
    'version]',
    'limit',
    'next',
    '9',
    'added_after',
    '2020-01-01T00:00:00Z',
    'first',
    'all',
    '\ud800',
    '２',
  )
  const search = fc
    .array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 12 })
    .map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(search, fc.constantFrom<QueryEndpoint>('objects', 'delete'), (text, endpoint) => {
      t.type(parseQuery(text, endpoint).ok, 'boolean')
    }),
    { numRuns: 1_000 },
  )
})
