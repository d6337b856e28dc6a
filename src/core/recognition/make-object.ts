// STIX objects from values: one place that knows which pattern says what.

import type { Tlp } from '../sharing/tlp.ts'
import { deterministicId } from '../stix/deterministic-id.ts'
import { tlpDefinitions } from '../stix/marking.ts'
import type { StixObject } from '../stix/object.ts'
import type { Bench } from './recognised.ts'
import type { ValueKind } from './value.ts'

/** What a line, a row or an attribute says of its indicator besides the value. */
export type Told = {
  id?: string
  name?: string
  description?: string
  created?: string
  modified?: string
  valid_from?: string
  valid_until?: string
  confidence?: number
  labels?: string[]
  indicator_types?: string[]
  marking?: Tlp | null
  external_references?: object[]
}

/** A constant of a pattern. */
export const quote = (value: string): string => `'${value.replace(/['\\]/g, '\\$&')}'`

const hashPath = (kind: string): string =>
  /^\w+$/.test(kind) ? `file:hashes.${kind}` : `file:hashes.'${kind}'`

/** The comparison that a value of a kind is; null for what no pattern says. */
export const compare = (kind: ValueKind, value: string): string | null => {
  switch (kind) {
    case 'url':
      return `url:value = ${quote(value)}`
    case 'email':
      return `email-addr:value = ${quote(value)}`
    case 'ipv4':
    case 'ipv6': {
      const operator = value.includes('/') ? 'ISSUBSET' : '='
      return `${kind}-addr:value ${operator} ${quote(value)}`
    }
    case 'domain':
      return `domain-name:value = ${quote(value)}`
    case 'MD5':
    case 'SHA-1':
    case 'SHA-256':
    case 'SHA-512':
    case 'SSDEEP':
      return `${hashPath(kind)} = ${quote(value)}`
    case 'asn':
      return `autonomous-system:number = ${Number(value)}`
    case 'mac':
      return `mac-addr:value = ${quote(value)}`
    case 'file-name':
      return `file:name = ${quote(value)}`
    case 'registry-key':
      return `windows-registry-key:key = ${quote(value)}`
    default:
      return null
  }
}

const currentTlp = new Map(
  tlpDefinitions
    .filter(({ extensions }) => extensions !== undefined)
    .map(({ id, name }) => [String(name).slice(4).toLowerCase(), id]),
)

const present = (entries: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(entries).filter(
      ([, value]) =>
        value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  )

/** A versioned object of a type, with what was told of it. */
export const makeDated = (bench: Bench, type: string, own: object, told: Told = {}): StixObject => {
  const { marking, id, created, modified, ...rest } = told
  const tlp = marking === undefined || marking === null ? undefined : currentTlp.get(marking)
  return {
    type,
    spec_version: '2.1',
    id: id ?? `${type}--${bench.nextId()}`,
    ...present({
      created_by_ref: bench.creator,
      created: created ?? bench.now,
      modified: modified ?? created ?? bench.now,
      ...own,
      ...rest,
      object_marking_refs: tlp === undefined ? [] : [tlp],
    }),
  } as StixObject
}

/** An indicator of a pattern. */
export const makeIndicator = (
  bench: Bench,
  pattern: string,
  told: Told,
  type = 'stix',
): StixObject =>
  makeDated(bench, 'indicator', { pattern, pattern_type: type, valid_from: bench.now }, told)

/** The object that a value alone becomes; null for what has no standard object. */
export const makeOf = (
  bench: Bench,
  kind: ValueKind,
  value: string,
  told: Told,
): StixObject | null => {
  if (kind === 'cve') {
    const reference = { source_name: 'cve', external_id: value }
    const external_references = [reference, ...(told.external_references ?? [])]
    return makeDated(
      bench,
      'vulnerability',
      {},
      { name: value, ...kept(told), external_references },
    )
  }
  if (kind === 'technique') {
    const external_references = [{ source_name: 'mitre-attack', external_id: value }]
    return makeDated(
      bench,
      'attack-pattern',
      {},
      { name: value, ...kept(told), external_references },
    )
  }
  const comparison = compare(kind, value)
  return comparison === null
    ? null
    : makeIndicator(bench, `[${comparison}]`, { name: value, ...told })
}

/** Of what was told, that which only indicators have is left out. */
const kept = ({ valid_from: _, valid_until: __, indicator_types: ___, ...told }: Told): Told => told

/** An observable, under the id its content gives it. */
export const makeObservable = (bench: Bench, type: string, own: object, told: Told): StixObject => {
  const marking = told.marking ?? null
  const tlp = marking === null ? undefined : currentTlp.get(marking)
  const object = {
    type,
    spec_version: '2.1',
    id: '',
    ...present({ ...own, object_marking_refs: tlp === undefined ? [] : [tlp] }),
  } as StixObject
  const id = deterministicId(object) ?? `${type}--${bench.nextId()}`
  return { ...object, id }
}
