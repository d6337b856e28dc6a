// Identifiers: which texts are ones, and that parsing and printing are inverse.

import fc from 'fast-check'
import t from 'tap'
import type { Identifier } from '../../../src/core/stix/identifier.ts'
import {
  isTypeName,
  parseIdentifier,
  printIdentifier,
  typeOfIdentifier,
} from '../../../src/core/stix/identifier.ts'
import { untilFound } from '../../fixture/until-found.ts'

const uuid = '28bb3599-77cd-4a82-a950-b5bc3caf07c4'

const accepted: [string, string, string][] = [
  ['287 v4', `indicator--${uuid}`, 'indicator'],
  ['288 v5', 'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4', 'ipv4-addr'],
  ['288 v1', 'tool--28bb3599-77cd-1a82-9950-b5bc3caf07c4', 'tool'],
  ['288 v7', 'tool--28bb3599-77cd-7a82-8950-b5bc3caf07c4', 'tool'],
  ['306 three letters', `abc--${uuid}`, 'abc'],
  ['306 longest type', `x${'a'.repeat(249)}--${uuid}`, `x${'a'.repeat(249)}`],
  ['306 hyphen last', `abc---${uuid}`, 'abc-'],
]
for (const [name, text, type] of accepted) {
  t.equal(parseIdentifier(text)?.type, type, name)
  t.equal(typeOfIdentifier(text), type, `${name}, prefix`)
}

const refused: [string, string][] = [
  ['287 nodash', `indicator-${uuid}`],
  ['287 no UUID', 'indicator--'],
  ['287 not a UUID', 'indicator--1234'],
  ['287 variant', 'indicator--28bb3599-77cd-4a82-c950-b5bc3caf07c4'],
  ['288 version 0', 'indicator--28bb3599-77cd-0a82-a950-b5bc3caf07c4'],
  ['288 version 9', 'indicator--28bb3599-77cd-9a82-a950-b5bc3caf07c4'],
  ['287 upper-case UUID', 'indicator--28BB3599-77CD-4A82-A950-B5BC3CAF07C4'],
  ['287 upper-case type', `Indicator--${uuid}`],
  ['287 braces', `indicator--{${uuid}}`],
  ['287 line break', `indicator--${uuid}\n`],
  ['306 two letters', `ab--${uuid}`],
  ['306 too long', `x${'a'.repeat(250)}--${uuid}`],
  ['306 digit first', `1abc--${uuid}`],
  ['306 two hyphens', `ab--cd--${uuid}`],
  ['306 underscore', `ab_cd--${uuid}`],
  ['287 empty', ''],
  ['287 bare UUID', uuid],
  ['287 container key', '0'],
]
for (const [name, text] of refused) t.equal(parseIdentifier(text), null, name)
t.equal(typeOfIdentifier('indicator'), null)
t.equal(isTypeName('x-acme-thing'), true)
t.equal(isTypeName(''), false)

const typeNames = fc.stringMatching(/^[a-z][a-z0-9-]{2,20}$/).filter((name) => !/--/.test(name))
const identifiers = fc.record({ type: typeNames, uuid: fc.uuid({ version: [1, 4, 5, 7] }) })

type Print = (identifier: Identifier) => string
const invertible = (print: Print) =>
  fc.property(identifiers, (identifier) => {
    const parsed = parseIdentifier(print(identifier))
    return parsed?.type === identifier.type && parsed.uuid === identifier.uuid
  })

t.test('287 parse after print gives the parts back', (t) => {
  fc.assert(invertible(printIdentifier))
  t.end()
})

t.test('287 print after parse gives the text back, or there was no identifier', (t) => {
  const texts = fc.oneof(fc.string(), identifiers.map(printIdentifier))
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parseIdentifier(text)
      return parsed === null || printIdentifier(parsed) === text
    }),
  )
  t.end()
})

t.test('the inverse property fails for a broken printer', (t) => {
  const broken: Print = ({ type, uuid }) => `${type}--${uuid.toUpperCase()}`
  t.equal(fc.check(invertible(broken), untilFound).failed, true)
  t.end()
})
