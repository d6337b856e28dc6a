// What a drawing says besides the object: its text, its masks, its pattern; and objects that are
// not STIX 2.1's.

import t from 'tap'
import {
  makePatternRelationDefinition,
  patternRelationId,
} from '../../../src/core/anonymity/pattern-relation.ts'
import type { DrawnProfile } from '../../../src/core/anonymity/scope.ts'
import { noSurroundings } from '../../../src/core/anonymity/surroundings.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { validateObject } from '../../../src/core/stix/validate.ts'
import { id, loadSchemaCheck, minimal } from '../stix/model/minimal.ts'
import { type Changes, named } from './drawing-cases.ts'
import { draw, makeScope } from './situation.ts'

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
