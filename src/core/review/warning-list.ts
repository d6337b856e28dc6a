// Warning lists in the format of MISP: benign infrastructure that makes false alarms. Knows no
// object.
import { z } from 'zod'
import {
  type AddressRange,
  covers,
  mergeRanges,
  readAddress,
  readRange,
} from '../anonymity/address-range.ts'
import type { ValueKind } from '../recognition/value.ts'

const entriesMax = 200_000

/** A list as MISP's repository has them. Regular expressions of strangers are not run. */
export const warningListModel = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(2_000).default(''),
  version: z.union([z.int(), z.string().max(40)]).default(1),
  type: z.enum(['string', 'substring', 'hostname', 'cidr']),
  list: z.array(z.string().max(2_000)).max(entriesMax),
  matching_attributes: z.array(z.string().max(100)).max(200).default([]),
})

export type WarningList = z.output<typeof warningListModel>

const attributes: Partial<Record<ValueKind, readonly string[]>> = {
  ipv4: ['ip-src', 'ip-dst', 'domain|ip', 'ip-src|port', 'ip-dst|port'],
  ipv6: ['ip-src', 'ip-dst', 'domain|ip', 'ip-src|port', 'ip-dst|port'],
  domain: ['domain', 'hostname', 'domain|ip', 'hostname|port'],
  url: ['url', 'uri', 'link', 'domain', 'hostname'],
  email: ['email', 'email-src', 'email-dst', 'email-addr'],
  MD5: ['md5', 'filename|md5'],
  'SHA-1': ['sha1', 'filename|sha1'],
  'SHA-256': ['sha256', 'filename|sha256'],
  'SHA-512': ['sha512', 'filename|sha512'],
}

/** Answers the name of the first list that a value is on; null for none. */
export type Warner = (kind: ValueKind, value: string) => string | null

type Test = (kind: ValueKind, value: string) => boolean

const hostIn = (kind: ValueKind, value: string): string => {
  const host =
    kind === 'url'
      ? (/^[a-z]+:\/\/(?:[^/?#@]*@)?([^/?#:]*)/i.exec(value)?.[1] ?? '')
      : kind === 'email'
        ? value.slice(value.lastIndexOf('@') + 1)
        : value
  return host.toLowerCase()
}

const compileHosts = (list: readonly string[]): Test => {
  const hosts = new Set(
    list.map((entry) =>
      entry
        .trim()
        .toLowerCase()
        .replace(/^\*?\./, ''),
    ),
  )
  return (kind, value) => {
    for (let rest = hostIn(kind, value); rest !== ''; ) {
      if (hosts.has(rest)) return true
      const dot = rest.indexOf('.')
      rest = dot < 0 ? '' : rest.slice(dot + 1)
    }
    return false
  }
}

const asRange = (text: string): AddressRange | null => {
  if (text.includes('/')) return readRange(text)
  const [address] = readAddress(text)
  return address === undefined
    ? null
    : { bits: address.bits, low: address.value, high: address.value }
}

const compileRanges = (list: readonly string[]): Test => {
  const ranges = mergeRanges(
    list.map((entry) => asRange(entry.trim())).filter((range) => range !== null),
  )
  return (kind, value) => {
    const range = asRange(kind === 'url' ? hostIn(kind, value) : value)
    return range !== null && covers(ranges, range)
  }
}

const compile = ({ type, list }: WarningList): Test => {
  if (type === 'hostname') return compileHosts(list)
  if (type === 'cidr') return compileRanges(list)
  const entries = list.map((entry) => entry.trim().toLowerCase()).filter((entry) => entry !== '')
  if (type === 'string') {
    const exact = new Set(entries)
    return (_kind, value) => exact.has(value.toLowerCase())
  }
  return (_kind, value) => {
    const text = value.toLowerCase()
    return entries.some((entry) => text.includes(entry))
  }
}

/** Compiles lists into one question. */
export const compileWarnings = (lists: readonly WarningList[]): Warner => {
  const tests = lists.map((list) => ({
    name: list.name,
    matching: new Set(list.matching_attributes),
    test: compile(list),
  }))
  return (kind, value) => {
    const known = attributes[kind] ?? []
    const hit = tests.find(
      ({ matching, test }) =>
        (matching.size === 0 || known.some((word) => matching.has(word))) && test(kind, value),
    )
    return hit?.name ?? null
  }
}
