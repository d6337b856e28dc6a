// What a constant of a pattern names: an address, a host, a mailbox, a URL or only text, and where
// in it the host stands. Knows no dictionary.

import type { ObjectPath } from '../stix/pattern/ast.ts'
import type { AddressRange } from './address-range.ts'
import { canonicalHost } from './host-name.ts'
import { parseBlock } from './pattern-address.ts'

/** [start, end) of the constant's text. */
export type Place = { start: number; end: number }

/**
 * `host` is in the form that the dictionary compares, or '' where the text has none that it could.
 * `inner` are the places that may carry somebody's words besides the host.
 */
export type Value =
  | { is: 'block'; block: AddressRange }
  | { is: 'domain'; host: string }
  | { is: 'mailbox'; host: string; inner: Place[] }
  | { is: 'url'; host: string; block: AddressRange | null; inner: Place[] }
  | { is: 'text' }

const text: Value = { is: 'text' }

/** The name of the last property on a path; an index does not count. */
export const lastKeyOf = (path: ObjectPath): string => {
  const step = path.steps.findLast(({ kind }) => kind === 'key')
  // A path begins with a key (STIX 2.1 §9.7).
  return (step as { name: string }).name
}

const split = (written: string, from: number, to: number, by: string): Place[] => {
  const places: Place[] = []
  let start = from
  for (let at = from; at <= to; at++) {
    if (at < to && !by.includes(written[at]!)) continue
    if (at > start) places.push({ start, end: at })
    start = at + 1
  }
  return places
}

const authorityForm = /^(?:[a-z][a-z\d+.-]*:)?\/\/|^/i

const readUrl = (written: string): Value => {
  const from = authorityForm.exec(written)![0].length
  const found = written.slice(from).search(/[/?#\\]/)
  const path = found < 0 ? written.length : from + found
  const at = written.lastIndexOf('@', path - 1)
  const start = at >= from ? at + 1 : from
  const [, bare = ''] = /^(\[[^\]]*\]|[^:]*)/.exec(written.slice(start, path))!
  const host = canonicalHost(bare) ?? ''
  const userinfo = at > from ? [{ start: from, end: at }] : []
  const cut = written.slice(path).search(/[?#]/)
  const query = cut < 0 ? written.length : path + cut
  const inner = [
    ...userinfo,
    ...split(written, path, query, '/\\'),
    ...split(written, query, written.length, '?#&;'),
  ]
  return { is: 'url', host, block: parseBlock(bare.replace(/^\[|\]$/g, '')), inner }
}

const mailboxForm = /^[^\s@<>]{1,128}@[^\s@<>]+$/
const schemeForm = /^[a-z][a-z\d+.-]*:\/\//i
const hostForm = /^[^\s\\/@:?#=]+\.[^\s\\/@:?#=]*[^\s\\/@:?#=\d.][^\s\\/@:?#=]*$/

// The properties whose text is a host or an address even where it has no scheme.
const namesHost = (path: ObjectPath): boolean => {
  const last = lastKeyOf(path).toLowerCase()
  return last === 'value' || last === 'host' || last === 'x-originating-ip'
}

/** Reads a constant compared at the path. A wildcard of LIKE is taken as any other character. */
export const readValue = (path: ObjectPath, written: string): Value => {
  const block = parseBlock(written)
  if (block !== null) return { is: 'block', block }
  if (path.type === 'url' || schemeForm.test(written)) return readUrl(written)
  if (mailboxForm.test(written)) {
    const at = written.lastIndexOf('@')
    const host = canonicalHost(written.slice(at + 1)) ?? ''
    return { is: 'mailbox', host, inner: [{ start: 0, end: at }] }
  }
  if (!namesHost(path) || !hostForm.test(written)) return text
  const host = canonicalHost(written)
  return host === null ? text : { is: 'domain', host }
}
