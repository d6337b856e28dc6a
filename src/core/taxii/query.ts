// Reads the query string of TAXII's object endpoints into filters. Knows no feed, cursor or caller.

import { isTimestamp, orderOf } from '../stix/timestamp.ts'
import { parsePosition } from './position.ts'

/** Which versions of an object are asked for; `orders` are sort keys of the timestamps named. */
export type VersionMatch =
  | { kind: 'last' }
  | { kind: 'all' }
  | { kind: 'some'; first: boolean; last: boolean; orders: string[] }

/** What a page may hold. Lists are sorted, without repeats and never empty; null asks nothing. */
export type FeedFilters = {
  types: string[] | null
  ids: string[] | null
  specVersions: string[] | null
  versions: VersionMatch
  addedAfter: bigint | null
}

export type FilterName = 'types' | 'ids' | 'specVersions' | 'versions' | 'addedAfter'

/** `given` names the filters the caller wrote, as against those that stand by default. */
export type FeedQuery = {
  filters: FeedFilters
  given: Set<FilterName>
  limit: number | null
  next: string | null
}

export type QueryEndpoint = 'objects' | 'manifest' | 'object' | 'versions' | 'delete'

export type ParsedQuery = { ok: true; query: FeedQuery } | { ok: false; message: string }

const entriesMax = 1_000

const paging = ['added_after', 'limit', 'next']

/** TAXII 2.1 §5.3, 5.4, 5.6, 5.7, 5.8: what each endpoint defines; everything else is ignored. */
const defined: Record<QueryEndpoint, ReadonlySet<string>> = {
  objects: new Set([
    ...paging,
    'match[id]',
    'match[type]',
    'match[version]',
    'match[spec_version]',
  ]),
  manifest: new Set([
    ...paging,
    'match[id]',
    'match[type]',
    'match[version]',
    'match[spec_version]',
  ]),
  object: new Set([...paging, 'match[version]', 'match[spec_version]']),
  versions: new Set([...paging, 'match[spec_version]']),
  delete: new Set(['match[version]', 'match[spec_version]']),
}

const limitForm = /^[1-9][0-9]{0,15}$/
const specVersionForm = /^[0-9]{1,4}\.[0-9]{1,4}$/

/** A query that cannot be read; never leaves this file. */
class Malformed extends Error {}

const decode = (text: string): string => {
  let decoded: string
  try {
    decoded = decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new Malformed('the query holds a malformed percent-encoding; encode it as UTF-8')
  }
  if (decoded.includes('\0')) throw new Malformed('the query holds a NUL character; leave it out')
  return decoded
}

const readParameters = (search: string, endpoint: QueryEndpoint): Map<string, string> => {
  const parameters = new Map<string, string>()
  for (const pair of search.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decode(equals < 0 ? pair : pair.slice(0, equals))
    const value = decode(equals < 0 ? '' : pair.slice(equals + 1))
    if (!defined[endpoint].has(name)) continue
    if (parameters.has(name)) throw new Malformed(`\`${name}\` is given twice; give it once`)
    parameters.set(name, value)
  }
  return parameters
}

const parseEntries = (name: string, value: string): string[] => {
  const entries = value.split(',', entriesMax + 1)
  if (entries.length > entriesMax) {
    throw new Malformed(`\`${name}\` lists more than ${entriesMax} values; ask in several requests`)
  }
  if (entries.some((entry) => entry === '' || entry !== entry.trim())) {
    throw new Malformed(`\`${name}\` has an empty value or a blank beside a comma; remove it`)
  }
  return entries
}

const parseList = (name: string, value: string | undefined): string[] | null =>
  value === undefined ? null : [...new Set(parseEntries(name, value))].sort()

const parseSpecVersions = (value: string | undefined): string[] | null => {
  const list = parseList('match[spec_version]', value)
  if (list?.some((entry) => !specVersionForm.test(entry))) {
    throw new Malformed('`match[spec_version]` takes numbers such as `2.1`')
  }
  return list
}

/** TAXII 2.1 §3.4.1: `first`, `last`, timestamps, none of them twice; or `all` by itself. */
const parseVersions = (value: string): VersionMatch => {
  const name = 'match[version]'
  const entries = parseEntries(name, value)
  const asked = new Set<string>()
  for (const entry of entries) {
    const keyword = entry === 'first' || entry === 'last' || entry === 'all'
    if (!keyword && !isTimestamp(entry)) {
      throw new Malformed(`\`${name}\` takes \`first\`, \`last\`, \`all\` or timestamps in UTC`)
    }
    const key = keyword ? entry : orderOf(entry)
    if (asked.has(key)) throw new Malformed(`\`${name}\` names one version twice; name it once`)
    asked.add(key)
  }
  if (asked.delete('all')) {
    if (asked.size > 0) throw new Malformed(`\`${name}\` takes nothing beside \`all\``)
    return { kind: 'all' }
  }
  const first = asked.delete('first')
  const last = asked.delete('last')
  if (last && !first && asked.size === 0) return { kind: 'last' }
  return { kind: 'some', first, last, orders: [...asked].sort() }
}

const parseAddedAfter = (value: string | undefined): bigint | null => {
  if (value === undefined) return null
  const position = parsePosition(value)
  if (position !== null) return position
  throw new Malformed('`added_after` takes one timestamp in UTC such as `2026-01-31T12:00:00Z`')
}

const parseLimit = (value: string | undefined): number | null => {
  if (value === undefined) return null
  const limit = limitForm.test(value) ? Number(value) : 0
  if (limit >= 1 && limit <= Number.MAX_SAFE_INTEGER) return limit
  throw new Malformed('`limit` takes a whole number from 1 on')
}

const readQuery = (search: string, endpoint: QueryEndpoint): FeedQuery => {
  const parameters = readParameters(search, endpoint)
  const version = parameters.get('match[version]')
  // Whoever lists or deletes versions means all of them; elsewhere the latest one stands for all.
  const versionsByDefault: VersionMatch =
    endpoint === 'versions' || endpoint === 'delete' ? { kind: 'all' } : { kind: 'last' }
  const filters: FeedFilters = {
    types: parseList('match[type]', parameters.get('match[type]')),
    ids: parseList('match[id]', parameters.get('match[id]')),
    specVersions: parseSpecVersions(parameters.get('match[spec_version]')),
    versions: version === undefined ? versionsByDefault : parseVersions(version),
    addedAfter: parseAddedAfter(parameters.get('added_after')),
  }
  const given = new Set<FilterName>()
  if (filters.types !== null) given.add('types')
  if (filters.ids !== null) given.add('ids')
  if (filters.specVersions !== null) given.add('specVersions')
  if (version !== undefined) given.add('versions')
  if (filters.addedAfter !== null) given.add('addedAfter')
  const limit = parseLimit(parameters.get('limit'))
  return { filters, given, limit, next: parameters.get('next') || null }
}

/**
 * Reads the raw query string (without `?`) of one endpoint. Brackets, commas and colons may be
 * percent-encoded. A malformed value, or a repeated parameter, of those the endpoint defines makes
 * the query unreadable (TAXII 2.1 §3.4); undefined ones are ignored; a blank `next` is none. The
 * message repeats nothing the caller wrote. Without `match[version]`, the versions and the delete
 * endpoint mean `all`, the others `last`.
 */
export const parseQuery = (search: string, endpoint: QueryEndpoint): ParsedQuery => {
  try {
    return { ok: true, query: readQuery(search, endpoint) }
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, message: error.message }
    throw error
  }
}
