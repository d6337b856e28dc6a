// What a submission is put together of: what was recognised, and the answers to the questions.
// Pure; asks nobody.
import { type Tlp, tlpDefinitions, tlpExtensionId } from '../../../src/core/stix/marking.ts'
import type { Envelope, Recognised, StixObject } from '../api/sharing.ts'

export type Timing = 'undo' | 'now' | 'later' | 'approval'
export type Consent = 'none' | 'hub' | 'government' | 'group' | 'everyone'
export type Authority = 'government' | 'law-enforcement' | 'regulator'
export type Confidence = 'low' | 'medium' | 'high'

export type Answers = {
  /** Null: as it is marked. */
  tlp: Tlp | null
  consent: Consent
  victim: boolean
  authorities: Authority[]
  exclude: string[]
  recipients: string[]
  timing: Timing
  /** As the field has it, in UTC, to the minute. */
  notBefore: string
  title: string
  /** Whether the line in which an indicator stands goes along, as its description. */
  context: boolean
  confidence: Confidence | null
}

/** The safe answer is chosen. */
export const safeAnswers: Answers = {
  tlp: null,
  consent: 'none',
  victim: false,
  authorities: [],
  exclude: [],
  recipients: [],
  timing: 'undo',
  notBefore: '',
  title: '',
  context: false,
  confidence: null,
}

export const undoMs = 600_000

/** STIX 2.1, appendix A: none, low, medium, high. */
const confidences: Record<Confidence, number> = { low: 15, medium: 50, high: 85 }

type Extended = { extensions?: Record<string, { tlp_2_0?: Tlp }> }

const levelOf = (definition: StixObject): Tlp | undefined =>
  (definition as Extended).extensions?.[tlpExtensionId]?.tlp_2_0

const tlpIds = new Set<unknown>(tlpDefinitions.map(({ id }) => id))
const idOf = (level: Tlp): string =>
  tlpDefinitions.find((definition) => levelOf(definition) === level)?.id as string

/** The level that an object is marked with; null where it is not. */
export const readTlp = (object: StixObject): Tlp | null => {
  const refs = Array.isArray(object.object_marking_refs) ? object.object_marking_refs : []
  const found = tlpDefinitions.find(({ id }) => refs.includes(id))
  if (found === undefined) return null
  const { tlp = '' } = (found.definition ?? {}) as { tlp?: string }
  return levelOf(found) ?? (tlp === 'white' ? 'clear' : (tlp as Tlp))
}

const markWith = (object: StixObject, level: Tlp): StixObject => {
  if (object.type === 'marking-definition') return object
  const refs = Array.isArray(object.object_marking_refs) ? object.object_marking_refs : []
  return { ...object, object_marking_refs: [...refs.filter((id) => !tlpIds.has(id)), idOf(level)] }
}

const isAssertion = ({ type }: StixObject): boolean => type === 'indicator' || type === 'report'

const applyAnswers = (object: StixObject, { tlp, title, confidence }: Answers): StixObject => {
  const named =
    title.trim() !== '' && object.type === 'indicator' && object.description === undefined
      ? { ...object, description: title.trim() }
      : object
  const sure =
    confidence !== null && isAssertion(named) && named.confidence === undefined
      ? { ...named, confidence: confidences[confidence] }
      : named
  return tlp === null ? sure : markWith(sure, tlp)
}

export type Corrections = { left: ReadonlySet<number>; names: ReadonlyMap<number, string> }

const contextMax = 500

/** The line of a text in which a place is. */
const lineAround = (text: string, { start, end }: { start: number; end: number }): string => {
  const after = text.indexOf('\n', end)
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, after < 0 ? undefined : after)
  return line.trim().slice(0, contextMax).toWellFormed()
}

const describeBy = (object: StixObject, from: Recognised['from'], text: string): StixObject => {
  if (object.type !== 'indicator' || object.description !== undefined || from === null) {
    return object
  }
  const line = lineAround(text, from)
  return line === '' || line === from.text ? object : { ...object, description: line }
}

/**
 * The objects to share: without what was left out, with the names and the answers given. `text` is
 * what was pasted where it is a text, else null.
 */
export const takeObjects = (
  recognised: Recognised[],
  { left, names }: Corrections,
  answers: Answers,
  text: string | null,
): StixObject[] =>
  recognised.flatMap(({ object, from }, index) => {
    if (left.has(index)) return []
    const name = names.get(index)
    const named = name === undefined ? object : { ...object, name }
    const told = answers.context && text !== null ? describeBy(named, from, text) : named
    return [applyAnswers(told, answers)]
  })

const optionsOf = (answers: Answers, at: number | null): Envelope['x_sekisho_sharing'] => {
  const { consent, victim, authorities, exclude, recipients, timing, notBefore, tlp } = answers
  const opens =
    timing === 'later' && notBefore !== ''
      ? `${notBefore.slice(0, 16)}:00Z`
      : timing === 'undo' && at !== null
        ? new Date(at + undoMs).toISOString()
        : null
  return {
    consent,
    ...(victim ? { victim_consent: true } : {}),
    ...(authorities.length > 0 ? { authorities } : {}),
    ...(exclude.length > 0 ? { exclude } : {}),
    ...(tlp === 'red' && recipients.length > 0 ? { recipients } : {}),
    ...(opens === null ? {} : { not_before: opens }),
    ...(timing === 'approval' ? { approval: true } : {}),
  }
}

/**
 * What is sent. `at`: the moment of sharing, from which the time to take it back runs; null in a
 * preview, which shows it as it will be after that.
 */
export const envelopeOf = (
  place: { group: string; id: string },
  objects: StixObject[],
  answers: Answers,
  at: number | null,
): Envelope => ({
  group: place.group,
  collection: place.id,
  objects,
  x_sekisho_sharing: optionsOf(answers, at),
})
