// IP addresses of the dictionary in a text, in every form in which they are written. Knows no host
// names.
import { type AddressRange, covers, readAddress } from './address-range.ts'
import { isDigit, isHexCode, isWordCode } from './character.ts'
import type { AssetKind } from './lexicon.ts'

type Emit = (from: number, to: number, kind: AssetKind, key: string) => boolean

const [dot, colon, ex] = [0x2e, 0x3a, 0x78]
const v6Max = 64

const keyOf = (written: string, ranges: readonly AddressRange[]): string | null => {
  const own = readAddress(written).find(({ bits, value }) =>
    covers(ranges, { bits, low: value, high: value }),
  )
  return own === undefined ? null : `address:${own.value}`
}

const isV4Part = (code: number): boolean => isHexCode(code) || code === ex || code === dot

/** The key of what may be an IPv4 address: four parts, or one number of more than three octets. */
const v4Key = (text: string, from: number, to: number, ranges: readonly AddressRange[]) => {
  const written = text.slice(from, to).replace(/\.$/, '')
  const parts = written.split('.')
  if (parts.length !== 4 && (parts.length !== 1 || written.length < 8)) return null
  const reversed = text.startsWith('.in-addr.arpa', from + written.length)
  return keyOf(reversed ? parts.reverse().join('.') : written, ranges)
}

const scanV4 = (text: string, ranges: readonly AddressRange[], emit: Emit): boolean => {
  for (let i = 0; i < text.length; i += 1) {
    if (!isDigit(text.charCodeAt(i))) continue
    const before = text.charCodeAt(i - 1)
    const from = i
    while (isV4Part(text.charCodeAt(i))) i += 1
    if (i - from < 7 || isWordCode(before) || before === dot) continue
    if (isWordCode(text.charCodeAt(i)) && text[i - 1] !== '.') continue
    const key = v4Key(text, from, i, ranges)
    const to = text[i - 1] === '.' ? i - 1 : i
    if (key !== null && emit(from, to, 'address', key)) return true
  }
  return false
}

const isV6Part = (code: number): boolean => isHexCode(code) || code === colon || code === dot

const scanV6 = (text: string, ranges: readonly AddressRange[], emit: Emit): boolean => {
  for (let i = text.indexOf(':'); i >= 0; i = text.indexOf(':', i + 1)) {
    let from = i
    let to = i
    while (i - from < v6Max && isV6Part(text.charCodeAt(from - 1))) from -= 1
    while (to - i < v6Max && isV6Part(text.charCodeAt(to))) to += 1
    if (to - from > 2 && !isWordCode(text.charCodeAt(to))) {
      const written = text.slice(from, to).replace(/\.$|(?<!:):$/, '')
      const key = isWordCode(text.charCodeAt(from - 1)) ? null : keyOf(written, ranges)
      if (key !== null && emit(from, from + written.length, 'address', key)) return true
    }
    i = to
  }
  return false
}

/** Calls `emit` for each address within the ranges until it answers true; whether it did. */
export const scanAddresses = (text: string, ranges: readonly AddressRange[], emit: Emit): boolean =>
  ranges.length > 0 && (scanV4(text, ranges, emit) || scanV6(text, ranges, emit))
