// What the scanner promises, said a second time and slowly: JSON.parse, then checks on the tokens.

import type { JsonFault, ScanLimits, Scanned } from '../../../src/core/json/scan.ts'
import { createScanner } from '../../../src/core/json/scan.ts'

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

export const isFault = (outcome: JsonFault | Scanned): outcome is JsonFault => 'reason' in outcome

/** Scans a body cut at the given places. */
export const scan = (
  body: Uint8Array,
  cuts: number[] = [],
  limits?: ScanLimits,
): JsonFault | Scanned => {
  const scanner = createScanner(limits)
  const places = [0, ...cuts.filter((cut) => cut <= body.length), body.length]
  places.sort((a, b) => a - b)
  for (const [at, place] of places.entries()) {
    if (at > 0) scanner.push(body.subarray(places[at - 1], place))
  }
  return scanner.end()
}

const tokens = /"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null|[{}[\],:]/gs

/** A decimal text as an exact fraction. */
const fractionOf = (text: string): [numerator: bigint, denominator: bigint] => {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(text) ?? []
  const exponent = Number(power) - fraction.length
  const digits = BigInt(sign + whole + fraction)
  return exponent < 0 ? [digits, 10n ** BigInt(-exponent)] : [digits * 10n ** BigInt(exponent), 1n]
}

const keepsNumber = (text: string): boolean => {
  const value = Number(text)
  if (text.length > 100 || !Number.isFinite(value) || Object.is(value, -0)) return false
  if (value === 0) return !/[1-9]/.test(text.split(/e/i)[0]!)
  const [a, b] = fractionOf(text)
  const [c, d] = fractionOf(String(value))
  const written = /[.eE]/.test(text) && Math.abs(value) >= 1e21
  return a * d === b * c && (written || a % b !== 0n || Number.isSafeInteger(value))
}

const keepsText = (text: string): boolean =>
  text.isWellFormed() &&
  [...text].every((char) => {
    const point = char.codePointAt(0)!
    return point !== 0 && point % 0x10000 < 0xfffe && (point < 0xfdd0 || point > 0xfdef)
  })

type Frame = { keys: Set<string> | null; count: number; member: string; key: boolean }

/** Whether the tokens of a well-formed text keep the limits and lose nothing. */
const keepsTokens = (text: string, limits: ScanLimits): boolean => {
  const stack: Frame[] = []
  let keys = 0
  let elements = 0
  for (const token of text.match(tokens) ?? []) {
    const top = stack.at(-1)
    if (token === ',' || token === ':') {
      if (top?.keys) top.key = token === ','
      continue
    }
    if (token === '}' || token === ']') {
      stack.pop()
      continue
    }
    const content = token.startsWith('"') ? (JSON.parse(token) as string) : null
    if (content !== null && !keepsText(content)) return false
    if (top?.keys && top.key && content !== null) {
      if (['__proto__', 'constructor'].includes(content) || top.keys.has(content)) return false
      top.keys.add(content)
      keys += 1
      if (top.keys.size > limits.keysPerObject || keys > limits.keys) return false
      if (content.length > limits.keyLength) return false
      if (stack.length === 1) {
        keys = 0
        elements = 0
        top.member = content
      }
      continue
    }
    if (top && !top.keys) {
      const isEntry = stack.length === 2 && stack[0]?.member === 'objects'
      top.count += 1
      elements = isEntry ? 0 : elements + 1
      if (isEntry) keys = 0
      if (top.count > (isEntry ? limits.objects : limits.arrayLength)) return false
      if (elements > limits.elements) return false
    }
    if (/^[-0-9]/.test(token) && !keepsNumber(token)) return false
    if (token === '{') stack.push({ keys: new Set(), count: 0, member: '', key: true })
    if (token === '[') stack.push({ keys: null, count: 0, member: '', key: false })
    if (stack.length > limits.depth) return false
  }
  return true
}

/** The parsed envelope if the scanner must accept the body, otherwise null. */
export const modelOf = (
  body: Uint8Array,
  limits: ScanLimits,
): { objects: unknown[]; x_sekisho_sharing?: unknown } | null => {
  let text: string
  let value: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  if (!Object.hasOwn(value, 'objects') || !keepsTokens(text, limits)) return null
  const { objects } = value as { objects: unknown }
  if (!Array.isArray(objects) || objects.length === 0) return null
  return value as { objects: unknown[] }
}
