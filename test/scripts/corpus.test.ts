// The judgements of the corpus run: each must be seen to catch what it is there for.
import t from 'tap'
import { type Bundle, findPairs, versionKeyOf } from '../../scripts/corpus/bundles.ts'
import type { Client } from '../../scripts/corpus/client.ts'
import { compareOnce, listLatest, listVersions } from '../../scripts/corpus/compare.ts'
import { compareOrders, findContest } from '../../scripts/corpus/either-order.ts'
import { type Account, cutEnvelopes, pushBundle } from '../../scripts/corpus/push.ts'
import { groupRefusals, readVerdicts } from '../../scripts/corpus/verdict.ts'
import { walk } from '../../scripts/corpus/walk.ts'
import { canonicalJson } from '../../src/core/json/canonical.ts'
import type { StixObject } from '../../src/core/stix/object.ts'
import type { StatusResource } from '../../src/core/taxii/resource.ts'

const created = '2026-01-01T00:00:00.000Z'

const malware = (n: number, changes: Record<string, unknown> = {}): StixObject => ({
  type: 'malware',
  spec_version: '2.1',
  id: `malware--00000000-0000-4000-8000-00000000000${n}`,
  created,
  modified: created,
  ...changes,
})
const later = { modified: '2026-02-01T00:00:00.000Z' }

const bundle = (name: string, ...objects: StixObject[]): Bundle => ({
  name,
  specVersion: '2.1',
  objects,
})

type Told = [StixObject, string | null][]

const statusOf = (successes: Told, failures: Told): StatusResource => {
  const details = (list: Told) =>
    list.map(([object, message]) => ({
      id: object.id,
      version: String(object.modified),
      ...(message === null ? {} : { message }),
    }))
  return {
    id: '00000000-0000-4000-8000-000000000000',
    status: 'complete',
    total_count: successes.length + failures.length,
    success_count: successes.length,
    successes: details(successes),
    failure_count: failures.length,
    failures: details(failures),
    pending_count: 0,
  }
}

t.test('compareOnce finds what is missing, unexpected and repeated', async (t) => {
  t.same(compareOnce(['a', 'b'], ['b', 'a']), { missing: [], unexpected: [], repeated: [] })
  t.same(compareOnce(['a', 'b'], ['a', 'a', 'c']), {
    missing: ['b'],
    unexpected: ['c'],
    repeated: ['a'],
  })
})

t.test('envelopes fit, hold every object once, and are cut between objects', async (t) => {
  const objects = [1, 2, 3, 4].map((n) => malware(n, { name: 'ü'.repeat(n * 50) }))
  const cuts = cutEnvelopes(objects, 600)
  t.ok(cuts.length > 1)
  for (const { envelope } of cuts) t.ok(Buffer.byteLength(envelope) <= 600)
  t.same(
    cuts.flatMap(({ envelope }) => JSON.parse(envelope).objects),
    objects,
  )
})

t.test('verdicts follow the version, also when an id is accepted and refused', async (t) => {
  const [one, two] = [malware(1), malware(1, later)]
  const status = statusOf(
    [[two, null]],
    [[one, '/objects/3: `a b` does not fit; expected `created`']],
  )
  const verdicts = readVerdicts([one, two], status)
  t.same(
    verdicts.map(({ outcome }) => outcome),
    ['refused', 'accepted'],
  )
  t.equal(groupRefusals(verdicts)[0]?.reason, '/objects/*: `…` does not fit; expected `created`')
  t.throws(() => readVerdicts([one], status), /does not add up/)
  t.throws(() => readVerdicts([two, malware(2)], status), /says nothing/)
})

/** A hub that answers every envelope with the same status. */
const answering = (status: StatusResource): Client => ({
  get: async () => ({ body: {}, first: null, last: null }),
  push: async () => status,
})

t.test('the account holds what was accepted, and false duplicates are told', async (t) => {
  const account: Account = new Map()
  const [one, two] = [malware(1), malware(1, { ...later, name: 'two' })]
  const push = async (object: StixObject, message: string | null) => {
    const client = answering(statusOf([[object, message]], []))
    return (await pushBundle(client, 'c', account, bundle('b', object), 10_000)).faults
  }
  t.same(await push(one, null), [])
  t.same(await push(two, null), [])
  t.same(await push(one, 'already present'), [])
  t.match(await push({ ...one, name: 'changed' }, 'already present'), [/differs/])
  t.match(await push(malware(2), 'already present'), [/never accepted/])
  t.match(await push(one, null), [/accepted twice/])
  t.same(
    listLatest(account).map(({ object }) => object),
    [two],
  )
  t.same([...listVersions(account).values()], [[created, later.modified]])
})

type Page = { entries: number[]; first?: string; last?: string; more?: boolean; next?: string }

const serving = (pages: Page[]): Client => {
  let at = 0
  return {
    get: async () => {
      const { entries, first = null, last = null, more = false, next } = pages[at++] ?? pages[0]!
      return { body: { objects: entries, more, ...(next ? { next } : {}) }, first, last }
    },
    push: async () => statusOf([], []),
  }
}

const day = (n: number): string => `2026-01-0${n}T00:00:00.000000Z`
const walks: [string, Page[], RegExp | null][] = [
  [
    'sound pages',
    [
      { entries: [1, 2], first: day(1), last: day(2), more: true, next: 'a' },
      { entries: [3], first: day(3), last: day(3) },
    ],
    null,
  ],
  ['too many entries', [{ entries: [1, 2, 3], first: day(1), last: day(2) }], /3 entries/],
  ['more without next', [{ entries: [1], first: day(1), last: day(1), more: true }], /disagree/],
  ['entries without dates', [{ entries: [1] }], /date headers/],
  ['dates without entries', [{ entries: [], first: day(1), last: day(1) }], /date headers/],
  [
    'dates that stand still',
    [
      { entries: [1], first: day(2), last: day(2), more: true, next: 'a' },
      { entries: [2], first: day(2), last: day(2) },
    ],
    /do not rise/,
  ],
  [
    'no end',
    [{ entries: [1], first: day(1), last: day(1), more: true, next: 'a' }],
    /does not end/,
  ],
]

t.test('a walk tells of pages no client should meet', async (t) => {
  for (const [name, pages, wanted] of walks) {
    const question = { path: 'x', filters: '', limit: 2, way: 'next' } as const
    const { faults, entries } = await walk(serving(pages), question, 5)
    if (wanted === null) {
      t.same(faults, [], name)
      t.same(entries, [1, 2, 3])
    } else t.match(faults.join('\n'), wanted, name)
  }
  const broken: Client = { ...serving([]), get: () => Promise.reject(new Error('answered 500')) }
  const question = { path: 'x', filters: '', limit: 2, way: 'date' } as const
  t.match((await walk(broken, question, 5)).faults, [/answered 500/], 'a page that fails')
})

t.test('pairs of bundles are those with versions of one object', async (t) => {
  const first = bundle('first', malware(1), malware(2))
  const cases: [string, Bundle, number][] = [
    ['the same objects', bundle('b', malware(1), malware(2)), 0],
    ['other objects', bundle('b', malware(3)), 0],
    ['a later version', bundle('b', malware(1, later)), 1],
    ['another history', bundle('b', malware(1, { ...later, created: later.modified })), 0],
    ['another STIX', { ...bundle('b', malware(1, later)), specVersion: '2.0' }, 0],
  ]
  for (const [name, second, pairs] of cases) t.equal(findPairs([first, second]).length, pairs, name)
})

const seen = (...objects: StixObject[]) => {
  const result = new Map<string, Map<string, string>>()
  for (const object of objects) {
    const versions = result.get(object.id) ?? new Map<string, string>()
    result.set(object.id, versions.set(versionKeyOf(object), canonicalJson(object)))
  }
  return result
}

t.test('only a contradiction of the bundles lets the order decide', async (t) => {
  const [old, young] = [malware(1), malware(1, later)]
  const named = malware(1, { name: 'other' })
  const elsewhere = malware(1, { ...later, created: later.modified })
  const compare = (one: StixObject[], other: StixObject[], sent: StixObject[]) =>
    compareOrders([seen(...one), seen(...other)], sent)
  t.match(compare([old, young], [young, old], [old, young]), { alike: 1, faults: [] })
  t.match(compare([old, young], [young], [old, young]), { faults: [/depends on the order/] })
  t.match(compare([old], [named], [old, young]), { alike: 0, contested: { content: 0 } })
  t.match(compare([old], [named], [old, named]), { contested: { content: 1 }, faults: [] })
  t.match(compare([old, young], [named], [old, named, young]), { faults: [/which versions/] })
  t.match(compare([old], [elsewhere], [old, elsewhere]), { contested: { history: 1 }, faults: [] })
})

t.test('what bundles contradict each other about', async (t) => {
  t.equal(findContest([malware(1), malware(1, later)]), null)
  t.equal(findContest([malware(1), malware(1)]), null)
  t.equal(findContest([malware(1), malware(1, { name: 'other' })]), 'content')
  t.equal(findContest([malware(1), malware(1, { ...later, created_by_ref: 'x' })]), 'history')
  t.equal(findContest([malware(1, { revoked: true }), malware(1, later)]), 'history')
  t.equal(findContest([malware(1), malware(1, { ...later, revoked: true })]), null)
})
