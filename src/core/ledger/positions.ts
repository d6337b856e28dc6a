// Positions of entries packed into octets, exactly: the first, then the distance to the next.
// Knows no feed.

const seven = 0x80
const octetsMax = 8

const pushVarint = (octets: number[], value: number): void => {
  let rest = value
  while (rest >= seven) {
    octets.push((rest % seven) + seven)
    rest = Math.floor(rest / seven)
  }
  octets.push(rest)
}

const isRising = (positions: readonly bigint[]): boolean =>
  positions.every((position, n) => n === 0 || (positions[n - 1] as bigint) <= position)

const inOrder = (positions: readonly bigint[]): readonly bigint[] =>
  isRising(positions) ? positions : [...positions].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))

/**
 * Packs positions (microseconds since 1970, from 0 to 2^53 - 1) in rising order, as little-endian
 * base-128 numbers: the first one, then each distance. Throws RangeError outside that range.
 */
export const packPositions = (positions: readonly bigint[]): Buffer => {
  const octets: number[] = []
  let before = 0
  for (const position of inOrder(positions)) {
    const value = Number(position)
    if (value < 0 || !Number.isSafeInteger(value)) throw new RangeError('a position out of range')
    pushVarint(octets, value - before)
    before = value
  }
  return Buffer.from(octets)
}

/**
 * What `packPositions` packed, in rising order. Throws RangeError on octets it cannot have made.
 */
export const unpackPositions = (packed: Uint8Array): bigint[] => {
  const positions: bigint[] = []
  let before = 0
  let value = 0
  let scale = 1
  let length = 0
  for (const octet of packed) {
    value += (octet % seven) * scale
    length += 1
    if (octet >= seven) {
      scale *= seven
      if (length === octetsMax) throw new RangeError('packed positions are damaged')
      continue
    }
    before += value
    if (!Number.isSafeInteger(before) || (octet === 0 && length > 1))
      throw new RangeError('packed positions are damaged')
    positions.push(BigInt(before))
    value = 0
    scale = 1
    length = 0
  }
  if (length > 0) throw new RangeError('packed positions are damaged')
  return positions
}
