// One attribute of a MISP event, or one object of several, as STIX. Knows no event around it.
import { parseIdentifier } from '../stix/identifier.ts'
import type { StixObject } from '../stix/object.ts'
import { makeDated, makeIndicator, makeObservable, makeOf, type Told } from './make-object.ts'
import { readTags, type Tags, textOf } from './misp-tag.ts'
import { type Reading, readType, ruleTypes } from './misp-type.ts'
import type { Bench, Remark } from './recognised.ts'
import { remark } from './text.ts'
import { readSeconds, readTime } from './time.ts'
import type { RestWord } from './words.ts'

export type Json = Record<string, unknown>

/** What an attribute inherits from its event. */
export type Event = { told: Told; notes: Remark[]; tags: Tags }

export type Made =
  | { object: StixObject; notes: Remark[]; tags: Tags }
  | { why: RestWord; about: string | null }

/** True for what MISP writes as true: it has the word, the number and the boolean. */
export const isTrue = (value: unknown): boolean => value === true || value === '1' || value === 1

/** The id of a type with MISP's own UUID, where it is one that STIX takes. */
export const idOf = (type: string, uuid: unknown): string | null => {
  const id = typeof uuid === 'string' ? `${type}--${uuid.toLowerCase()}` : ''
  return parseIdentifier(id) === null ? null : id
}

const withId = (type: string, { uuid }: Json, notes: Remark[]): { id?: string } => {
  const id = idOf(type, uuid)
  if (id === null) notes.push(remark('new-id'))
  return id === null ? {} : { id }
}

const stricter = (event: Event, tags: Tags): Told['marking'] =>
  tags.tlp ?? event.told.marking ?? null

const unique = (words: (string | undefined)[]): string[] => [
  ...new Set(words.filter((word) => word !== undefined)),
]

/** What an attribute says besides its value, over what the event says. */
export const tellOf = (event: Event, attribute: Json, tags: Tags): Told => {
  const stamped = readSeconds(attribute.timestamp) ?? event.told.modified
  const first = readTime(textOf(attribute.first_seen) ?? '')
  const comment = textOf(attribute.comment)
  return {
    ...(stamped === undefined ? {} : { created: stamped, modified: stamped }),
    ...(first === null ? {} : { valid_from: first.time }),
    ...(first === null && stamped !== undefined ? { valid_from: stamped } : {}),
    ...(comment === null ? {} : { description: comment }),
    labels: unique([...tags.labels, ...event.tags.demands, ...tags.demands]),
    marking: stricter(event, tags),
  }
}

const named = ({ valid_from: _, ...told }: Told): Told => told

/** An attribute that is somebody's rule, as it stands. */
const makeRule = (
  bench: Bench,
  language: string,
  value: string,
  told: Told,
  attribute: Json,
  notes: Remark[],
): StixObject => {
  const name = /\brule\s+(\w{1,120})/.exec(value)?.[1] ?? language
  const id = withId('indicator', attribute, notes)
  return makeIndicator(bench, value, { ...id, name, ...told }, language)
}

const makeReading = (
  bench: Bench,
  reading: Reading,
  told: Told,
  attribute: Json,
  notes: Remark[],
): StixObject | null => {
  const { value, comparison, observable, dated } = reading
  if (dated === 'cve') {
    const id = withId('vulnerability', attribute, notes)
    return makeOf(bench, 'cve', value, { ...id, ...named(told) })
  }
  if (isTrue(attribute.to_ids) && comparison !== null) {
    const id = withId('indicator', attribute, notes)
    return makeIndicator(bench, `[${comparison}]`, { ...id, name: value, ...told })
  }
  notes.push(remark('not-for-detection'))
  if (observable !== null) return makeObservable(bench, observable.type, observable.own, told)
  if (comparison === null) return null
  const id = withId('indicator', attribute, notes)
  const unclear = { indicator_types: ['unknown'], ...told }
  return makeIndicator(bench, `[${comparison}]`, { ...id, name: value, ...unclear })
}

/** The object that an attribute is, or why it is none. */
export const makeAttribute = (bench: Bench, event: Event, attribute: Json): Made => {
  const type = textOf(attribute.type)
  const value = textOf(attribute.value)
  if (isTrue(attribute.deleted)) return { why: 'deleted', about: value }
  if (type === null || value === null) return { why: 'not-recognised', about: type }
  const tags = readTags(attribute)
  const told = tellOf(event, attribute, tags)
  const notes: Remark[] = [...event.notes, ...tags.notes]
  const language = ruleTypes[type]
  if (language !== undefined) {
    return { object: makeRule(bench, language, value, told, attribute, notes), notes, tags }
  }
  const reading = readType(type, value.trim())
  if (reading === null) return { why: 'unknown-type', about: type }
  if (reading.why !== null) return { why: reading.why, about: reading.value.slice(0, 200) }
  const object = makeReading(bench, reading, told, attribute, notes)
  if (object === null) return { why: 'no-standard-object', about: type }
  return { object, notes: [...notes, ...reading.notes.map((word) => remark(word))], tags }
}

const digestTypes: ReadonlySet<string> = new Set(['md5', 'sha1', 'sha256', 'sha512', 'ssdeep'])

/** The attributes of a `file` that say one file together: hashes, and its name. */
export const splitFile = (attributes: Json[]): Json[] => {
  const parts = attributes.filter(
    ({ type, deleted }) =>
      !isTrue(deleted) && (type === 'filename' || digestTypes.has(String(type))),
  )
  const digests = parts.filter(({ type }) => type !== 'filename')
  const once = new Set(digests.map(({ type }) => type)).size === digests.length
  return digests.length > 0 && once && parts.length - digests.length <= 1 ? parts : []
}

/** One file from the hashes and the name of a MISP object; null where a value is none. */
export const makeFile = (bench: Bench, event: Event, entry: Json, parts: Json[]): Made | null => {
  const readings = parts.map((part) => readType(String(part.type), String(part.value ?? '').trim()))
  if (readings.some((each) => each === null || each.why !== null)) return null
  const tags = readTags({ Tag: parts.flatMap((part) => part.Tag ?? []) })
  const told = tellOf(event, entry, tags)
  const notes: Remark[] = [...event.notes, ...tags.notes]
  const owns = (readings as Reading[]).map(({ observable }) => observable?.own ?? {})
  const hashes = Object.assign({}, ...owns.map((own) => own.hashes ?? {}))
  const name = owns.find((own) => own.name !== undefined)?.name as string | undefined
  const detects = parts.some(({ to_ids, type }) => isTrue(to_ids) && type !== 'filename')
  if (!detects) {
    notes.push(remark('not-for-detection'))
    const own = { hashes, ...(name === undefined ? {} : { name }) }
    return { object: makeObservable(bench, 'file', own, told), notes, tags }
  }
  const comparisons = (readings as Reading[])
    .filter((_, at) => parts[at]?.type !== 'filename')
    .map(({ comparison }) => comparison)
  const id = withId('indicator', entry, notes)
  const title = name ?? Object.values(hashes)[0]
  const all = { ...id, name: String(title), ...told }
  return { object: makeIndicator(bench, `[${comparisons.join(' OR ')}]`, all), notes, tags }
}

/** A note with the words of a comment. */
export const makeNote = (
  bench: Bench,
  event: Event,
  attribute: Json,
  content: string,
  refs: string[],
): StixObject => {
  const { description: _, valid_from: __, ...told } = tellOf(event, attribute, readTags(attribute))
  const id = idOf('note', attribute.uuid)
  const own = { content, object_refs: refs }
  return makeDated(bench, 'note', own, { ...told, ...(id === null ? {} : { id }) })
}
