// MISP events in JSON: each becomes a report with what its attributes, objects, tags and galaxies
// say. Knows no STIX pattern.
import type { Span } from '../anonymity/layer.ts'
import type { StixObject } from '../stix/object.ts'
import { validateObject } from '../stix/validate.ts'
import { locateJson } from './json-place.ts'
import { makeDated } from './make-object.ts'
import {
  type Event,
  idOf,
  isTrue,
  type Json,
  type Made,
  makeAttribute,
  makeFile,
  makeNote,
  splitFile,
} from './misp-attribute.ts'
import { type Cluster, listOf, makeCluster, readTags, textOf } from './misp-tag.ts'
import { textTypes } from './misp-type.ts'
import { type Bench, placeOf, type Recognition, type Remark } from './recognised.ts'
import { remark } from './text.ts'
import { readSeconds, readTime } from './time.ts'
import type { RestWord } from './words.ts'

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isEvent = (value: Json): boolean =>
  typeof value.info === 'string' && ('Attribute' in value || 'Object' in value)

type Found = { event: Json; at: string }

const eventsIn = (value: unknown, at: string): Found[] => {
  if (Array.isArray(value)) return value.flatMap((each, n) => eventsIn(each, `${at}/${n}`))
  if (!isObject(value)) return []
  if (isEvent(value)) return [{ event: value, at }]
  if (isObject(value.Event) && isEvent({ Attribute: [], ...value.Event })) {
    return [{ event: value.Event, at: `${at}/Event` }]
  }
  return Array.isArray(value.response) ? eventsIn(value.response, `${at}/response`) : []
}

/** What of an event is known, and needs no word. */
const known: ReadonlySet<string> = new Set([
  ...['id', 'uuid', 'info', 'date', 'timestamp', 'publish_timestamp', 'published', 'analysis'],
  ...['threat_level_id', 'distribution', 'sharing_group_id', 'attribute_count', 'org_id'],
  ...['orgc_id', 'Tag', 'Galaxy', 'Attribute', 'Object', 'Org', 'Orgc', 'disable_correlation'],
  ...['locked', 'proposal_email_lock', 'extends_uuid', 'event_creator_email', 'protected'],
])

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0)

type Desk = {
  bench: Bench
  text: string
  spans: Map<string, Span>
  recognition: Recognition
  event: Event
  refs: string[]
  clusters: Map<string, string>
}

const place = ({ text, spans }: Desk, at: string) =>
  placeOf(text, spans.get(at) ?? { start: 0, end: text.length })

const leave = (desk: Desk, at: string, why: RestWord, about: string | null): void => {
  desk.recognition.ignored.push({ ...place(desk, at), why, about })
}

const fits = ({ bench }: Desk, object: StixObject): boolean =>
  validateObject(object, bench.check, 'strict').every(({ severity }) => severity !== 'error')

const add = (desk: Desk, object: StixObject, at: string, notes: Remark[]): void => {
  desk.recognition.objects.push({
    object,
    from: place(desk, at),
    again: [],
    notes,
    confidence: 95,
  })
  if (fits(desk, object)) desk.refs.push(object.id)
}

const addCluster = (desk: Desk, cluster: Cluster, at: string): string | null => {
  const key = `${cluster.type} ${cluster.value}`
  const before = desk.clusters.get(key)
  if (before !== undefined) return before
  const { event, bench } = desk
  const { marking, created } = event.told
  const told = { marking, created, labels: event.tags.demands }
  const object = makeCluster(bench, cluster, told)
  if (object === null) {
    leave(desk, at, 'unknown-type', `${cluster.type}: ${cluster.value}`)
    return null
  }
  desk.clusters.set(key, object.id)
  add(desk, object, at, event.notes)
  return object.id
}

const relate = (desk: Desk, source: StixObject, target: string, at: string): void => {
  if (source.type !== 'indicator') return
  const own = { relationship_type: 'indicates', source_ref: source.id, target_ref: target }
  const { marking, created } = desk.event.told
  const told = { marking, created, labels: desk.event.tags.demands }
  add(desk, makeDated(desk.bench, 'relationship', own, told), at, [])
}

const takeMade = (desk: Desk, made: Made, at: string): void => {
  if ('why' in made) {
    leave(desk, at, made.why, made.about)
    return
  }
  add(desk, made.object, at, made.notes)
  for (const cluster of made.tags.clusters) {
    const target = addCluster(desk, cluster, at)
    if (target !== null) relate(desk, made.object, target, at)
  }
}

type Later = { attribute: Json; at: string }

const isForLater = ({ type, deleted, value }: Json): boolean =>
  (textTypes.has(String(type)) || type === 'link') && !isTrue(deleted) && textOf(value) !== null

const takeAttributes = (
  desk: Desk,
  list: unknown,
  at: string,
  later: Later[],
  taken: Json[] = [],
): void => {
  listOf(list).forEach((attribute, n) => {
    const here = `${at}/${n}`
    if (taken.includes(attribute)) return
    if (isForLater(attribute)) later.push({ attribute, at: here })
    else takeMade(desk, makeAttribute(desk.bench, desk.event, attribute), here)
  })
}

const takeObject = (desk: Desk, entry: Json, at: string, later: Later[]): void => {
  if (isTrue(entry.deleted)) {
    leave(desk, at, 'deleted', textOf(entry.name))
    return
  }
  const attributes = listOf(entry.Attribute)
  const parts = entry.name === 'file' ? splitFile(attributes) : []
  const file = parts.length === 0 ? null : makeFile(desk.bench, desk.event, entry, parts)
  if (file !== null) takeMade(desk, file, at)
  takeAttributes(desk, attributes, `${at}/Attribute`, later, file === null ? [] : parts)
}

const publishedOf = (event: Json): string | null =>
  readSeconds(event.publish_timestamp) ??
  readSeconds(event.timestamp) ??
  readTime(textOf(event.date) ?? '')?.time ??
  null

const openEvent = (event: Json): Event => {
  const tags = readTags(event)
  const modified = readSeconds(event.timestamp)
  const limited = ['0', '1', '4'].includes(String(event.distribution ?? ''))
  return {
    told: {
      marking: tags.tlp,
      ...(modified === null ? {} : { created: modified, modified }),
    },
    notes: [...tags.notes, ...(limited ? [remark('limited-distribution')] : [])],
    tags,
  }
}

const addReport = (desk: Desk, event: Json, at: string, links: Later[]): string | null => {
  const { bench, event: read } = desk
  if (desk.refs.length === 0) return null
  const id = idOf('report', event.uuid)
  const external_references = links.map(({ attribute }) => ({
    source_name: 'misp',
    url: String(attribute.value),
    ...(textOf(attribute.comment) === null ? {} : { description: String(attribute.comment) }),
  }))
  const own = {
    name: String(event.info),
    published: publishedOf(event) ?? bench.now,
    object_refs: [...new Set(desk.refs)],
    external_references,
  }
  const labels = [...new Set([...read.tags.labels, ...read.tags.demands])]
  const told = { ...read.told, labels, ...(id === null ? {} : { id }) }
  const { Orgc } = event
  const maker = isObject(Orgc) ? textOf(Orgc.name) : null
  const notes = maker === null ? [] : [remark('made-by-another', maker)]
  const report = makeDated(bench, 'report', own, told)
  add(desk, report, at, [...read.notes, ...notes])
  return report.id
}

const takeLater = (desk: Desk, later: Later[], report: string | null): void => {
  for (const { attribute, at } of later) {
    const value = String(attribute.value)
    const linked = attribute.type === 'link'
    if (linked && report !== null) continue
    if (linked || report === null) leave(desk, at, 'not-recognised', value.slice(0, 200))
    else add(desk, makeNote(desk.bench, desk.event, attribute, value, [report]), at, [])
  }
}

const takeEvent = (desk: Desk, event: Json, at: string): void => {
  const later: Later[] = []
  for (const cluster of desk.event.tags.clusters) addCluster(desk, cluster, at)
  takeAttributes(desk, event.Attribute, `${at}/Attribute`, later)
  listOf(event.Object).forEach((entry, n) => {
    takeObject(desk, entry, `${at}/Object/${n}`, later)
  })
  const links = later.filter(({ attribute }) => attribute.type === 'link')
  const report = addReport(desk, event, at, links)
  takeLater(desk, later, report)
  const { Orgc } = event
  if (isObject(Orgc)) leave(desk, `${at}/Orgc`, 'source', textOf(Orgc.name))
  for (const [name, value] of Object.entries(event)) {
    if (!known.has(name) && !isEmpty(value)) leave(desk, `${at}/${name}`, 'not-recognised', name)
  }
}

/** Objects of one or more MISP events; null for what is no MISP. */
export const recogniseMisp = (bench: Bench, text: string, parsed: unknown): Recognition | null => {
  const found = eventsIn(parsed, '')
  if (found.length === 0) return null
  const recognition: Recognition = { kind: 'misp', objects: [], ignored: [] }
  const spans = locateJson(text, (pointer) => found.some(({ at }) => pointer.startsWith(at)))
  if (spans === null) {
    const whole = placeOf(text, { start: 0, end: text.length })
    recognition.ignored.push({ ...whole, why: 'too-deep', about: null })
    return recognition
  }
  for (const { event, at } of found) {
    const scene = { refs: [], clusters: new Map<string, string>() }
    takeEvent({ bench, text, spans, recognition, event: openEvent(event), ...scene }, event, at)
  }
  return recognition
}
