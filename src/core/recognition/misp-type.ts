// Attribute types of MISP: which kind of value each has, and which pattern or observable says it.
// Knows no event.

import { judge } from './judge.ts'
import { compare, quote } from './make-object.ts'
import { refang } from './refang.ts'
import type { ValueKind } from './value.ts'
import type { NoteWord, RestWord } from './words.ts'

/** One value of an attribute: what a pattern says of it, and what an observable is made of. */
export type Reading = {
  value: string
  comparison: string | null
  observable: { type: string; own: Record<string, unknown> } | null
  dated: 'cve' | null
  notes: NoteWord[]
  why: RestWord | null
}

const kinds: Record<string, ValueKind> = {
  'ip-src': 'ipv4',
  'ip-dst': 'ipv4',
  domain: 'domain',
  hostname: 'domain',
  url: 'url',
  email: 'email',
  'email-src': 'email',
  'email-dst': 'email',
  'email-reply-to': 'email',
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha512: 'SHA-512',
  ssdeep: 'SSDEEP',
  vulnerability: 'cve',
  AS: 'asn',
  'mac-address': 'mac',
  filename: 'file-name',
  regkey: 'registry-key',
}

/** Values that a pattern takes as they are. */
const plain: Record<string, { path: string; type: string; property: string | null }> = {
  mutex: { path: 'mutex:name', type: 'mutex', property: 'name' },
  'email-subject': { path: 'email-message:subject', type: 'email-message', property: null },
  'user-agent': {
    path: "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'",
    type: 'network-traffic',
    property: null,
  },
  'x509-fingerprint-sha1': {
    path: "x509-certificate:hashes.'SHA-1'",
    type: 'x509-certificate',
    property: null,
  },
  'x509-fingerprint-sha256': {
    path: "x509-certificate:hashes.'SHA-256'",
    type: 'x509-certificate',
    property: null,
  },
  tlsh: { path: 'file:hashes.TLSH', type: 'file', property: null },
}

/** Rules in a language of their own. */
export const ruleTypes: Readonly<Record<string, string>> = {
  yara: 'yara',
  snort: 'snort',
  suricata: 'suricata',
  sigma: 'sigma',
}

export const textTypes: ReadonlySet<string> = new Set(['comment', 'text'])
export const fileTypes: ReadonlySet<string> = new Set(['attachment', 'malware-sample'])

const observe = (kind: ValueKind, value: string): Reading['observable'] => {
  switch (kind) {
    case 'ipv4':
    case 'ipv6':
      return { type: `${kind}-addr`, own: { value } }
    case 'domain':
      return { type: 'domain-name', own: { value } }
    case 'url':
      return { type: 'url', own: { value } }
    case 'email':
      return { type: 'email-addr', own: { value } }
    case 'asn':
      return { type: 'autonomous-system', own: { number: Number(value) } }
    case 'mac':
      return { type: 'mac-addr', own: { value } }
    case 'file-name':
      return { type: 'file', own: { name: value } }
    case 'registry-key':
      return { type: 'windows-registry-key', own: { key: value } }
    case 'MD5':
    case 'SHA-1':
    case 'SHA-256':
    case 'SHA-512':
    case 'SSDEEP':
      return { type: 'file', own: { hashes: { [kind]: value } } }
    default:
      return null
  }
}

const hexLengths: Record<string, number> = { MD5: 32, 'SHA-1': 40, 'SHA-256': 64, 'SHA-512': 128 }

const isOfKind = (kind: ValueKind, value: string): boolean => {
  const length = hexLengths[kind]
  if (length !== undefined) return value.length === length && /^[0-9a-f]+$/i.test(value)
  if (kind === 'cve') return /^CVE-\d{4}-\d{4,19}$/i.test(value)
  if (kind === 'asn') return /^(?:AS)?\d{1,10}$/i.test(value)
  if (kind === 'email') return /^[^\s@]+@[^\s@]+$/.test(value)
  if (kind === 'url') return /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value)
  if (kind === 'mac') return /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i.test(value)
  return value !== ''
}

const nothing = (value: string, why: RestWord): Reading => ({
  value,
  comparison: null,
  observable: null,
  dated: null,
  notes: [],
  why,
})

const readKind = (said: ValueKind, text: string): Reading => {
  const { value: bare, defanged } = refang(text)
  const kind = said === 'ipv4' && bare.includes(':') ? 'ipv6' : said
  if (!isOfKind(kind, bare)) return nothing(text, 'not-recognised')
  const { value, why, notes } = judge(kind, bare)
  // Its maker says what it is: an ending that nobody registered changes nothing.
  const doubted = why === 'not-recognised' && kind === 'domain'
  if (why !== null && !doubted) return nothing(value, why)
  return {
    value,
    comparison: compare(kind, value),
    observable: observe(kind, value),
    dated: kind === 'cve' ? 'cve' : null,
    notes: defanged ? [...notes, 'defanged'] : notes,
    why: null,
  }
}

const readPlain = (type: string, value: string): Reading | null => {
  const known = plain[type]
  if (known === undefined) return null
  const { path, property } = known
  const observable = property === null ? null : { type: known.type, own: { [property]: value } }
  const comparison = `${path} = ${quote(value)}`
  return { value, comparison, observable, dated: null, notes: [], why: null }
}

const isHash = (type: string): boolean => /^(?:md5|sha\d|ssdeep)/.test(type)

/** A host and the address it was seen at. */
const combine = (host: Reading, address: Reading, value: string): Reading => {
  const bad = [host, address].find(({ why }) => why !== null)
  if (bad !== undefined) return { ...bad, value }
  const at = `domain-name:resolves_to_refs[*].value = ${quote(address.value)}`
  const notes = [...new Set([...host.notes, ...address.notes])]
  return { ...host, value, comparison: `${host.comparison} AND ${at}`, notes }
}

/** A file's name beside its hash says nothing more, and may differ from case to case. */
const readComposite = (type: string, value: string): Reading | null => {
  const types = type.split('|')
  const at = types[0] === 'regkey' ? value.indexOf('|') : value.lastIndexOf('|')
  if (types.length !== 2 || at < 0) return null
  const [first = '', second = ''] = types
  const [left, right] = [value.slice(0, at), value.slice(at + 1)]
  if (second === 'port') {
    const reading = readType(first, left)
    return reading && { ...reading, notes: [...reading.notes, 'port-left-out'] }
  }
  if (first === 'filename' && isHash(second)) {
    const reading = readType(second, right)
    const file = reading?.observable
    if (!reading || !file) return reading
    const own = { ...file.own, name: left }
    return { ...reading, value: left, observable: { ...file, own } }
  }
  if (first === 'regkey') {
    const pair = `windows-registry-key:key = ${quote(left)}`
    const comparison = `${pair} AND windows-registry-key:values[*].data = ${quote(right)}`
    const observable = { type: 'windows-registry-key', own: { key: left } }
    return { value: left, comparison, observable, dated: null, notes: [], why: null }
  }
  if (type !== 'domain|ip') return null
  return combine(readKind('domain', left), readKind('ipv4', right), value)
}

/** What the value of an attribute is; null for a type that nobody knows. */
export const readType = (type: string, value: string): Reading | null => {
  if (fileTypes.has(type)) return nothing(value, 'carries-a-file')
  const kind = kinds[type]
  if (kind !== undefined) return readKind(kind, value)
  return readPlain(type, value) ?? readComposite(type, value)
}
