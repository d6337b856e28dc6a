// IP addresses of the dictionary in a text, in every form in which they are written. Knows no host
// names.
import { type AddressRange, covers, readAddress } from './address-range.ts'
import { codeAt, isDigit, isHexCode, isWordCode } from './character.ts'
import type { Leaf, Token } from './lexicon.ts'

const [dot, colon, ex] = [0x2e, 0x3a, 0x78]
const v6Max = 64

const leafOf = (written: string, ranges: readonly AddressRange[]): Leaf | null => {
  const own = readAddress(written).find(({ bits, value }) =>
    covers(ranges, { bits, low: value, high: value }),
  )
  return own === undefined ? null : { kind: 'address', key: `address:${own.value}` }
}

const isV4Part = (code: number): boolean => isHexCode(code) || code === ex || code === dot

const v4Min = 7
/** Four parts in hexadecimal or octal, zeros before them. */
const v4Max = 64
const single = /^(?:\d{8,11}|0x[0-9a-f]{7,8})$/

/** What may be an IPv4 address: four parts, or one number of more than three octets. */
const readV4 = (text: string, from: number, to: number, ranges: readonly AddressRange[]) => {
  const written = text.slice(from, to)
  const parts = written.split('.')
  if (parts.length !== 4 && !single.test(written)) return null
  const reversed = text.startsWith('.in-addr.arpa', to)
  return leafOf(reversed ? parts.reverse().join('.') : written, ranges)
}

/** The end of an address in four parts: labels of a host's name may stand behind it. */
const endOfParts = (text: string, from: number, to: number): number => {
  const parts = text.slice(from, to).split('.')
  if (parts.length < 5 || isDigit(codeAt(parts[4]!, 0))) return to
  return from + parts.slice(0, 4).join('.').length
}

/** The IPv4 address within the ranges whose first digit stands here. */
export const v4At = (text: string, i: number, ranges: readonly AddressRange[]): Token | null => {
  const before = codeAt(text, i - 1)
  if (ranges.length === 0 || isWordCode(before)) return null
  if (before === dot && isDigit(codeAt(text, i - 2))) return null
  let end = i
  while (end - i < v4Max && isV4Part(codeAt(text, end))) end += 1
  end = endOfParts(text, i, end)
  if (end - i < v4Min) return null
  if (codeAt(text, end - 1) === dot) end -= 1
  else if (isWordCode(codeAt(text, end))) return null
  const leaf = readV4(text, i, end, ranges)
  return leaf === null ? null : { start: i, end, leaf }
}

const isV6Part = (code: number): boolean => isHexCode(code) || code === colon || code === dot

const readV6 = (text: string, from: number, to: number, ranges: readonly AddressRange[]) => {
  const labelled = codeAt(text, from) === colon && codeAt(text, from + 1) !== colon
  if (!labelled && isWordCode(codeAt(text, from - 1))) return null
  const start = labelled ? from + 1 : from
  const end = isWordCode(codeAt(text, to)) ? text.lastIndexOf('.', to - 1) : to
  if (end <= start) return null
  const written = text.slice(start, end).replace(/\.$|(?<!:):$/, '')
  const leaf = leafOf(written, ranges)
  return leaf === null ? null : { start, end: start + written.length, leaf }
}

/** Calls `emit` for each IPv6 address within the ranges until it answers true; whether it did. */
export const scanV6 = (
  text: string,
  ranges: readonly AddressRange[],
  emit: (token: Token) => boolean,
): boolean => {
  if (ranges.length === 0) return false
  for (let i = text.indexOf(':'); i >= 0; i = text.indexOf(':', i + 1)) {
    let from = i
    let to = i
    while (i - from < v6Max && isV6Part(codeAt(text, from - 1))) from -= 1
    while (to - i < v6Max && isV6Part(codeAt(text, to))) to += 1
    const token = to - from > 2 ? readV6(text, from, to, ranges) : null
    if (token !== null && emit(token)) return true
    i = to
  }
  return false
}
