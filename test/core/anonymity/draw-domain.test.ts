// What each profile leaves of domain objects: a table of cases.

import t from 'tap'
import { deriveId } from '../../../src/core/anonymity/pseudonym.ts'
import { at2, at3, type Case, checkCases, consents, day, hour, named } from './drawing-cases.ts'
import { makeScope, own, pseudonym } from './situation.ts'

const ttp = { source_name: 'mitre-attack', external_id: 'T1059' }
const ticket = { source_name: 'jira', url: 'https://jira.acme.internal/SEC-1' }
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
    P2: at2({ created_by_ref: deriveId(makeScope('P2'), own) }),
  },
  {
    says: 'and so does somebody else',
    type: 'tool',
    given: { created_by_ref: pseudonym },
    scope: named,
    P2: at2({ created_by_ref: pseudonym }),
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
]

checkCases(t, cases)
