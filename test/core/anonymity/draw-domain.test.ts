// What each profile leaves of domain objects, relationships and meta objects: a table of cases.

import t from 'tap'
import {
  makePatternRelationDefinition,
  patternRelationId,
} from '../../../src/core/anonymity/pattern-relation.ts'
import type { DrawnProfile, Scope } from '../../../src/core/anonymity/scope.ts'
import { noSurroundings } from '../../../src/core/anonymity/surroundings.ts'
import type { Reason } from '../../../src/core/sharing/reason.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { validateObject } from '../../../src/core/stix/validate.ts'
import { id, loadSchemaCheck, minimal } from '../stix/model/minimal.ts'
import { draw, makeScope, own, pseudonym } from './situation.ts'

type Changes = Record<string, unknown>
/** What is told of the given object: the same, with changes (`undefined`: gone), or why nothing. */
type Told = 'same' | Changes | Reason
type Case = {
  says: string
  type: string
  given?: Changes
  scope?: Partial<Scope>
} & Partial<Record<DrawnProfile, Told>>

const hour = '2026-01-02T03:00:00.000Z'
const day = '2026-01-02T00:00:00.000Z'
const when = { P2: { created: hour, modified: hour }, P3: { created: day, modified: day } }
const at2 = (changes: Changes): Changes => ({ ...when.P2, ...changes })
const at3 = (changes: Changes): Changes => ({ ...when.P3, ...changes })

const ttp = { source_name: 'mitre-attack', external_id: 'T1059' }
const ticket = { source_name: 'jira', url: 'https://jira.acme.internal/SEC-1' }
const consents = { victim_consent: true }
const named = { attributed: true }
const victim = 'identity--33333333-3333-4333-8333-333333333333'

const cases: Case[] = [
  {
    says: 'a plain indicator is left alone in the group',
    type: 'indicator',
    P1: 'same',
    P2: at2({ valid_from: hour }),
    P3: at3({ valid_from: day }),
  },
  {
    says: 'texts are masked, then written anew',
    type: 'indicator',
    given: { name: 'Acme was hit', description: 'by somebody', indicator_types: ['compromised'] },
    P1: { name: '[VICTIM-1] was hit' },
    P2: at2({
      name: 'Indicator: compromised',
      description: 'observes: url.',
      valid_from: hour,
    }),
  },
  {
    says: 'a text with nothing to say of goes',
    type: 'malware',
    given: { description: 'found at our office' },
    P1: 'same',
    P2: at2({ description: undefined }),
  },
  {
    says: 'T11: what ends is told late',
    type: 'indicator',
    given: { valid_until: '2026-01-02T05:00:00.001Z' },
    P2: at2({ valid_from: hour, valid_until: '2026-01-02T06:00:00.000Z' }),
    P3: at3({ valid_from: day, valid_until: '2026-01-03T00:00:00.000Z' }),
  },
  {
    says: 'T07, T08: the creator gives way to whom the scope names',
    type: 'tool',
    given: { created_by_ref: own },
    P1: { created_by_ref: pseudonym },
    P2: at2({ created_by_ref: pseudonym }),
  },
  {
    says: 'the creator stays where the source is named',
    type: 'tool',
    given: { created_by_ref: own },
    scope: named,
    P1: 'same',
  },
  {
    says: 'T29: labels of the vocabularies and of the group stay',
    type: 'tool',
    given: { labels: ['trojan', 'soc-tier-2', 'ours'] },
    scope: {
      allowed: { ...makeScope('P1').allowed, labels: new Set(['ours']) },
    },
    P1: { labels: ['trojan', 'ours'] },
  },
  {
    says: 'T29: no label is left',
    type: 'tool',
    given: { labels: ['soc-tier-2'] },
    P1: { labels: undefined },
  },
  {
    says: 'C-34, T27: only what is catalogued is referred to',
    type: 'attack-pattern',
    given: { external_references: [ticket, ttp] },
    P1: { external_references: [ttp] },
  },
  {
    says: 'C-35, T28: properties of tools go',
    type: 'tool',
    given: { x_misp_orgc: 'ACME', x_opencti_creator: 'taro' },
    P1: { x_misp_orgc: undefined, x_opencti_creator: undefined },
  },
  {
    says: 'T28: what the group admits stays, if it is clean',
    type: 'tool',
    given: { x_score: 7, x_deep: { a: [{ b: 'Acme' }] }, x_list: ['a', { c: null }] },
    scope: {
      allowed: {
        ...makeScope('P1').allowed,
        properties: new Set(['x_score', 'x_deep', 'x_list']),
      },
    },
    P1: { x_deep: undefined },
  },
  {
    says: 'T28: unknown extensions go, and with the last one the property',
    type: 'tool',
    given: { extensions: { 'x-own-ext': { a: 1 } } },
    P1: { extensions: undefined },
  },
  {
    says: 'T31: confidence is told by its band further out',
    type: 'tool',
    given: { confidence: 77 },
    P1: 'same',
    P2: at2({ confidence: 70 }),
  },
  {
    says: 'the language stays where a text can be written in it',
    type: 'indicator',
    given: { lang: 'ja-JP', name: '当社で見つけた' },
    P1: 'same',
    P2: at2({ lang: 'ja', name: 'インジケータ', valid_from: hour }),
  },
  {
    says: 'any other language goes',
    type: 'tool',
    given: { lang: 'fr' },
    P2: at2({ lang: undefined }),
  },
  {
    says: 'a name that may not be told is written anew',
    type: 'infrastructure',
    given: { name: 'Acme mail relay', aliases: ['relay', 'acme.example'] },
    P1: { name: '[VICTIM-1] mail relay', aliases: ['relay'] },
    P2: at2({ name: 'Infrastructure', aliases: ['relay'] }),
    P3: 'type-not-shared',
  },
  {
    says: 'a phase is told whole or not at all',
    type: 'malware',
    given: {
      kill_chain_phases: [
        { kill_chain_name: 'acme.example', phase_name: 'delivery' },
        { kill_chain_name: 'lockheed', phase_name: 'delivery', x_note: 'seen' },
        'odd',
      ],
    },
    P1: { kill_chain_phases: [{ kill_chain_name: 'lockheed', phase_name: 'delivery' }] },
  },
  {
    says: 'kinds outside the vocabulary go further out',
    type: 'malware',
    given: { malware_types: ['worm', 'office-worm'] },
    P1: 'same',
    P2: at2({ malware_types: ['worm'] }),
  },
  {
    says: 'T38: a place is told by its country',
    type: 'location',
    given: {
      country: 'jp',
      city: 'Nagoya',
      street_address: '1-1',
      latitude: 1,
      longitude: 2,
      precision: 3,
      name: 'plant',
    },
    P1: {
      ...{ city: undefined, street_address: undefined, name: undefined },
      ...{ latitude: undefined, longitude: undefined, precision: undefined },
    },
    P3: 'type-not-shared',
  },
  {
    says: 'T38: with consent the city is told, never the street',
    type: 'location',
    given: { country: 'jp', city: 'Nagoya', street_address: '1-1' },
    scope: consents,
    P1: { street_address: undefined },
    P2: at2({ city: undefined, street_address: undefined }),
  },
  {
    says: 'a place without country or region is none',
    type: 'location',
    given: { country: undefined, latitude: 1, longitude: 2 },
    P1: 'required-part-hidden',
  },
  {
    says: 'an incident is a bare name without consent',
    type: 'incident',
    given: { name: 'Acme breach', description: 'the mail server fell' },
    P1: { name: 'Incident', description: undefined },
    P2: at2({ name: 'Incident', description: undefined }),
    P3: 'type-not-shared',
  },
  {
    says: 'an incident with consent is told, without the owner’s words',
    type: 'incident',
    given: { name: 'Acme breach', description: 'the mail server fell' },
    scope: consents,
    P1: { name: '[VICTIM-1] breach' },
  },
  {
    says: 'with consent and the source named nothing is masked',
    type: 'incident',
    given: { name: 'Acme breach' },
    scope: { ...named, ...consents },
    P1: 'same',
  },
  {
    says: 'a note does not leave the group',
    type: 'note',
    given: { authors: ['Taro'], content: 'Acme was hit' },
    P1: { authors: undefined, content: '[VICTIM-1] was hit' },
    P2: 'type-not-shared',
  },
  {
    says: 'a report is a name and references further out',
    type: 'report',
    given: { name: 'Acme and the worm', report_types: ['malware'] },
    P1: { name: '[VICTIM-1] and the worm' },
    P2: at2({ name: 'Report: malware', published: hour }),
    P3: 'type-not-shared',
  },
  {
    says: 'actors are not for the public',
    type: 'threat-actor',
    given: { goals: ['money'], objective: 'x' },
    P1: { objective: undefined },
    P2: at2({ goals: undefined, objective: undefined }),
    P3: 'type-not-shared',
  },
  {
    says: 'counts are told by their magnitude',
    type: 'observed-data',
    given: { number_observed: 57 },
    P1: 'same',
    P2: at2({ number_observed: 21, first_observed: hour, last_observed: hour }),
  },
  {
    says: 'objects inside an object are not looked through',
    type: 'observed-data',
    given: { object_refs: undefined, objects: { 0: { type: 'file', name: 'a' } } },
    P1: 'communication-content',
  },
  {
    says: 'C-23: where it was seen is not told',
    type: 'sighting',
    given: { where_sighted_refs: [victim], count: 3 },
    P1: { where_sighted_refs: undefined },
    P2: 'victim-content',
  },
  {
    says: 'C-23: with consent it is',
    type: 'sighting',
    given: { where_sighted_refs: [victim] },
    scope: consents,
    P1: 'same',
  },
  {
    says: 'T37: a text with a secret is not told at all',
    type: 'malware',
    given: { description: 'log in with password=hunter2' },
    P1: { description: undefined },
  },
  {
    says: 'what is not of the form its property asks for goes',
    type: 'malware',
    given: {
      ...{ description: 7, aliases: ['a', 7], external_references: 'odd', lang: 7 },
      ...{ confidence: 'high', first_seen: 'yesterday', labels: 'trojan' },
    },
    P2: at2({
      ...{ aliases: ['a'], external_references: undefined, lang: undefined, confidence: undefined },
      ...{ first_seen: undefined, description: undefined },
    }),
  },
  {
    says: 'a pattern that is none',
    type: 'indicator',
    given: { pattern: 7 },
    P1: 'victim-content',
  },
  {
    says: 'a rule of another language that names the owner',
    type: 'indicator',
    given: { pattern_type: 'yara', pattern_version: '4', pattern: 'strings: $a = "acme.example"' },
    P1: 'victim-content',
  },

  { says: 'C-37: a victim', type: 'identity', P1: 'victim-content', P2: 'victim-content' },
  {
    says: 'a victim that consents',
    type: 'identity',
    given: { name: 'Bystander K.K.', contact_information: '03-0000-0000' },
    scope: consents,
    P1: { contact_information: undefined },
    P2: 'victim-content',
  },
  {
    says: 'a person, whoever consents',
    type: 'identity',
    given: { identity_class: 'individual' },
    scope: consents,
    P1: 'personal-content',
  },
  {
    says: 'a class of organisations',
    type: 'identity',
    given: { identity_class: 'class', name: 'railways', sectors: ['transportation'] },
    P1: 'same',
    P2: 'victim-content',
  },
  {
    says: 'a class that names the owner',
    type: 'identity',
    given: { identity_class: 'class', description: 'such as Acme' },
    P1: 'victim-content',
  },
  {
    says: 'the owner itself gives way to its pseudonym',
    type: 'identity',
    given: { id: own, name: 'Acme' },
    P1: 'source-content',
    P3: 'source-content',
  },
  {
    says: 'the owner itself where it is named, without its telephone',
    type: 'identity',
    given: { id: own, name: 'Acme', contact_information: '03-0000-0000', roles: ['a'] },
    scope: named,
    P1: { contact_information: undefined },
    P2: at2({ contact_information: undefined, roles: undefined }),
    P3: at3({ contact_information: undefined, roles: undefined }),
  },

  { says: 'a relationship', type: 'relationship', P1: 'same', P2: when.P2, P3: 'type-not-shared' },
  {
    says: 'between what the public may see',
    type: 'relationship',
    given: { source_ref: id('indicator'), target_ref: id('malware'), description: 'as seen' },
    P3: at3({ description: undefined }),
  },
  {
    says: 'that an organisation was hit is not told',
    type: 'relationship',
    given: { relationship_type: 'targets', target_ref: victim },
    P1: 'victim-content',
  },
  {
    says: 'nor where',
    type: 'relationship',
    given: { relationship_type: 'targets', target_ref: id('location') },
    P1: 'victim-content',
  },
  {
    says: 'with consent it is',
    type: 'relationship',
    given: { relationship_type: 'targets', target_ref: victim },
    scope: consents,
    P1: 'same',
  },
  {
    says: 'where attackers are stays in the group',
    type: 'relationship',
    given: { relationship_type: 'located-at', target_ref: id('location') },
    P1: 'same',
    P2: 'victim-content',
  },
  {
    says: 'a kind of relationship that names the owner',
    type: 'relationship',
    given: { relationship_type: 'seen-at-acme' },
    P1: 'victim-content',
  },

  {
    says: 'C-33: a statement that names its source',
    type: 'marking-definition',
    given: { definition: { statement: '© 2026 ACME SOC' }, created_by_ref: own },
    P1: {
      definition: { statement: 'Handling as agreed in this trust group' },
      created_by_ref: undefined,
    },
    P3: 'type-not-shared',
  },
  { says: 'any other statement', type: 'marking-definition', P1: 'same', P2: { created: hour } },
  {
    says: 'a statement of a source that is named',
    type: 'marking-definition',
    given: { definition: { statement: '© 2026 ACME SOC' } },
    scope: named,
    P1: 'same',
  },
  { says: 'an extension nobody asked for', type: 'extension-definition', P1: 'type-not-shared' },
  {
    says: 'an extension the group knows',
    type: 'extension-definition',
    scope: {
      allowed: {
        ...makeScope('P1').allowed,
        extensions: new Set([id('extension-definition')]),
      },
    },
    P1: { created_by_ref: pseudonym },
    P2: 'type-not-shared',
  },
]

for (const { says, type, given = {}, scope = {}, ...profiles } of cases) {
  for (const [profile, told] of Object.entries(profiles)) {
    const object = minimal(type, given)
    const before = structuredClone(object)
    const drawn = draw(object, makeScope(profile as DrawnProfile, scope))
    const name = `${profile} ${type}: ${says}`
    t.strictSame(object, before, `${name} (the given one is left alone)`)
    if (drawn.fate === 'withheld') {
      t.equal(drawn.reason, told, name)
      continue
    }
    const expected = { ...object, ...(typeof told === 'object' ? told : {}) }
    for (const [key, value] of Object.entries(expected)) {
      if (value === undefined) delete (expected as Changes)[key]
    }
    t.strictSame(drawn.object, typeof told === 'string' && told !== 'same' ? told : expected, name)
    t.equal(drawn.changed, told !== 'same', `${name} (changed)`)
  }
}

t.test('a type that STIX has not', async (t) => {
  const object = {
    type: 'x-thing',
    spec_version: '2.1',
    id: id('x-thing'),
    x_own: 'a',
    labels: ['trojan'],
  }
  const hidden = draw(object, makeScope('P1'))
  t.match(hidden, { fate: 'withheld', reason: 'type-not-shared' })
  const allowed = { ...makeScope('P1').allowed, types: new Set(['x-thing']) }
  const { x_own: _, ...rest } = object
  t.match(draw(object, makeScope('P1', { allowed })), {
    fate: 'drawn',
    changed: true,
    object: rest,
  })
})

t.test('a pattern of STIX 2.0', async (t) => {
  const { spec_version: _, pattern_type: __, ...rest } = minimal('indicator')
  const object = (pattern: string) => ({ ...rest, pattern }) as StixObject
  const told = draw(object("[domain-name:value = 'evil.example']"), makeScope('P1'))
  t.match(told, { fate: 'drawn', changed: false })
  t.match(draw(object("[url:value = 'https://acme.example/']"), makeScope('P1')), {
    reason: 'pattern-nothing-left',
  })
})

t.test('T28: what lies too deep to be read is not passed on', async (t) => {
  let deep: unknown = 'a'
  for (let depth = 0; depth < 70; depth++) deep = [deep]
  const allowed = { ...makeScope('P1').allowed, properties: new Set(['x_deep']) }
  const drawn = draw(minimal('tool', { x_deep: deep }), makeScope('P1', { allowed }))
  t.ok(drawn.fate === 'drawn' && !('x_deep' in drawn.object))
})

t.test('the extension of a changed pattern is defined', async (t) => {
  const definition = makePatternRelationDefinition(id('identity'))
  t.strictSame(validateObject(definition, loadSchemaCheck(), 'strict'), [])
  t.equal(definition.id, patternRelationId)
})

t.test('whether free text is left', async (t) => {
  const told = (changes: Changes, profile: DrawnProfile) => {
    const drawn = draw(minimal('report', changes), makeScope(profile))
    return drawn.fate === 'drawn' && drawn.text
  }
  t.equal(told({}, 'P1'), 'free')
  t.equal(told({}, 'P2'), 'cleared')
  t.match(draw(minimal('malware'), makeScope('P1')), { text: 'cleared' })
})

t.test('a creator of the submission is the source as well', async (t) => {
  const around = { ...noSurroundings(), creators: new Set([id('identity')]) }
  const identity = minimal('identity')
  t.match(draw(identity, makeScope('P1'), around), { reason: 'source-content' })
  t.match(draw(identity, makeScope('P1', named), around), { fate: 'drawn', changed: false })
})

t.test('T06: one word has one mask in a submission', async (t) => {
  const around = noSurroundings()
  const first = draw(minimal('note', { content: 'acme.example fell' }), makeScope('P1'), around)
  const second = draw(minimal('note', { content: 'so did Acme' }), makeScope('P1'), around)
  const third = draw(minimal('note', { content: 'at acme.example' }), makeScope('P1'), around)
  const contents = [first, second, third].map((drawn) =>
    drawn.fate === 'drawn' ? drawn.object.content : null,
  )
  t.strictSame(contents, ['[VICTIM-1] fell', 'so did [VICTIM-2]', 'at [VICTIM-1]'])
})

t.test('I1: a changed pattern says so, and is less sure', async (t) => {
  const hash = 'ef537f25c895bfa782526529a9b63d97aa631564d5d789c2b765448c8635fb6c'
  const pattern = `[file:hashes.'SHA-256' = '${hash}'] AND [url:value = 'https://acme.example/']`
  const indicator = minimal('indicator', { pattern, confidence: 80 })
  const drawn = draw(indicator, makeScope('P1'))
  const extension = { extension_type: 'property-extension', relation: 'generalises' }
  const expected = {
    fate: 'drawn',
    changed: true,
    narrows: 'generalises',
    object: {
      pattern: `[file:hashes.'SHA-256' = '${hash}']`,
      confidence: 70,
      extensions: { [patternRelationId]: extension },
    },
  }
  t.match(drawn, expected)
  t.match(drawn, { notes: ['pattern is changed: it generalises'] })
  const unsure = draw(minimal('indicator', { pattern }), makeScope('P1'))
  t.notOk(unsure.fate === 'drawn' && 'confidence' in unsure.object)
  const again = drawn.fate === 'drawn' && draw(drawn.object, makeScope('P1'))
  t.match(again, { fate: 'drawn', changed: false }, 'T(T(x)) = T(x)')
  const hit = minimal('indicator', { pattern: "[url:value = 'https://acme.example/']" })
  t.match(draw(hit, makeScope('P1')), { fate: 'withheld' })
})
