// What a value that looks like an indicator is in truth, and how sure that is. Knows no text around
// it.
import ipaddr from 'ipaddr.js'
import { parse } from 'tldts'
import type { Finding, ValueKind } from './value.ts'
import type { NoteWord } from './words.ts'

type Judged = Omit<Finding, 'span'>

const sure: Record<ValueKind, number> = {
  url: 90,
  email: 80,
  ipv4: 85,
  ipv6: 85,
  domain: 75,
  MD5: 90,
  'SHA-1': 90,
  'SHA-256': 95,
  'SHA-512': 95,
  SSDEEP: 85,
  cve: 95,
  technique: 80,
  asn: 70,
  mac: 60,
  'file-name': 50,
  'registry-key': 80,
  other: 50,
}

const examples = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'].map(
  (range) => ipaddr.parseCIDR(range),
)

const isExample = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  examples.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits))

/** Whether an address, or a range of them, is somebody's own and nowhere on the Internet. */
export const isInternalAddress = (text: string): boolean => {
  const [address = '', prefix] = text.split('/')
  if (!ipaddr.isValid(address) || prefix === '0') return prefix === '0'
  const parsed = ipaddr.process(address)
  const range = parsed.range()
  if (range === 'unicast' || isExample(parsed)) return false
  return !['teredo', '6to4', 'rfc6145', 'rfc6052', 'as112', 'orchid2'].includes(range)
}

const internalEndings =
  /(?:^|\.)(?:local|lan|corp|home|internal|intranet|private|localdomain|localhost|intra|arpa)$/

/** Whether a host's name is one of somebody's own network. */
export const isInternalHost = (host: string): boolean => internalEndings.test(host)

const reservedEndings = /(?:^|\.)(?:example|test|invalid|onion|bit|alt)$/
/** Endings of hosts and of files alike. */
const ambiguousEndings = /\.(?:zip|mov|sh|py|pl|rs|md|ps|so|cc|pub|app|bat|com)$/

const judgeHost = (host: string): { known: boolean; registrable: boolean } => {
  const { isIcann, isPrivate, domain } = parse(host, { allowPrivateDomains: true })
  const known = isIcann === true || isPrivate === true || reservedEndings.test(host)
  return { known, registrable: domain !== null || reservedEndings.test(host) }
}

const good = (kind: ValueKind, value: string, notes: NoteWord[] = [], less = 0): Judged => ({
  kind,
  value,
  confidence: Math.max(10, sure[kind] - less),
  notes,
  why: null,
})

const judgeDomain = (text: string): Judged => {
  const host = text.toLowerCase()
  if (isInternalHost(host)) return { ...good('domain', host), why: 'internal-host' }
  const { known, registrable } = judgeHost(host)
  if (!known) {
    // A word, a dot and a word is as often a sentence or a name in a program.
    return { ...good('domain', host, ['unknown-ending'], 50), why: 'not-recognised' }
  }
  if (!registrable) return { ...good('domain', host, [], 40), why: 'not-recognised' }
  const ambiguous = ambiguousEndings.test(host) && host.split('.').length === 2
  return ambiguous && !host.endsWith('.com')
    ? good('domain', host, ['may-be-a-file'], 35)
    : good('domain', host)
}

const judgeAddress = (kind: 'ipv4' | 'ipv6', text: string): Judged => {
  const [address = '', prefix] = text.split('/')
  if (!ipaddr.isValid(address)) return { ...good(kind, text), why: 'not-recognised' }
  const parsed = ipaddr.parse(address)
  const written = parsed.kind() === 'ipv6' ? parsed.toString() : address
  const value = prefix === undefined ? written : `${written}/${prefix}`
  if (prefix !== undefined && Number(prefix) > (parsed.kind() === 'ipv6' ? 128 : 32)) {
    return { ...good(kind, value), why: 'not-recognised' }
  }
  if (isInternalAddress(value)) return { ...good(kind, value), why: 'internal-address' }
  // `1.2.3.4` and `::` alone are versions and notations as often as addresses.
  if (kind === 'ipv6' && text.length < 6) return { ...good(kind, value), why: 'not-recognised' }
  return isExample(parsed) ? good(kind, value, ['documentation-address']) : good(kind, value)
}

const hostOf = (url: string): string =>
  /^[a-z]+:\/\/(?:[^/?#@]*@)?(\[[^\]]+\]|[^/?#:]*)/i.exec(url)?.[1]?.toLowerCase() ?? ''

const judgeUrl = (text: string): Judged => {
  const host = hostOf(text).replace(/^\[|\]$/g, '')
  const scheme = text.slice(0, text.indexOf(':')).toLowerCase()
  const value = `${scheme}${text.slice(scheme.length)}`
  if (ipaddr.isValid(host)) {
    if (isInternalAddress(host)) return { ...good('url', value), why: 'internal-address' }
    return good('url', value, isExample(ipaddr.parse(host)) ? ['documentation-address'] : [])
  }
  if (isInternalHost(host) || !host.includes('.')) {
    return { ...good('url', value), why: 'internal-host' }
  }
  return judgeHost(host).known ? good('url', value) : good('url', value, ['unknown-ending'], 30)
}

const judgeMail = (text: string): Judged => {
  const at = text.lastIndexOf('@')
  const host = text.slice(at + 1).toLowerCase()
  const value = `${text.slice(0, at)}@${host}`
  if (isInternalHost(host)) return { ...good('email', value), why: 'internal-host' }
  return judgeHost(host).known
    ? good('email', value)
    : { ...good('email', value, ['unknown-ending']), why: 'not-recognised' }
}

/** Judges a value that was found, or that somebody says is of this kind. */
export const judge = (kind: ValueKind, text: string): Judged => {
  switch (kind) {
    case 'domain':
      return judgeDomain(text)
    case 'ipv4':
    case 'ipv6':
      return judgeAddress(kind, text)
    case 'url':
      return judgeUrl(text)
    case 'email':
      return judgeMail(text)
    case 'MD5':
    case 'SHA-1':
    case 'SHA-256':
    case 'SHA-512':
      return good(kind, text.toLowerCase())
    case 'cve':
    case 'technique':
      return good(kind, text.toUpperCase())
    case 'mac':
      return good(kind, text.toLowerCase().replaceAll('-', ':'))
    case 'asn':
      return good(kind, text.replace(/\D/g, ''))
    case 'file-name':
      return good(kind, text, ['name-only'])
    case 'other':
      return { ...good(kind, text), why: 'no-standard-object' }
    default:
      return good(kind, text)
  }
}
