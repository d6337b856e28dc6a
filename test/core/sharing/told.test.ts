// What is kept of an object that was taken back: where and when it was told, and to nobody else.
import t from 'tap'
import { nobody } from '../../../src/core/sharing/audience.ts'
import type { Form } from '../../../src/core/sharing/form.ts'
import { joinTold, listTold, type Told } from '../../../src/core/sharing/told.ts'

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
