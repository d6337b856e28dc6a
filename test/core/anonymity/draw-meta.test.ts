// What each profile leaves of identities, relationships and meta objects: a table of cases.

import t from 'tap'
import { id } from '../stix/model/minimal.ts'
import { at2, at3, type Case, checkCases, consents, hour, named } from './drawing-cases.ts'
import { makeScope, own, pseudonym } from './situation.ts'

const victim = 'identity--33333333-3333-4333-8333-333333333333'

const cases: Case[] = [
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

  { says: 'a relationship', type: 'relationship', P1: 'same', P2: at2(), P3: 'type-not-shared' },
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

checkCases(t, cases)
