// Network addresses that stand in patterns: which are internal to some network, which are shared by
// everybody, and how wide a block is (I8). Knows nobody's own addresses: the dictionary does.

import { type AddressRange, readRange } from './address-range.ts'

// `readRange` takes plain numbers for addresses too; a pattern is full of those.
const form = /^(?:(?:\d{1,3}\.){3}\d{1,3}|[\da-f:]*:[\da-f:]*:[\da-f:.]*)(?:\/\d{1,3})?$/i

/** An address or a CIDR block in its usual form; null when the text is neither. */
export const parseBlock = (text: string): AddressRange | null =>
  text.length <= 49 && form.test(text) ? readRange(text) : null

/** Whether every address of `inner` is one of `outer`. */
export const isInside = (inner: AddressRange, outer: AddressRange): boolean =>
  inner.bits === outer.bits && inner.low >= outer.low && inner.high <= outer.high

const blocks = (...texts: string[]): AddressRange[] => texts.map((text) => readRange(text)!)

const loopback = blocks('127.0.0.0/8', '0.0.0.0', '::/127')

// Private use, link-local, "this network", and the shared space behind carriers' NAT.
const local = blocks(
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '0.0.0.0/8'],
  ...['100.64.0.0/10', 'fc00::/7', 'fe80::/10'],
)

/** Whether the block is the machine's own, whichever machine it is. */
export const isLoopback = (block: AddressRange): boolean =>
  loopback.some((range) => isInside(block, range))

/** Whether the block means something inside one network only, and so tells of the victim's. */
export const isInternal = (block: AddressRange): boolean =>
  isLoopback(block) || local.some((range) => isInside(block, range))

// A product's version has the same form, and stands after a name and a slash.
const written = /(?<![\w.]|[a-z]\/)\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?(?!\w|\.\d)/gi

/** The IPv4 addresses and blocks that a text names. */
export const findBlocks = (text: string): AddressRange[] =>
  [...text.matchAll(written)].flatMap(([block]) => parseBlock(block) ?? [])

/**
 * Whether a block names somebody's neighbours: it is internal, but neither a machine's own address
 * nor the whole of a range, which is the same for everybody.
 */
export const namesNeighbours = (block: AddressRange): boolean =>
  isInternal(block) && !isLoopback(block) && !local.some((range) => isInside(range, block))

// Resolvers that half the world asks.
const shared = blocks(
  ...['8.8.8.8', '8.8.4.4', '1.1.1.1', '1.0.0.1', '9.9.9.9', '149.112.112.112'],
  ...['208.67.222.222', '208.67.220.220', '2001:4860:4860::8888', '2001:4860:4860::8844'],
  ...['2606:4700:4700::1111', '2606:4700:4700::1001', '2620:fe::fe'],
)

const widest = { 32: 2n ** 8n, 128: 2n ** 80n }

/**
 * Whether the block tells an attacker by itself: it is a /24 (IPv6: a /48) or less, not internal,
 * and not shared by everybody.
 */
export const isTellingBlock = (block: AddressRange): boolean =>
  block.high - block.low < widest[block.bits] &&
  !isInternal(block) &&
  !shared.some((resolver) => isInside(resolver, block))
