// Anything somebody pastes, as STIX objects to correct. Pure: the time, the ids and the schemas are
// given.
import type { StixObject } from '../stix/object.ts'
import { validateObject } from '../stix/validate.ts'
import { versionOf } from '../stix/version.ts'
import { recogniseCsv } from './csv.ts'
import { recogniseMisp } from './misp.ts'
import type { Bench, Recognised, Recognition } from './recognised.ts'
import { recogniseStix } from './stix.ts'
import { recogniseText, remark } from './text.ts'

/** More objects than a person corrects by hand are for a feed. */
export const objectsMax = 5_000

const parseJson = (text: string): unknown => {
  if (!/^[\s\ufeff]*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text.replace(/^\ufeff/, ' '))
  } catch {
    return undefined
  }
}

const read = (bench: Bench, text: string): Recognition => {
  const parsed = parseJson(text)
  if (parsed !== undefined) {
    const json = recogniseMisp(bench, text, parsed) ?? recogniseStix(text, parsed)
    if (json !== null) return json
  }
  return recogniseCsv(bench, text) ?? recogniseText(bench, text)
}

const keyOf = (object: StixObject): string => `${object.id} ${versionOf(object)?.text ?? ''}`

/** Half a character, written as an escape, is no text to others. */
const isWhole = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, each]) => key.isWellFormed() && isWhole(each))
}

/** Takes what is valid, each once; says of the rest why not. */
const admit = (bench: Bench, { kind, objects, ignored }: Recognition): Recognition => {
  const kept = new Map<string, Recognised>()
  const left = [...ignored]
  for (const one of objects) {
    const problems = validateObject(one.object, bench.check, 'strict')
    const error = problems.find(({ severity }) => severity === 'error')
    const key = keyOf(one.object)
    const before = kept.get(key)
    if (!isWhole(one.object)) left.push({ ...one.from, why: 'not-valid', about: null })
    else if (error !== undefined) {
      const about = `${error.pointer} ${error.message}`.trim()
      left.push({ ...one.from, why: 'not-valid', about })
    } else if (before !== undefined) before.again.push(one.from)
    else if (kept.size >= objectsMax) left.push({ ...one.from, why: 'too-much', about: null })
    else {
      const [warning] = problems
      const notes = warning === undefined ? [] : [remark('warning', warning.message)]
      kept.set(key, { ...one, again: [...one.again], notes: [...one.notes, ...notes] })
    }
  }
  return { kind, objects: [...kept.values()], ignored: left.sort((a, b) => a.start - b.start) }
}

/**
 * Recognises a text: free text, a table, STIX or MISP in JSON. Every object is valid STIX 2.1; what
 * became none is listed, so that nothing of the text is lost. Never throws.
 */
export const recognise = (bench: Bench, text: string): Recognition => {
  if (text.trim() === '') return { kind: 'text', objects: [], ignored: [] }
  return admit(bench, read(bench, text.toWellFormed()))
}
