// IP addresses in all the ways they are written, and ranges of them. Knows no dictionary.

/** An address as a number with its width in bits: 32 or 128. */
export type Address = { bits: 32 | 128; value: bigint }

/** The addresses from `low` to `high`, both within. */
export type AddressRange = { bits: 32 | 128; low: bigint; high: bigint }

const partValues = (part: string): number[] => {
  if (/^0x[0-9a-f]{1,8}$/.test(part)) return [Number.parseInt(part, 16)]
  if (/^0[0-7]{1,11}$/.test(part)) return [Number.parseInt(part, 8), Number(part)]
  return /^\d{1,10}$/.test(part) ? [Number(part)] : []
}

/** The forms of inet_aton: one to four parts, each decimal, octal or hexadecimal. */
const parseV4 = (text: string, octal: 0 | 1): Address | null => {
  const parts = text.split('.').map((part) => partValues(part))
  if (parts.length > 4) return null
  let value = 0n
  for (const [i, values] of parts.entries()) {
    const part = values.length > 1 ? values[octal] : values[0]
    const last = i === parts.length - 1
    const width = last ? 8 * (5 - parts.length) : 8
    if (part === undefined || part >= 2 ** width) return null
    value = (value << BigInt(width)) + BigInt(part)
  }
  return { bits: 32, value }
}

const groupsOf = (half: string): string[] => (half === '' ? [] : half.split(':'))

const mappedPrefix = 0xffffn
const mappedTail = 0xffffffffn

const parseV6 = (text: string): Address | null => {
  const dotted = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text)
  const tail = dotted === null ? null : parseV4(dotted[2]!, 1)
  if (dotted !== null && tail === null) return null
  const hex =
    tail === null
      ? text
      : `${dotted![1]}${(tail.value >> 16n).toString(16)}:${(tail.value & 0xffffn).toString(16)}`
  const halves = hex.split('::')
  if (halves.length > 2) return null
  const head = groupsOf(halves[0]!)
  const rest = groupsOf(halves[1] ?? '')
  const missing = 8 - head.length - rest.length
  if (halves.length === 1 ? missing !== 0 : missing < 0) return null
  const groups = [...head, ...Array<string>(missing).fill('0'), ...rest]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null
  const value = groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n)
  const isMapped = value >> 32n === mappedPrefix
  return isMapped ? { bits: 32, value: value & mappedTail } : { bits: 128, value }
}

/**
 * What an address may mean: none where it is none, two where a leading zero may mean octal or
 * nothing. IPv4 within IPv6 is IPv4.
 */
export const readAddress = (text: string): Address[] => {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/%.*$/, '')
  if (bare === '' || bare.length > 64) return []
  if (bare.includes(':')) return [parseV6(bare)].filter((address) => address !== null)
  const octal = parseV4(bare, 0)
  const decimal = parseV4(bare, 1)
  const same = octal !== null && decimal !== null && octal.value === decimal.value
  return [octal, same ? null : decimal].filter((address) => address !== null)
}

/** An address or a CIDR as a range; null where it is none. */
export const readRange = (text: string): AddressRange | null => {
  const [address, length, ...rest] = text.split('/')
  const [first] = readAddress(address!).reverse()
  if (first === undefined || rest.length > 0) return null
  const { bits, value } = first
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return null
  const prefix = length === undefined ? bits : Number(length)
  if (prefix > bits) return null
  const host = BigInt(bits - prefix)
  const low = (value >> host) << host
  return { bits, low, high: low + (1n << host) - 1n }
}

/** The ranges in order and without overlaps, as `covers` wants them. */
export const mergeRanges = (ranges: AddressRange[]): AddressRange[] => {
  const sorted = ranges.toSorted(
    (a, b) => a.bits - b.bits || (a.low < b.low ? -1 : Number(a.low > b.low)),
  )
  const merged: AddressRange[] = []
  for (const range of sorted) {
    const last = merged.at(-1)
    if (last !== undefined && last.bits === range.bits && range.low <= last.high + 1n)
      merged[merged.length - 1] = { ...last, high: range.high > last.high ? range.high : last.high }
    else merged.push(range)
  }
  return merged
}

/** Whether a range lies wholly in one of the merged ranges. */
export const covers = (ranges: readonly AddressRange[], asked: AddressRange): boolean => {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >> 1
    const range = ranges[middle]!
    const after = range.bits > asked.bits || (range.bits === asked.bits && range.low > asked.low)
    if (after) high = middle
    else low = middle + 1
  }
  const range = ranges[low - 1]
  return range !== undefined && range.bits === asked.bits && asked.high <= range.high
}
