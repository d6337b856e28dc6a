// Reads an object path (STIX 2.1 §9.7). Does not know which properties an object type has.
import type { ObjectPath, PathStep } from './ast.ts'
import { expect, refuseToken } from './expect.ts'
import { advance, type Reader, refuse } from './lex.ts'

const parseKey = (reader: Reader): PathStep | null => {
  const { kind, value: name, start, end } = reader
  if (kind === 'word' || kind === 'string') {
    advance(reader)
    return { kind: 'key', name, quoted: kind === 'string', span: { start, end } }
  }
  if (kind === 'hyphenated') {
    const message = `a property name with a hyphen goes in apostrophes: write \`'${name}'\``
    return refuse(reader, start, message.length > 200 ? message.slice(0, 200) : message)
  }
  return refuseToken(reader, 'a property name, in apostrophes if it is a keyword')
}

// STIX 2.1 §9.7.2: a place in the list from 0, or the asterisk for any.
const parseIndex = (reader: Reader): PathStep | null => {
  const { start: opened } = reader
  advance(reader)
  const { kind, value: text } = reader
  const isIndex = kind === 'integer' && !text.startsWith('-') && !text.startsWith('+')
  if (!isIndex && kind !== '*') return refuseToken(reader, '`*` or a list index from 0')
  advance(reader)
  if (!expect(reader, ']', '`]` after the list index')) return null
  const span = { start: opened, end: reader.lastEnd }
  return kind === '*' ? { kind: 'any', span } : { kind: 'index', text, span }
}

/** Reads one object path; null when it is none, with the fault told to the reader. */
export const parseObjectPath = (reader: Reader): ObjectPath | null => {
  const { kind, value: type, start } = reader
  if (kind !== 'word' && kind !== 'hyphenated') {
    return refuseToken(reader, 'an object path such as `file:name`')
  }
  advance(reader)
  if (!expect(reader, ':', `\`:\` after the object type`)) return null
  const first = parseKey(reader)
  if (first === null) return null
  const steps = [first]
  for (;;) {
    let step: PathStep | null
    if (reader.kind === '.') {
      advance(reader)
      step = parseKey(reader)
    } else if (reader.kind === '[') {
      step = parseIndex(reader)
    } else {
      return { type, steps, span: { start, end: reader.lastEnd } }
    }
    if (step === null) return null
    steps.push(step)
  }
}
