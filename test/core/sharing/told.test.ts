// What is kept of an object that was taken back: where and when it was told, and to nobody else.
import t from 'tap'
import { nobody } from '../../../src/core/sharing/audience.ts'
import { type Form, isTold } from '../../../src/core/sharing/form.ts'
import {
  joinTold,
  listTold,
  listVanished,
  rememberTold,
  type Told,
  tellingOf,
} from '../../../src/core/sharing/told.ts'

const form = (changes: Partial<Form>): Form => ({
  segment: 'community',
  profile: 'P2',
  collection_id: 'c1',
  state: 'shown',
  reason: null,
  audience: nobody,
  stix_id: 'malware--1',
  version: '2026-01-02T10:00:00.000Z',
  opens: null,
  closes: null,
  gate: null,
  rendition_id: null,
  digest: null,
  told: null,
  first: null,
  pieces: [],
  ...changes,
})

const told = (changes: Partial<Told> = {}): Told => ({
  segment: 'community',
  profile: 'P2',
  collection_id: 'c1',
  stix_id: 'malware--1',
  version: '2026-01-02T10:00:00.000Z',
  ...changes,
})

t.test(
  'what was shown was told, by whomever; what waits, is withheld or is the owner’s not',
  async (t) => {
    t.same(listTold([form({}), form({ state: 'covered', profile: 'P3' })]), [
      told(),
      told({ profile: 'P3' }),
    ])
    t.same(listTold([form({ state: 'waiting' }), form({ state: 'withheld' })]), [])
    t.same(listTold([form({ segment: 'owner', profile: 'P0' })]), [])
  },
)

const telling = { stix_id: 'malware--1', version: '2026-01-02T10:00:00.000Z', digest: 'd' }

t.test('a form remembers how it was told last', async (t) => {
  const states = ['shown', 'covered', 'waiting', 'withheld'] as const
  t.same(
    states.map((state) => isTold({ state })),
    [true, true, false, false],
  )
  for (const [from, to, kept] of [
    ['shown', 'withheld', telling],
    ['covered', 'waiting', telling],
    ['shown', 'shown', null],
    ['waiting', 'withheld', null],
  ] as const) {
    const [next] = [
      form({ state: to, stix_id: 'malware--9', told: kept === null ? telling : null }),
    ]
    rememberTold([form({ state: from, digest: 'd' })], [next as Form])
    t.same(next?.told, kept, `${from} ${to}`)
  }
  const held = form({ state: 'withheld', told: telling })
  t.same(tellingOf(held), telling)
  t.same(listTold([held]), [told()], 'it was told')
  const again = form({ state: 'waiting' })
  rememberTold([held], [again])
  t.same(again.told, telling, 'and is remembered still')
  const back = form({ told: telling })
  rememberTold([again], [back])
  t.equal(back.told, null, 'until it is told anew')
  const elsewhere = form({ state: 'withheld', profile: 'P3' })
  rememberTold([form({})], [elsewhere])
  t.equal(elsewhere.told, null, 'by strand')
  const own = form({ state: 'withheld', segment: 'owner' })
  rememberTold([form({ segment: 'owner' })], [own])
  t.equal(own.told, null, 'its owner is told everything')
})

t.test('what a version has no form of any more was told', async (t) => {
  const before = [
    form({}),
    form({ profile: 'P3' }),
    form({ collection_id: 'c2', state: 'waiting' }),
  ]
  t.same(listVanished(before, [form({ state: 'withheld' })]), [told({ profile: 'P3' })])
  t.same(listVanished(before, before), [])
})

t.test('the last of each strand and id is kept, in whatever order they come', async (t) => {
  const first = told()
  const last = told({ version: '2026-01-02T10:00:00.001Z' })
  const others = [
    told({ stix_id: 'malware--2' }),
    told({ profile: 'P3' }),
    told({ collection_id: 'c2' }),
    told({ segment: 'members' }),
  ]
  t.same(joinTold([first, last, ...others]), [last, ...others])
  t.same(joinTold([last, ...others, first]), [last, ...others])
  t.same(joinTold([]), [])
})
