// Rules of markings: granular ones, and the fixed definitions of TLP.

import t from 'tap'
import { tlpDefinitions, tlpExtensionId } from '../../../../src/core/stix/marking.ts'
import { checkRules } from '../../../../src/core/stix/rules/check.ts'
import { type Case, findings, judge, uuid } from './cases.ts'

const ref = `marking-definition--${uuid}`
const other = 'marking-definition--11111111-77cd-4a82-a950-b5bc3caf07c4'
const mark = (...selectors: string[]) => ({ marking_ref: other, selectors })

judge(t, 'tool', [
  ['346 two markings', { object_marking_refs: [ref, other] }],
  ['346 twice', { object_marking_refs: [ref, other, ref] }, ['warning /object_marking_refs/2']],
  ['348 marking', { granular_markings: [mark('type')] }],
  ['348 345 language', { granular_markings: [{ lang: 'de', selectors: ['type'] }] }],
  [
    '348 both',
    { granular_markings: [mark('type'), { ...mark('type'), lang: 'de' }] },
    ['error /granular_markings/1'],
  ],
  ['348 none', { granular_markings: [{ selectors: ['type'] }] }, ['error /granular_markings/0']],
  [
    '345 349 names in any case',
    { hashes: { MD5: 'x' }, granular_markings: [mark('hashes.MD5', 'hashes')] },
  ],
  [
    '349 what is there',
    {
      labels: ['a'],
      external_references: [{ source_name: 'a', url: 'b' }],
      granular_markings: [mark('labels.[0]', 'external_references.[0].source_name')],
    },
  ],
  [
    '349 what is not there, and what is no selector',
    {
      labels: ['a'],
      granular_markings: [mark('labels', 'labels.[1]', 'labels.name', 'labels[0]', 'pattern')],
    },
    [1, 2, 3, 4].map((nth) => `error /granular_markings/0/selectors/${nth}`),
  ],
  [
    '334 a marking that is none',
    { granular_markings: [{ marking_ref: `tool--${uuid}`, selectors: ['type'] }] },
    ['error /granular_markings/0/marking_ref', 'error /granular_markings/0/marking_ref'],
  ],
])

const statement = { definition_type: 'statement', definition: { statement: '© 2020' } }
judge(t, 'marking-definition', [
  ['350 statement', statement],
  ['350 extension', { extensions: { 'x-acme-ext': { a: 1 } } }],
  ['350 neither', { name: 'a' }, ['error ']],
  ['350 no type', { definition: { statement: 'a' } }, ['error ']],
  ['350 no definition', { definition_type: 'statement' }, ['error ', 'error ']],
  [
    '350 empty statement',
    { definition_type: 'statement', definition: { a: 1 } },
    ['error /definition'],
  ],
  ['350 own type', { definition_type: 'x-acme', definition: { a: 1 } }],
  ['346 marks another', { ...statement, object_marking_refs: [other] }],
  [
    '346 marks itself',
    { ...statement, object_marking_refs: [ref] },
    ['error /object_marking_refs/0'],
  ],
  [
    '346 marks itself in part',
    { ...statement, granular_markings: [{ marking_ref: ref, selectors: ['definition'] }] },
    ['error /granular_markings/0/marking_ref'],
  ],
  [
    '351 fake',
    { definition_type: 'tlp', definition: { tlp: 'white' } },
    ['error /definition_type'],
  ],
  [
    '351 fake in capitals',
    { definition_type: 'TLP', definition: { tlp: 'white' } },
    ['error /definition_type'],
  ],
  [
    '352 fake',
    {
      extensions: { [tlpExtensionId]: { extension_type: 'property-extension', tlp_2_0: 'clear' } },
    },
    [`error /extensions/${tlpExtensionId}`],
  ],
])

t.test('351 352 353 the nine fixed definitions pass as they are, whatever their name', (t) => {
  for (const definition of tlpDefinitions) {
    t.same(findings(definition), [], definition.id)
    t.same(findings({ ...definition, name: undefined }), [], 'without a name')
    t.same(findings({ ...definition, name: 'TLP' }), [], 'with another name')
    t.same(findings({ ...definition, created: `${definition.created}`.replace('.000', '') }), [])
    t.same(findings({ ...definition, created: '2020-01-01T00:00:00.000Z' }), ['error /created'])
    t.same(findings({ ...definition, created: undefined }), ['error /created'])
  }
  t.end()
})

t.test('351 352 a fixed id with another definition is refused', (t) => {
  const white = tlpDefinitions[0]!
  const clear = tlpDefinitions[4]!
  const extension = `error /extensions/${tlpExtensionId}`
  const changed: [Record<string, unknown>, string[]][] = [
    [{ ...white, definition: { tlp: 'red' } }, ['error /definition']],
    [{ ...white, definition: { tlp: 'white', x: 1 } }, ['error /definition']],
    [{ ...white, definition_type: 'statement' }, ['error /definition_type', 'error /definition']],
    [{ ...white, extensions: clear.extensions }, [extension]],
    [{ ...clear, extensions: tlpDefinitions[8]!.extensions }, [extension]],
    [{ ...clear, extensions: { 'x-acme-ext': { a: 1 } } }, [extension]],
    [
      { ...clear, definition_type: 'tlp', definition: { tlp: 'clear' } },
      ['error /definition_type', 'error /definition'],
    ],
  ]
  for (const [object, expected] of changed) t.same(findings(object), expected)
  t.end()
})

t.test('349 the message shows the selector and what to do', (t) => {
  const cases: Case[] = [['', { granular_markings: [{ lang: 'de', selectors: ['a[0]', 'b'] }] }]]
  const messages = checkRules(cases[0]![1]).map(({ message }) => message)
  t.match(messages[0], /^`a\[0\]` is not a selector: /)
  t.match(messages[1], /^`b` selects nothing: /)
  t.end()
})
