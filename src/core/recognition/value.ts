// Values that are found, and what they are. Shapes only.
import type { Span } from '../anonymity/layer.ts'
import type { NoteWord, RestWord } from './words.ts'

/** What a value is; hashes by their STIX names. */
export type ValueKind =
  | 'url'
  | 'email'
  | 'ipv4'
  | 'ipv6'
  | 'domain'
  | 'MD5'
  | 'SHA-1'
  | 'SHA-256'
  | 'SHA-512'
  | 'SSDEEP'
  | 'cve'
  | 'technique'
  | 'asn'
  | 'mac'
  | 'file-name'
  | 'registry-key'
  | 'other'

/** A value as it is meant. Null in `why` for what becomes an object. */
export type Finding = {
  kind: ValueKind
  value: string
  span: Span
  confidence: number
  notes: NoteWord[]
  why: RestWord | null
}
