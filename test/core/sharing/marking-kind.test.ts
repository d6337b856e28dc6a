// What each kind of marking definition asks, in every shape it is met in.
import t from 'tap'
import { type Label, readLabel } from '../../../src/core/sharing/label.ts'
import { acsExtensionId, readMarking } from '../../../src/core/sharing/marking-kind.ts'
import { readAisWord, readPapWord, readTag, readTlpWord } from '../../../src/core/sharing/tag.ts'
import { tlpIdOf } from '../../../src/core/stix/marking.ts'
import {
  acs,
  ais,
  cui,
  iep,
  indicator,
  labelUnder,
  nothingSaid,
  now,
  pap,
  statement,
} from './markings.ts'

const open = { object_marking_refs: [tlpIdOf('clear')] }

type Case = [name: string, definition: object, Partial<Label>]

const late = { end_date: '2026-06-01T12:00:00Z' }

const cases: Case[] = [
  ['AIS none', ais({ consent: 'NONE', is_proprietary: 'false' }), { consent: 'none' }],
  ['AIS usg', ais({ ais_consent: 'USG' }), { consent: 'government', proprietary: false }],
  ['AIS everyone', ais({ AISConsent: 'everyone' }), { consent: 'everyone', proprietary: false }],
  [
    'AIS everyone, proprietary',
    ais({ consent: 'ais-consent-everyone-cisa-proprietary' }),
    { consent: 'everyone', proprietary: true },
  ],
  ['AIS proprietary', ais({ consent: 'everyone', is_proprietary: true }), { proprietary: true }],
  ['AIS as text', ais({ consent: 'everyone', cisa_proprietary: 'true' }), { proprietary: true }],
  ['AIS with TLP', ais({ consent: 'none', tlp: 'AMBER' }), { tlp: 'amber', unknown: false }],
  ['AIS with no TLP level', ais({ consent: 'none', color: 'blue' }), { unknown: true }],
  ['AIS without consent', ais({ is_proprietary: 'false' }), { consent: 'none' }],
  ['AIS with another consent', ais({ consent: 'friends' }), { consent: 'none' }],
  ['AIS with no word', ais({ consent: 7 }), { consent: 'none' }],
  [
    'AIS as in STIX 1',
    ais({ is_proprietary: { ais_consent: { consent: 'USG' }, tlp_marking: { color: 'GREEN' } } }),
    { consent: 'government', proprietary: true, tlp: 'green' },
  ],
  [
    'AIS too deep',
    ais({ a: { b: { c: { d: { e: { consent: 'everyone' } } } } } }),
    { consent: 'none' },
  ],
  [
    'AIS where ACS stands',
    acs({ consent: 'usg', is_proprietary: 'true' }),
    {
      consent: 'government',
      proprietary: true,
      foreign: false,
      refused: null,
    },
  ],
  [
    'AIS beside ACS',
    acs({ control_set: { classification: 'U' }, consent: 'everyone' }),
    {
      consent: 'everyone',
      foreign: true,
      refused: null,
    },
  ],
  [
    'ACS in a definition',
    { definition_type: 'acs', definition: { control_set: {} } },
    {
      refused: /classification `U`/ as never,
    },
  ],
  ['ACS without controls', acs({ name: 'a' }), { refused: /classified/ as never }],
  ['ACS TS', acs({ control_set: { classification: 'TS' } }), { refused: /classified/ as never }],
  ['ACS no word', acs({ control_set: { classification: 1 } }), { refused: /classified/ as never }],
  ['ACS no structure', { extensions: { [acsExtensionId]: 'U' } }, { unknown: true }],
  ['CUI', cui(), { foreign: true }],
  [
    'CUI in a definition',
    { definition_type: 'CUI', definition: { control: 'CUI' } },
    {
      foreign: true,
    },
  ],
  ['PAP', pap('AMBER'), { pap: 'amber' }],
  ['PAP white', pap('white'), { pap: 'clear' }],
  [
    'PAP in a definition',
    { definition_type: 'PAP', definition: { PAP: 'PAP:GREEN' } },
    {
      pap: 'green',
    },
  ],
  [
    'PAP with no level',
    pap('blue'),
    {
      pap: 'red',
      warnings: ['a marking names no level of PAP and is read as PAP:RED'],
    },
  ],
  ['PAP no word', pap(1), { pap: 'red' }],
  [
    'PAP with the blank of its specification',
    {
      extensions: { 'extension-definition--f8d78575-edfd-406e-8e84- 6162a8450f5b': { pap: 'red' } },
    },
    { pap: 'red', unknown: false },
  ],
  [
    'IEP',
    iep({
      tlp: 'amber',
      provider_attribution: 'may',
      unmodified_resale: 'may',
      permitted_actions: ['none', 'internally-visible-actions'],
    }),
    {
      tlp: 'amber',
      consent: null,
      proprietary: false,
      actions: 'none',
      attribution_demanded: false,
      warnings: [],
    },
  ],
  [
    'IEP says nothing',
    iep({}),
    { consent: null, actions: null, proprietary: false, unknown: false },
  ],
  ['IEP must not', iep({ provider_attribution: 'MUST NOT' }), { consent: 'none' }],
  ['IEP must', iep({ attribution: 'must' }), { attribution_demanded: true }],
  ['IEP with another word', iep({ provider_attribution: 'perhaps' }), { consent: 'none' }],
  ['IEP with no word', iep({ provider_attribution: 1 }), { consent: 'none' }],
  ['IEP no resale', iep({ unmodified_resale: 'must-not' }), { proprietary: true }],
  ['IEP with another action', iep({ permitted_actions: 'dance' }), { actions: 'none' }],
  ['IEP with no TLP level', iep({ tlp: 'blue' }), { unknown: true }],
  [
    'IEP in a definition',
    { definition_type: 'iep', definition: { iep: { tlp: 'GREEN' } } },
    {
      tlp: 'green',
    },
  ],
  ['IEP without an end', iep({ tlp: 'green', end_date: null }), { tlp: 'green' }],
  [
    'IEP in force until',
    iep({ tlp: 'green', end_date: '2026-06-01T12:00:00.000001Z' }),
    {
      tlp: 'green',
    },
  ],
  ['M15 IEP over at its end', iep({ tlp: 'green', ...late }), { tlp: 'red' }],
  [
    'M15 IEP in force from',
    iep({ tlp: 'green', start_date: '2026-06-01T12:00:00Z' }),
    {
      tlp: 'green',
    },
  ],
  [
    'M15 IEP not yet',
    iep({ tlp: 'green', start_date: '2026-06-01T12:00:00.000001Z' }),
    {
      tlp: 'red',
      consent: 'none',
    },
  ],
  [
    'M15 a date',
    iep({ tlp: 'green', start_date: '2026-06-01', end_date: '2026-06-02' }),
    {
      tlp: 'green',
    },
  ],
  ['M15 no date', iep({ tlp: 'green', start_date: 'spring' }), { tlp: 'red' }],
  ['M15 no text', iep({ tlp: 'green', end_date: 7 }), { tlp: 'red' }],
  ['a statement without words', statement(7), { unknown: true }],
  [
    'a statement of no structure',
    { definition_type: 'statement', definition: 'x' },
    {
      unknown: true,
    },
  ],
  ['a tag in a statement', statement('PAP:AMBER'), { pap: 'amber', tlp: 'clear', unknown: false }],
  ['TLP in a statement', statement('Handle as TLP：RED'), { tlp: 'red', unknown: false }],
  ['strict', statement('TLP:AMBER+STRICT only'), { tlp: 'amber+strict' }],
  ['strict in words', statement('tlp amber strict'), { tlp: 'amber+strict' }],
  ['the strictest of two', statement('TLP:GREEN, TLP:AMBER'), { tlp: 'amber' }],
  ['TLP in Japanese', statement('本書はＴＬＰ：ＡＭＢＥＲとする'), { tlp: 'amber' }],
  ['no level', statement('TLP reduced, atlp:red'), { tlp: 'clear', unknown: false }],
  ['a word that begins as a level', statement('tlp:reduced'), { tlp: 'clear', unknown: true }],
  ['a level nobody knows', statement('tlp:unclear'), { unknown: true }],
  ['Chatham House', statement('tlp:ex:chr'), { consent: 'none', unknown: false }],
  ['a consent', statement('ais-consent-usg applies'), { consent: 'government' }],
  ['no consent', statement('ais-consent-maybe'), { consent: null }],
  [
    'a level in a name',
    { name: 'TLP:AMBER+STRICT', ...statement('Only within.') },
    {
      tlp: 'amber+strict',
      unknown: false,
    },
  ],
  ['a name that is none', { name: 7, ...statement('a') }, { tlp: 'clear', unknown: false }],
  ['nothing but a name', { name: 'TLP:CLEAR' }, { unknown: true }],
  ['a definition without a type', { definition: { statement: 'a' } }, { unknown: true }],
  ['extensions of no structure', { extensions: 'a', ...statement('b') }, { unknown: true }],
  [
    'an extension besides what is known',
    { ...statement('a'), extensions: { 'x-acme-ext': { a: 1 } } },
    { unknown: true },
  ],
]
for (const [name, definition, wanted] of cases) {
  t.match(labelUnder([definition], open), wanted, name)
}

t.test('the consent of the identity an object names as its creator', async (t) => {
  const creator = 'identity--0c7e22ad-b099-4dc3-b0df-2ea3f49ae2e6'
  const read = (labels: string[], own: Record<string, unknown> = {}) =>
    readLabel(
      indicator({ created_by_ref: creator, ...own }),
      (id) => (id === creator ? { type: 'identity', id, labels } : null),
      nothingSaid,
      now,
    )
  t.match(read(['ais-consent-everyone-cisa-proprietary']), {
    consent: 'everyone',
    proprietary: true,
  })
  t.match(read(['ais-consent-usg'], { labels: ['ais-consent-none'] }), { consent: 'none' })
  t.match(read(['tlp:red', 'pap:red']), { tlp: 'amber+strict', pap: null }, 'and nothing else')
  t.match(read([], { created_by_ref: 7 }), { consent: null })
})

const papIds: [id: string, level: string][] = [
  ['ad15a0cd-55b6-4588-a14c-a66105329b92', 'clear'],
  ['a3bea94c-b469-41dc-9cfe-d6e7daba7730', 'clear'],
  ['c43594d1-4b11-4c59-93ab-1c9b14d53ce9', 'green'],
  ['60f8932b-e51e-4458-b265-a2e8be9a80ab', 'amber'],
  ['740d36e5-7714-4c30-961a-3ae632ceee0e', 'red'],
]
for (const [id, level] of papIds) {
  const read = readMarking(`marking-definition--${id}`, () => null, { phrases: {}, now })
  t.match(read, { pap: level, unknown: false }, `the common objects' PAP ${level}`)
}

t.test('an id that leads to something else is unknown', async (t) => {
  const find = (id: string) => ({ type: 'identity', id, ...statement('a') })
  const id = 'marking-definition--00000000-0000-4000-8000-000000000001'
  t.equal(readMarking(id, find, { phrases: {}, now }).unknown, true)
})

const tags: [tag: string, asked: object][] = [
  ['tlp:amber', { floor: 'amber' }],
  ['TLP:AMBER+STRICT', { floor: 'amber+strict' }],
  ['tlp:white', { floor: 'clear' }],
  ['tlp:unclear', { floor: null, unknown: false }],
  ['tlp:ex:chr', { floor: null, consent: 'none' }],
  ['PAP:RED', { pap: 'red' }],
  ['ais-consent-usg', { consent: 'government' }],
  ['ais-consent-', { consent: null }],
  ['iep2-policy:provider_attribution="must-not"', { consent: 'none', named: false }],
  ['iep:provider_attribution=must', { consent: null, named: true }],
  ['iep:attribution="may"', { consent: null, named: false }],
  ['iep:attribution="perhaps"', { consent: null, named: false }],
  ['ransomware', { floor: null, consent: null, pap: null, named: false }],
]
for (const [tag, asked] of tags) t.match(readTag(tag), asked, tag)

t.strictSame([readTlpWord(1), readPapWord(null), readAisWord({})], [null, null, null])
t.equal(readTlpWord('constructor'), null)
t.equal(readPapWord('constructor'), null)
t.equal(readAisWord('constructor'), null)
