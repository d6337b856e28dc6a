// Which versions may join those their owner keeps, and whom each is then shown to: tables of cases,
// and what holds in whichever order versions arrive.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import {
  type Candidate,
  decideJoining,
  joinForms,
  type Kept,
  leaveLater,
  narrowForm,
} from '../../src/core/lineage.ts'
import {
  type Atom,
  type Audience,
  admits,
  implies,
  nobody,
  only,
  unite,
} from '../../src/core/sharing/audience.ts'
import { anonymousClearance } from '../../src/core/sharing/clearance.ts'
import type { Form } from '../../src/core/sharing/form.ts'
import { untilFound } from '../fixture/until-found.ts'

const hash = (text: string): Buffer => createHash('sha256').update(text).digest()

const candidate = (changes: Partial<Candidate> = {}): Candidate => ({
  stix_id: 'indicator--1',
  spec_version: '2.1',
  version: { text: '2026-01-02T00:00:00.000Z', order: '2026-01-02T00:00:00' },
  created_order: '2026-01-01T00:00:00',
  created_by_ref: null,
  content_hash: hash('b'),
  ...changes,
})

const kept = (changes: Partial<Kept> = {}): Kept => ({
  version_id: 1n,
  owner_id: 'acme',
  stix_id: 'indicator--1',
  spec_version: '2.1',
  version: '2026-01-01T00:00:00.000Z',
  version_order: '2026-01-01T00:00:00',
  created_order: '2026-01-01T00:00:00',
  created_by_ref: null,
  revoked: false,
  content_hash: hash('a'),
  unversioned: false,
  forms: [],
  ...changes,
})

type Case = [name: string, kept: Kept[], candidate: Candidate, strict: boolean, verdict: string]

const at = (order: string) => ({ text: `${order}Z`, order })
const cases: Case[] = [
  ['264 nothing kept', [], candidate(), true, 'new'],
  ['264 a later version', [kept()], candidate(), true, 'new'],
  [
    '265 an earlier version',
    [kept()],
    candidate({ version: at('2025-12-01T00:00:00') }),
    true,
    'new',
  ],
  [
    '261 the same version, the same bytes',
    [kept()],
    candidate({ version: at('2026-01-01T00:00:00'), content_hash: hash('a') }),
    true,
    'present',
  ],
  [
    '263 the same version, other bytes',
    [kept()],
    candidate({ version: at('2026-01-01T00:00:00') }),
    true,
    'compare',
  ],
  [
    '298 created differs',
    [kept()],
    candidate({ created_order: '2025-01-01T00:00:00' }),
    true,
    'refused',
  ],
  [
    '298 created differs, lenient',
    [kept()],
    candidate({ created_order: '2025-01-01T00:00:00' }),
    false,
    'new',
  ],
  ['301 another creator', [kept()], candidate({ created_by_ref: 'identity--2' }), true, 'refused'],
  ['300 after the revocation', [kept({ revoked: true })], candidate(), true, 'refused'],
  [
    '300 older than the revocation',
    [kept({ revoked: true })],
    candidate({ version: at('2025-12-01T00:00:00') }),
    true,
    'new',
  ],
  [
    '266 an unversioned object again',
    [kept({ unversioned: true })],
    candidate({ version: null, content_hash: hash('a') }),
    true,
    'present',
  ],
  [
    '266 an unversioned object, changed',
    [kept({ unversioned: true })],
    candidate({ version: null }),
    true,
    'compare',
  ],
  ['266 unversioned after versioned', [kept()], candidate({ version: null }), true, 'refused'],
  [
    '177 the same time under another specification',
    [kept()],
    candidate({ spec_version: '2.0', version: at('2026-01-01T00:00:00') }),
    true,
    'new',
  ],
]

for (const [name, held, asked, strict, verdict] of cases) {
  t.test(name, async (t) => {
    t.equal(decideJoining(held, asked, strict).verdict, verdict)
  })
}

const letters = ['a', 'b', 'c'] as const
type Letter = (typeof letters)[number]

const isLetter = (id: Letter): Atom => ({ is: 'organisation', id })
const viewers = (names: readonly Letter[]): Audience =>
  names.map((name) => only(isLetter(name))).reduce(unite, nobody)

const admitted = (audience: Audience): string =>
  letters
    .filter((organisation_id) => {
      const clearance = { ...anonymousClearance, status: 'active', organisation_id }
      return admits(audience, clearance).admitted
    })
    .join('')

const formOf = (audience: Audience, changes: Partial<Form> = {}): Form => ({
  segment: 'members',
  profile: 'P1',
  collection_id: 'c1',
  state: 'shown',
  reason: null,
  audience,
  stix_id: 'indicator--1',
  version: '',
  ...{ opens: null, closes: null },
  gate: null,
  rendition_id: null,
  digest: null,
  told: null,
  first: null,
  pieces: [{ position: 1n, rendition_id: 1n, stix_id: 'indicator--1', audience }],
  ...changes,
})

const shown = (form: Form | undefined): string =>
  form === undefined || form.state === 'withheld'
    ? ''
    : admitted(form.pieces.map(({ audience }) => audience).reduce(unite, nobody))

const abc = viewers(letters)
const late: Partial<Form> = { state: 'withheld', reason: 'later-version-shown', pieces: [] }
const narrowings: [string, Form, Form | undefined, string][] = [
  ['to the same viewers', formOf(abc), formOf(abc), 'shown abc'],
  ['to more', formOf(viewers(['a'])), formOf(abc), 'shown a'],
  ['to fewer', formOf(abc), formOf(viewers(['b', 'c'])), 'shown bc'],
  ['to others', formOf(viewers(['a'])), formOf(viewers(['b'])), 'withheld '],
  ['to some of them', formOf(viewers(['a', 'b'])), formOf(viewers(['b', 'c'])), 'shown b'],
  ['to none: the later version has no such form', formOf(abc), undefined, 'withheld '],
  ['to what is withheld', formOf(abc), formOf(abc, { state: 'withheld' }), 'withheld '],
  ['to what came after a later one', formOf(abc), formOf(viewers(['a', 'b']), late), 'shown ab'],
  [
    'to what waits: not taken from anybody',
    formOf(abc),
    formOf(abc, { state: 'waiting' }),
    'shown abc',
  ],
  [
    'what others show already',
    formOf(abc, { state: 'covered', pieces: [] }),
    formOf(abc),
    'covered ',
  ],
  [
    'what is withheld anyhow',
    formOf(abc, { state: 'withheld', pieces: [] }),
    formOf(abc),
    'withheld ',
  ],
]
for (const [name, form, to, wanted] of narrowings) {
  t.test(`a form narrowed ${name}`, async (t) => {
    const narrowed = narrowForm(form, to)
    t.equal(`${narrowed.state} ${shown(narrowed)}`, wanted)
    t.ok(implies(narrowed.audience, form.audience), 'nobody is added')
  })
}

t.test('V1 whom later versions leave', async (t) => {
  const cases: [string, (Form | undefined)[], string][] = [
    ['there is none', [], 'abc'],
    ['each leaves some', [formOf(viewers(['a', 'b'])), formOf(viewers(['b', 'c']))], 'b'],
    ['one is not in the segment', [formOf(abc), undefined], ''],
    ['one is withheld', [formOf(abc, { state: 'withheld' }), formOf(abc)], ''],
    ['one waits', [formOf(viewers(['c']), { state: 'waiting' })], 'c'],
    ['one came after a later one', [formOf(viewers(['a']), late), formOf(abc)], 'a'],
  ]
  for (const [name, later, wanted] of cases) t.equal(admitted(leaveLater(abc, later)), wanted, name)
})

type Step = { order: string; names: Letter[]; segment: Form['segment']; held: boolean }
type Version = { version_order: string; forms: Form[] }

/** Versions as they join one after another, each cut down by the others. */
const joinAll = (steps: Step[], join: typeof joinForms): Version[] => {
  const kept: Version[] = []
  for (const { order, names, segment, held } of steps) {
    if (kept.some(({ version_order }) => version_order === order)) continue
    const planned = formOf(viewers(names), { segment, pieces: [], ...(held ? late : {}) })
    const { forms, narrowed } = join(kept, { version_order: order, forms: [planned] })
    for (const { kept: version, forms: fewer } of narrowed) version.forms = fewer
    const placed = forms.map(({ pieces: _, ...form }) => formOf(form.audience, form))
    kept.push({ version_order: order, forms: placed })
  }
  return kept.sort((x, y) => (x.version_order < y.version_order ? -1 : 1))
}

/** V1, V2: a version is for those who may see it and every version after it, seen or held. */
const rule = (steps: Step[]): string[] => {
  const first = steps.filter(({ order }, at) => steps.findIndex((s) => s.order === order) === at)
  const sorted = first.sort((x, y) => (x.order < y.order ? -1 : 1))
  return sorted.map(({ names, segment, held }, at) => {
    if (held) return `${segment} `
    const later = sorted.slice(at + 1)
    const left = names.filter((name) =>
      later.every((other) => other.segment === segment && other.names.includes(name)),
    )
    return `${segment} ${[...left].sort().join('')}`
  })
}

const anySteps = fc.array(
  fc.record({
    order: fc.constantFrom('1', '2', '3', '4'),
    names: fc.subarray([...letters]),
    segment: fc.constantFrom<Form['segment']>('members', 'members', 'members', 'clients'),
    held: fc.constantFrom(false, false, true),
  }),
  { maxLength: 6 },
)

const holds = (join: typeof joinForms) =>
  fc.property(anySteps, (steps) => {
    const got = joinAll(steps, join).map(({ forms }) =>
      forms.map((form) => `${form.segment} ${shown(form)}`).join(),
    )
    return got.join() === rule(steps).join()
  })

t.test('V1 V2 in whichever order they arrive, each is for those of all later ones', async (t) => {
  fc.assert(holds(joinForms), { numRuns: 1000 })
  const latestOnly: typeof joinForms = (kept, joining) => {
    const later = kept.filter(({ version_order }) => version_order > joining.version_order)
    const [latest] = later.sort((x, y) => (x.version_order > y.version_order ? -1 : 1))
    const earlier = kept.filter((version) => !later.includes(version))
    return joinForms(latest === undefined ? earlier : [...earlier, latest], joining)
  }
  const forgetful: typeof joinForms = (kept, joining) => ({
    ...joinForms(kept, joining),
    narrowed: [],
  })
  const loose: typeof joinForms = (kept, joining) => ({
    ...joinForms(kept, joining),
    forms: joining.forms,
  })
  const heavy: typeof joinForms = (kept, joining) => {
    const forms = joining.forms.map((form) => ({ ...form, reason: null }))
    return joinForms(kept, { ...joining, forms })
  }
  for (const [name, mutant] of Object.entries({ latestOnly, forgetful, loose, heavy })) {
    t.equal(
      fc.check(holds(mutant), untilFound).failed,
      true,
      `positive control: ${name} is seen to fail`,
    )
  }
})
