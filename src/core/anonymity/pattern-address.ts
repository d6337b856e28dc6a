// Network addresses that stand in patterns: which are internal to some network, which are shared by
// everybody, and how wide a block is (I8). Knows nobody's own addresses: the dictionary does.

/** A block of addresses; a single one has as long a prefix as it has bits. */
export type Block = { bits: 32 | 128; network: bigint; prefix: number }

const parseV4 = (text: string): bigint | null => {
  const parts = text.split('.')
  if (parts.length !== 4) return null
  let value = 0n
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return null
    value = value * 256n + BigInt(part)
  }
  return value
}

const groupsOf = (half: string): string[] => (half === '' ? [] : half.split(':'))

const parseV6 = (text: string): bigint | null => {
  const tail = /[^:]*\.[^:]*$/.exec(text)?.[0]
  let written = text
  if (tail !== undefined) {
    const v4 = parseV4(tail)
    if (v4 === null) return null
    const groups = `${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`
    written = text.slice(0, -tail.length) + groups
  }
  const halves = written.split('::')
  if (halves.length > 2) return null
  const head = groupsOf(halves[0]!)
  const rest = groupsOf(halves[1] ?? '')
  const missing = 8 - head.length - rest.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null
  let value = 0n
  for (const group of [...head, ...Array<string>(missing).fill('0'), ...rest]) {
    if (!/^[\da-f]{1,4}$/i.test(group)) return null
    value = value * 65536n + BigInt(`0x${group}`)
  }
  return value
}

/** An address or a CIDR block, IPv4 inside IPv6 taken as IPv4; null when the text is neither. */
export const parseBlock = (text: string): Block | null => {
  if (text.length > 49 || !/^[\da-f.:]+(?:\/\d{1,3})?$/i.test(text)) return null
  const [address, length] = text.split('/')
  const isV6 = address!.includes(':')
  const value = isV6 ? parseV6(address!) : parseV4(address!)
  if (value === null) return null
  const bits = isV6 ? 128 : 32
  const prefix = length === undefined ? bits : Number(length)
  if (prefix > bits) return null
  const free = BigInt(bits - prefix)
  const network = (value >> free) << free
  if (isV6 && prefix >= 96 && network >> 32n === 0xffffn) {
    return { bits: 32, network: network & 0xffffffffn, prefix: prefix - 96 }
  }
  return { bits, network, prefix }
}

/** Whether every address of `inner` is one of `outer`. */
export const isInside = (inner: Block, outer: Block): boolean => {
  if (inner.bits !== outer.bits || inner.prefix < outer.prefix) return false
  const free = BigInt(outer.bits - outer.prefix)
  return inner.network >> free === outer.network >> free
}

const blocks = (...texts: string[]): Block[] => texts.map((text) => parseBlock(text)!)

// Private use, loopback, link-local, "this network", and the shared space behind carriers' NAT.
const internal = blocks(
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '169.254.0.0/16'],
  ...['0.0.0.0/8', '100.64.0.0/10', 'fc00::/7', 'fe80::/10', '::/127'],
)

/** Whether the block means something inside one network only, and so tells of the victim's. */
export const isInternal = (block: Block): boolean =>
  block.prefix > 0 && internal.some((range) => isInside(block, range))

// Resolvers that half the world asks.
const shared = blocks(
  ...['8.8.8.8', '8.8.4.4', '1.1.1.1', '1.0.0.1', '9.9.9.9', '149.112.112.112'],
  ...['208.67.222.222', '208.67.220.220', '2001:4860:4860::8888', '2001:4860:4860::8844'],
  ...['2606:4700:4700::1111', '2606:4700:4700::1001', '2620:fe::fe'],
)

/** Whether the block is narrow enough, and little enough shared, to tell an attacker by itself. */
export const isTellingBlock = (block: Block): boolean =>
  block.prefix >= (block.bits === 32 ? 24 : 48) &&
  !shared.some((resolver) => isInside(block, resolver) || isInside(resolver, block))
