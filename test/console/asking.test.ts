// What the console sends and how it shows what changed: pure, without a browser.
import fc from 'fast-check'
import t from 'tap'
import { compareTexts } from '../../console/src/preview/difference.ts'
import {
  type Answers,
  envelopeOf,
  safeAnswers,
  takeObjects,
  undoMs,
} from '../../console/src/submit/asking.ts'
import { parseOptions } from '../../src/core/sharing/options.ts'
import { indicator, tlp } from '../fixture/isac-object.ts'

const place = { group: 'g1', id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116' }
const at = Date.parse('2026-01-01T00:00:00Z')
const none = { left: new Set<number>(), names: new Map<number, string>() }
const asked = (object: object) => [
  { object: object as never, from: null, notes: [], confidence: null },
]

t.test('the options are what the hub reads, and the safe ones tell nobody', async (t) => {
  const cases: [string, Partial<Answers>, object][] = [
    ['safe, taken back', {}, { consent: 'none', not_before: '2026-01-01T00:10:00.000Z' }],
    ['at once', { timing: 'now' }, { consent: 'none' }],
    ['approval', { timing: 'approval' }, { consent: 'none', approval: true }],
    [
      'an embargo',
      { timing: 'later', notBefore: '2026-02-03T04:05' },
      { consent: 'none', not_before: '2026-02-03T04:05:00Z' },
    ],
    [
      'finer answers',
      { timing: 'now', victim: true, authorities: ['regulator'], exclude: ['b'], consent: 'hub' },
      { consent: 'hub', victim_consent: true, authorities: ['regulator'], exclude: ['b'] },
    ],
    ['recipients only of RED', { timing: 'now', recipients: ['aide@b'] }, { consent: 'none' }],
    [
      'RED',
      { timing: 'now', tlp: 'red', recipients: ['aide@b'] },
      { consent: 'none', recipients: ['aide@b'] },
    ],
  ]
  for (const [title, answers, expected] of cases) {
    const envelope = envelopeOf(place, [], { ...safeAnswers, ...answers }, at)
    t.same(envelope.x_sekisho_sharing, expected, title)
    t.equal(parseOptions(envelope.x_sekisho_sharing).ok, true, title)
  }
  const previewed = envelopeOf(place, [], safeAnswers, null)
  t.same(previewed.x_sekisho_sharing, { consent: 'none' }, 'a preview waits for nothing')
  t.equal(undoMs, 600_000)
})

t.test('answers become part of the objects', async (t) => {
  const amber = indicator('amber')
  const take = (answers: Partial<Answers>, corrections = none) =>
    takeObjects(asked(amber), corrections, { ...safeAnswers, ...answers }, null)
  t.same(take({}), [amber], 'nothing is changed unasked')
  const [green] = take({ tlp: 'green' })
  t.same(green?.object_marking_refs, [tlp.green], 'one level, not two')
  const [sure] = take({ confidence: 'high', title: 'a beacon' })
  t.match(sure, { confidence: 85, description: 'a beacon' })
  t.same(take({}, { left: new Set([0]), names: new Map() }), [])
  t.match(take({}, { left: new Set(), names: new Map([[0, 'mine']]) }), [{ name: 'mine' }])
})

t.test('the line around an indicator goes along where that is asked for', async (t) => {
  const text = 'Seen today.\r\nACME met 203.0.113[.]7 twice\nand 203.0.113[.]8'
  const { description: _, ...bare } = indicator('amber') as Record<string, unknown>
  const placed = (value: string, object: object = bare) => {
    const start = text.indexOf(value)
    const from = { start, end: start + value.length, text: value }
    return [{ object: object as never, from, notes: [], confidence: null }]
  }
  const describe = (found: ReturnType<typeof placed>, context: boolean, told: string | null) =>
    takeObjects(found, none, { ...safeAnswers, context }, told)[0]?.description
  const seven = placed('203.0.113[.]7')
  t.equal(describe(seven, true, text), 'ACME met 203.0.113[.]7 twice')
  t.equal(describe(placed('203.0.113[.]8'), true, text), 'and 203.0.113[.]8')
  t.equal(describe(seven, false, text), undefined, 'not unasked')
  t.equal(describe(seven, true, null), undefined, 'what is no text has no lines')
  t.equal(describe(placed('203.0.113[.]7', { ...bare, description: 'mine' }), true, text), 'mine')
  t.equal(describe(placed(text), true, text), undefined, 'nothing stands around it')
})

t.test('a comparison loses nothing of either text', async (t) => {
  t.same(compareTexts('seen at ACME', 'seen at [VICTIM-1]'), [
    { kind: 'same', text: 'seen at ' },
    { kind: 'removed', text: 'ACME' },
    { kind: 'added', text: '[VICTIM-1]' },
  ])
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(...'ab ') }),
  )
  fc.assert(
    fc.property(text, text, (before, after) => {
      const stretches = compareTexts(before, after)
      const rest = (without: string) =>
        stretches
          .filter(({ kind }) => kind !== without)
          .map(({ text }) => text)
          .join('')
      return rest('added') === before && rest('removed') === after
    }),
  )
})
