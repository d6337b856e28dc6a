// The last look: what is left of a dictionary withholds, what is not valid does, versions rise, and
// two tools' equal objects become the same bytes.

import t from 'tap'
import { emptyDictionary } from '../../../src/core/anonymity/dictionary.ts'
import type { Scope } from '../../../src/core/anonymity/scope.ts'
import { sealObject } from '../../../src/core/anonymity/seal.ts'
import { tlpDefinitions, tlpIdOf } from '../../../src/core/stix/marking.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { minimal } from '../stix/model/minimal.ts'
import { makeScope, own } from './situation.ts'

const always = () => true
const never = () => false

const seal = (
  object: StixObject,
  {
    changed = true,
    scope = {},
    previous = null,
    validate = always,
  }: {
    changed?: boolean
    scope?: Partial<Scope>
    previous?: string | null
    validate?: (object: StixObject) => boolean
  } = {},
) => sealObject({ object, changed }, object, makeScope('P1', scope), previous, validate)

const plain = minimal('tool')
t.strictSame(seal(plain, { changed: false }), { fate: 'as-is' })
t.strictSame(seal(plain, { changed: false, validate: never }), { fate: 'as-is' })

t.test('what is left of the dictionary', async (t) => {
  const leaking = minimal('tool', { hashes: { MD5: 'see vpn.acme.example' } })
  for (const changed of [true, false]) {
    const sealed = seal(leaking, { changed })
    t.match(sealed, { fate: 'withheld', reason: 'residue', alarm: String }, `changed: ${changed}`)
  }
  t.match(seal(leaking, { scope: { dictionary: emptyDictionary } }), { fate: 'derived' })
})

t.test('who may be named', async (t) => {
  const named = { attributed: true }
  const consents = { victim_consent: true }
  const owner = minimal('identity', { id: own, name: 'Acme' })
  const marking = minimal('marking-definition', { definition: { statement: '© Acme' } })
  const text = minimal('tool', { name: 'Acme tool' })
  const aimed = minimal('domain-name', { value: 'vpn.acme.example' })
  const cases: [object: StixObject, scope: Partial<Scope>, fate: string][] = [
    [owner, {}, 'withheld'],
    [owner, named, 'as-is'],
    [marking, {}, 'withheld'],
    [marking, named, 'as-is'],
    [text, named, 'withheld'],
    [text, consents, 'withheld'],
    [text, { ...named, ...consents }, 'as-is'],
    [aimed, {}, 'withheld'],
    [aimed, consents, 'as-is'],
    [aimed, { ...consents, profile: 'P2' }, 'withheld'],
  ]
  for (const [object, scope, fate] of cases) {
    const says = `${object.type} ${JSON.stringify(scope)}`
    t.equal(seal(object, { changed: false, scope }).fate, fate, says)
  }
  const closed = { object: { ...owner, id: minimal('identity').id }, changed: true }
  const sealed = sealObject(closed, owner, makeScope('P2', named), null, always)
  t.equal(sealed.fate, 'derived', 'the owner, under another id')
})

t.test('what is not valid any more', async (t) => {
  const sealed = seal(plain, { validate: never })
  t.strictSame(sealed, {
    fate: 'withheld',
    reason: 'invalid-after-redaction',
    alarm: 'a derived tool is not valid',
  })
})

t.test('V9: the version', async (t) => {
  const version = (object: StixObject, previous: string | null) => {
    const sealed = seal(object, { previous })
    return sealed.fate === 'derived' && sealed.version
  }
  t.equal(version(plain, null), plain.modified)
  t.equal(version(plain, '2027-01-01T00:00:00.000Z'), '2027-01-01T00:00:00.001Z')
  t.equal(version(minimal('url'), '2027-01-01T00:00:00.000Z'), null, 'an object without versions')
  const sealed = seal(plain, { previous: '2027-01-01T00:00:00.000Z' })
  t.match(sealed, { object: { modified: '2027-01-01T00:00:00.001Z' } })
  t.equal(plain.modified, minimal('tool').modified, 'the given one is left alone')
})

t.test('T30, T32: one content, one text', async (t) => {
  const bytes = (object: StixObject) => {
    const sealed = seal(object)
    return sealed.fate === 'derived' && sealed.body.toString()
  }
  const [white, amber] = [tlpDefinitions[0]!.id, tlpDefinitions[2]!.id]
  const one = minimal('url', {
    defanged: false,
    revoked: false,
    object_marking_refs: [white, tlpIdOf('clear'), amber],
    granular_markings: [
      { marking_ref: amber, selectors: ['value'] },
      { selectors: ['value'], lang: 'en' },
      { marking_ref: amber, selectors: ['defanged'] },
    ],
  })
  const { value, type, id } = one
  const other: StixObject = {
    value,
    spec_version: '2.1',
    granular_markings: [
      { selectors: ['value'], marking_ref: tlpIdOf('amber') },
      { lang: 'en', selectors: ['value'] },
    ],
    object_marking_refs: [tlpIdOf('clear'), tlpIdOf('amber')],
    id,
    type,
  }
  t.equal(bytes(one), bytes(other))
  t.notMatch(bytes(one), /defanged|revoked/)
  t.match(bytes(minimal('tool', { revoked: true })), /"revoked":true/)
  const odd = minimal('tool', { object_marking_refs: [7], granular_markings: [7] })
  t.equal(seal(odd).fate, 'derived', 'what is odd is left to validation')
  t.match(bytes(plain), /^{"created":.*"type":"tool"}$/, 'RFC 8785')
})
