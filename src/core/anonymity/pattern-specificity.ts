// Which comparisons tell an attacker by themselves, so that a pattern may lose a condition and
// still be worth matching (I2). Judges the form of a value only: knows no dictionary.

import type { Comparison, ObjectPath } from '../stix/pattern/ast.ts'
import { isTellingBlock, parseBlock } from './pattern-address.ts'
import { lastKeyOf } from './pattern-value.ts'

// Hosts that everybody visits: an address there tells something only together with its path.
const everyday = new Set([
  ...['google.com', 'microsoft.com', 'windows.com', 'office.com', 'office365.com', 'live.com'],
  ...['windows.net', 'outlook.com', 'sharepoint.com', 'apple.com', 'icloud.com', 'amazon.com'],
  ...['amazonaws.com', 'cloudfront.net', 'googleapis.com', 'gstatic.com', 'youtube.com'],
  ...['facebook.com', 'twitter.com', 'x.com', 'linkedin.com', 'github.com', 'discord.com'],
  ...['githubusercontent.com', 'gitlab.com', 'dropbox.com', 'pastebin.com', 'telegram.org', 't.me'],
  ...['discordapp.com', 'yahoo.com', 'yahoo.co.jp', 'bing.com', 'wikipedia.org', 'cloudflare.com'],
  ...['gmail.com', 'bit.ly', 'tinyurl.com', 'akamai.net', 'blogspot.com', 'wordpress.com'],
])

const isEverydayHost = (host: string): boolean => {
  const labels = host.split('.')
  // The last two or three labels stand for the registrable domain.
  return everyday.has(labels.slice(-2).join('.')) || everyday.has(labels.slice(-3).join('.'))
}

const emptyHashes = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
])

const hexLengths = new Set([32, 40, 56, 64, 96, 128])

/** Whether a text has the form of a digest, whatever the property that it stands in. */
export const isDigestLike = (text: string): boolean =>
  hexLengths.has(text.length) && /^[\da-f]+$/i.test(text)

const isTellingHost = (host: string): boolean => {
  const block = parseBlock(host)
  if (block !== null) return isTellingBlock(block)
  return host.length >= 5 && host.includes('.') && !isEverydayHost(host)
}

const urlForm = /^(?:[a-z][a-z\d+.-]*:\/\/)?(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)(?::\d*)?(.*)$/is

/** `rest` is the path, the query and the fragment. The texts may be parts of a LIKE pattern. */
const isTellingUrl = (text: string): boolean => {
  const [, written, rest] = urlForm.exec(text)!
  const host = written!.replace(/^\[|\]$/g, '').toLowerCase()
  return isTellingHost(host) || (rest!.length >= 12 && (host === '' || isEverydayHost(host)))
}

const autorunForm = /\\(?:run|runonce|runservices|winlogon|services|policies|explorer)\\?$/i

// Long enough that it is not the key of something everybody has.
const isTellingKey = (key: string): boolean => key.length >= 20 && !autorunForm.test(key)

const byPath: Readonly<Record<string, (text: string) => boolean>> = {
  'domain-name:value': (text) => isTellingHost(text.toLowerCase()),
  'url:value': isTellingUrl,
  'mutex:name': (text) => text.replace(/^(?:global|local)\\/i, '').length >= 6,
  'windows-registry-key:key': isTellingKey,
  'process:command_line': (text) => text.length >= 24,
  'x509-certificate:serial_number': (text) => text.length >= 8,
  'email-message:message_id': (text) => text.length >= 12,
}

/** Whether a property of this name stands on the path. */
export const hasKey = (path: ObjectPath, name: string): boolean =>
  path.steps.some((step) => step.kind === 'key' && step.name === name)

const mailboxForm = /^[^\s@]{1,64}@([^\s@]{4,253})$/

/** Whether this whole value, compared for equality at this path, tells an attacker by itself. */
export const isTellingValue = (path: ObjectPath, text: string): boolean => {
  if (hasKey(path, 'hashes')) return text.length >= 20 && !emptyHashes.has(text.toLowerCase())
  if (isDigestLike(text)) return !emptyHashes.has(text.toLowerCase())
  const block = parseBlock(text)
  if (block !== null) return isTellingBlock(block)
  const last = lastKeyOf(path)
  if (/^host$/i.test(last)) return isTellingHost(text.toLowerCase())
  const judge = byPath[`${path.type}:${last}`]
  if (judge !== undefined) return judge(text)
  if (mailboxForm.test(text)) return true
  // `network-traffic:dst_ref.value` holds a domain as well.
  return last === 'value' && isTellingUrl(text) && /^[^\s]+\.[^\s]{2,}$/.test(text)
}

const isTellingRun = (path: ObjectPath, run: string): boolean => {
  const bare = run.replace(/^[a-z]*:\/\/(?:www\.)?|^\.+/i, '').replace(/\.+$/, '')
  return bare.length >= 8 && isTellingValue(path, bare)
}

const expressionParts = /(\[(?:\\.|[^\]\\])*\]|\\[\s\S]|[\s\S])([*+?]|\{\d*,?\d*\})?/g

/** The runs of plain characters that every match of an expression contains; none where it forks. */
const runsOf = (expression: string): string[] => {
  if (/\||\)[*?{]|\(\?/.test(expression)) return []
  let runs = ''
  for (const [, part, quantifier] of expression.matchAll(expressionParts)) {
    const isPlain = part!.length === 1 ? !/[.^$()]/.test(part!) : /^\\\W$/.test(part!)
    runs += isPlain && quantifier === undefined ? part!.at(-1) : '\n'
  }
  return runs.split('\n')
}

const pieces: Partial<Record<Comparison['operator'], (text: string) => string[]>> = {
  LIKE: (text) => text.split(/[%_]+/),
  MATCHES: runsOf,
}

const isTellingText = ({ operator, path }: Comparison, text: string): boolean => {
  const cut = pieces[operator]
  if (cut !== undefined) return cut(text).some((run) => isTellingRun(path, run))
  return ['=', 'IN', 'ISSUBSET'].includes(operator) && isTellingValue(path, text)
}

/**
 * Whether every match of the comparison is worth looking at without any other condition: hash, full
 * URL or host, public address, sender, mutex, serial number of a certificate, registry key. Not so:
 * ports, names of files and processes, subjects, user agents, protocols, and whatever is negated.
 * Of LIKE and MATCHES only what stands between the wildcards counts.
 */
export const isTelling = (comparison: Comparison): boolean => {
  const { negated, literals } = comparison
  if (negated || literals.length === 0) return false
  return literals.every(
    (literal) => literal.kind === 'string' && isTellingText(comparison, literal.value),
  )
}
