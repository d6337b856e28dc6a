// The marking algebra, rule by rule.
import t from 'tap'
import {
  inheritLabel,
  isRed,
  type Label,
  type LabelDefaults,
  readLabel,
  refuseAttribution,
} from '../../../src/core/sharing/label.ts'
import type { Tlp } from '../../../src/core/sharing/tlp.ts'
import { tlpIdOf } from '../../../src/core/stix/marking.ts'
import {
  acs,
  ais,
  cui,
  fakeTlp,
  idOf,
  iep,
  indicator,
  labelUnder,
  mark,
  nothingSaid,
  now,
  pap,
  statement,
  tlp1,
} from './markings.ts'

const marked = (...refs: string[]) => ({ object_marking_refs: refs })
const inPart = (...granular_markings: unknown[]) => ({ granular_markings })

type Case = [name: string, definitions: object[], own: Record<string, unknown>, Partial<Label>]

const cases: Case[] = [
  ['M1 one marking', [], marked(tlpIdOf('green')), { tlp: 'green', marked: true, warnings: [] }],
  ['M1 TLP 1 alone', [], marked(tlp1.white), { tlp: 'clear', marked: true }],
  ['M1 the strictest', [], marked(tlpIdOf('green'), tlpIdOf('red')), { tlp: 'red' }],
  [
    'M1 C-08 TLP 1 AMBER and TLP 2 CLEAR',
    [],
    marked(tlp1.amber, tlpIdOf('clear')),
    {
      tlp: 'amber',
      warnings: ['the markings contradict each other: read as TLP:AMBER'],
    },
  ],
  ['M1 the same level twice', [], marked(tlp1.red, tlpIdOf('red')), { tlp: 'red', warnings: [] }],
  ['M1 IEP joins', [iep({ tlp: 'amber' })], marked(tlpIdOf('green')), { tlp: 'amber' }],
  ['M1 IEP alone marks', [iep({ tlp: 'green' })], {}, { tlp: 'green', marked: true }],
  [
    'M2 stricter part C-09',
    [],
    { ...marked(tlpIdOf('green')), ...inPart(mark('red', 'description')) },
    { tlp: 'green', parts: [{ path: ['description'], tlp: 'red' }] },
  ],
  [
    'M3 laxer part C-11',
    [],
    { ...marked(tlpIdOf('amber')), ...inPart(mark('green', 'pattern')) },
    { tlp: 'amber', parts: [{ path: ['pattern'], tlp: 'green' }] },
  ],
  [
    'M5 C-13 a selector of what is not there',
    [],
    { ...marked(tlpIdOf('green')), ...inPart(mark('red', 'description', 'objective')) },
    { refused: 'a granular marking selects nothing this object has: mark only what is there' },
  ],
  ['M5 no selector', [], inPart(mark('red', 'labels[0]')), { refused: /selects nothing/ as never }],
  [
    'M5 a list of other things',
    [],
    inPart(mark('red', 1 as never)),
    { refused: /nothing/ as never },
  ],
  ['M5 no list', [], inPart({ marking_ref: tlp1.red }), { refused: /nothing/ as never }],
  ['M5 no marking', [], inPart({ selectors: ['name'] }), { refused: /nothing/ as never }],
  ['M5 no structure', [], inPart(7), { refused: /nothing/ as never }],
  [
    'M6 list entries one by one C-12',
    [],
    inPart(mark('red', 'labels.[1]', 'external_references.[0].hashes.MD5')),
    {
      parts: [
        { path: ['labels', 1], tlp: 'red' },
        { path: ['external_references', 0, 'hashes', 'MD5'], tlp: 'red' },
      ],
    },
  ],
  ['M8 C-07 unmarked', [], {}, { tlp: 'amber+strict', marked: false }],
  [
    'M9 C-69 ACS S',
    [acs({ control_set: { classification: 'S' } })],
    {},
    { refused: /`U`/ as never },
  ],
  [
    'M9 ACS U',
    [acs({ control_set: { classification: 'U' } })],
    {},
    { foreign: true, refused: null },
  ],
  ['M9 CUI', [cui()], marked(tlpIdOf('green')), { foreign: true, tlp: 'green', unknown: false }],
  ['M9 an unknown scheme', [{ extensions: { 'x-acme-ext': { a: 1 } } }], {}, { unknown: true }],
  ['M9 an unknown type', [{ definition_type: 'x-acme', definition: {} }], {}, { unknown: true }],
  ['M9 nobody knows it', [], marked(idOf(5)), { unknown: true, tlp: 'amber+strict' }],
  ['M9 no id', [], { object_marking_refs: [7] }, { unknown: true }],
  ['M9 no list', [], { object_marking_refs: idOf(5) }, { unknown: true }],
  ['M9 in a part', [], inPart({ marking_ref: idOf(5), selectors: ['name'] }), { unknown: true }],
  [
    'M9 foreign in a part',
    [cui()],
    { ...inPart({ marking_ref: idOf(0), selectors: ['name'] }) },
    { foreign: true, parts: [] },
  ],
  ['M9 TLP under another id', [fakeTlp('clear')], {}, { unknown: true, marked: false }],
  [
    'M9 TLP 1 under another id',
    [{ definition_type: 'TLP', definition: { tlp: 'white' } }],
    {},
    { unknown: true, marked: false },
  ],
  [
    'M10 C-33 a statement',
    [statement('© 2026 ACME SOC')],
    marked(tlpIdOf('green')),
    { tlp: 'green', unknown: false, warnings: [] },
  ],
  [
    'M10 関係者限り',
    [statement('本資料は 関係者限り です')],
    marked(tlpIdOf('green')),
    { tlp: 'amber+strict' },
  ],
  ['M10 取扱注意', [statement('取扱注意')], marked(tlpIdOf('clear')), { tlp: 'amber' }],
  ['M10 never wider', [statement('取扱注意')], marked(tlpIdOf('red')), { tlp: 'red' }],
  ['M10 no default undone', [statement('取扱注意')], {}, { tlp: 'amber+strict' }],
  [
    'M10 in a part never below the whole',
    [statement('取扱注意')],
    { ...marked(tlpIdOf('red')), ...inPart({ marking_ref: idOf(0), selectors: ['name'] }) },
    { parts: [{ path: ['name'], tlp: 'red' }] },
  ],
  [
    'M1 every path of a marking',
    [],
    {
      ...marked(tlpIdOf('clear')),
      ...inPart({ marking_ref: tlpIdOf('green'), selectors: ['name', 'labels.[0]'] }),
    },
    {
      parts: [
        { path: ['name'], tlp: 'green' },
        { path: ['labels', 0], tlp: 'green' },
      ],
    },
  ],
  [
    'M11 what a definition says of TLP is not asked',
    [],
    marked(tlpIdOf('red')),
    { tlp: 'red', unknown: false },
  ],
  ['M14 the strictest PAP', [pap('green'), pap('red'), pap('amber')], {}, { pap: 'red' }],
  ['M14 PAP', [pap('clear')], marked(tlpIdOf('amber')), { tlp: 'amber', pap: 'clear' }],
  [
    'M14 permitted actions',
    [iep({ tlp: 'white', permitted_actions: 'externally-visible-direct-actions' })],
    marked(tlpIdOf('amber')),
    { tlp: 'amber', actions: 'externally-visible-direct-actions' },
  ],
  [
    'M15 C-57 an IEP that is over',
    [iep({ tlp: 'green', end_date: '2026-01-01T00:00:00Z', provider_attribution: 'must' })],
    {},
    {
      tlp: 'red',
      consent: 'none',
      actions: 'none',
      proprietary: true,
      attribution_demanded: false,
      warnings: ['an information exchange policy is not in force now and is read at its strictest'],
    },
  ],
  [
    'C-58 attribution demanded',
    [iep({ tlp: 'green', provider_attribution: 'must' })],
    {},
    { attribution_demanded: true, consent: null },
  ],
  ['AIS', [ais({ consent: 'usg' })], {}, { consent: 'government', proprietary: false }],
  [
    'two consents: the stricter',
    [ais({ consent: 'everyone' }), iep({ provider_attribution: 'must-not' })],
    {},
    { consent: 'none' },
  ],
  [
    'a language alone is no marking',
    [],
    { ...marked(tlpIdOf('green')), ...inPart({ lang: 'ja', selectors: ['name', 'nothing'] }) },
    { tlp: 'green', parts: [], refused: null, unknown: false },
  ],
  ['labels narrow', [], { ...marked(tlpIdOf('clear')), labels: ['tlp:red'] }, { tlp: 'red' }],
  ['labels never widen', [], { labels: ['tlp:clear', 7] }, { tlp: 'amber+strict', marked: false }],
  ['labels consent', [], { labels: ['ais-consent-everyone'] }, { consent: 'everyone' }],
  ['no attribution', [], {}, { attribution: false }],
  ['threat-actor', [], { type: 'threat-actor' }, { attribution: true }],
  ['intrusion-set', [], { type: 'intrusion-set' }, { attribution: true }],
  ['campaign', [], { type: 'campaign' }, { attribution: true }],
  [
    'attributed-to',
    [],
    { type: 'relationship', relationship_type: 'attributed-to' },
    { attribution: true },
  ],
  ['uses', [], { type: 'relationship', relationship_type: 'uses' }, { attribution: false }],
]
for (const [name, definitions, own, wanted] of cases) {
  t.match(labelUnder(definitions, own), wanted, name)
}

t.test('M8 C-07 the first default that there is', async (t) => {
  const chain: [Partial<LabelDefaults>, Tlp][] = [
    [{}, 'amber+strict'],
    [{ group: 'amber' }, 'amber'],
    [{ organisation: 'green', group: 'amber' }, 'green'],
    [{ collection: 'clear', organisation: 'green', group: 'amber' }, 'clear'],
  ]
  for (const [defaults, tlp] of chain) {
    t.match(labelUnder([], {}, { ...nothingSaid, ...defaults }), { tlp, marked: false })
  }
  const label = labelUnder([], marked(tlpIdOf('amber')), { ...nothingSaid, collection: 'clear' })
  t.match(label, { tlp: 'amber', marked: true }, 'a marking counts, not a default')
})

t.test('M10 the operator says what words mean, over the defaults', async (t) => {
  const phrases = { 関係者限り: 'amber', 'eyes only': 'red', '': 'red' } as const
  const read = (words: string) =>
    labelUnder([statement(words)], marked(tlpIdOf('clear')), { ...nothingSaid, phrases }).tlp
  t.equal(read('関係者限り'), 'amber')
  t.equal(read('ＥＹＥＳ　ＯＮＬＹ'), 'red', 'in any width and case')
  t.equal(read('非公開'), 'amber+strict', 'the other defaults stay')
  t.equal(read('eyes'), 'clear')
})

t.test('M11 definitions of TLP are constants', async (t) => {
  const lying = () => ({ type: 'marking-definition', id: tlpIdOf('red'), ...statement('open') })
  const object = indicator(marked(tlpIdOf('red')))
  t.equal(readLabel(object, lying, nothingSaid, now).tlp, 'red')
})

t.test('M13 a translation inherits, field by field', async (t) => {
  const original = labelUnder([cui(), fakeTlp('red'), ais({ consent: 'none' })], {
    ...marked(tlpIdOf('green')),
    ...inPart(mark('red', 'description'), mark('amber', 'labels.[1]'), mark('red', 'name')),
  })
  const translation = {
    type: 'language-content',
    contents: { ja: { description: '一', labels: ['い', 'ろ'] }, de: { labels: ['a'] } },
    ...marked(tlpIdOf('clear')),
    ...inPart(mark('amber', 'contents.de')),
  }
  const own = readLabel(translation, () => null, nothingSaid, now)
  t.match(inheritLabel(own, translation, original), {
    tlp: 'green',
    consent: 'none',
    foreign: true,
    unknown: true,
    proprietary: false,
    attribution: false,
    parts: [
      { path: ['contents', 'de'], tlp: 'amber' },
      { path: ['contents', 'ja', 'description'], tlp: 'red' },
      { path: ['contents', 'ja', 'labels', 1], tlp: 'amber' },
    ],
  })
  t.equal(inheritLabel(own, { contents: 1 }, original).parts.length, 1)
})

t.test('C-58 naming the source cannot be both demanded and forbidden', async (t) => {
  const demanded = labelUnder([iep({ tlp: 'green', provider_attribution: 'must' })])
  const wanted = 'a marking demands that you are named: give consent `group` or `everyone`'
  for (const consent of ['none', 'hub', 'government'] as const) {
    t.match(refuseAttribution(demanded, consent), wanted)
    t.equal(refuseAttribution(labelUnder([]), consent), null)
  }
  t.equal(refuseAttribution(demanded, 'group'), null)
  t.equal(refuseAttribution(demanded, 'everyone'), null)
})

t.test('red in whole or in part, by the id alone', async (t) => {
  t.equal(isRed(indicator(marked(tlpIdOf('amber'), tlp1.red))), true)
  t.equal(isRed(indicator(inPart(null, mark('red', 'name')))), true)
  t.equal(isRed(indicator(marked(tlpIdOf('amber')))), false)
  t.equal(isRed({ object_marking_refs: 7, granular_markings: 8 }), false)
})
