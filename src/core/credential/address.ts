// How network addresses are compared when failures are counted. Knows no socket.

const v4 = /^\d{1,3}(\.\d{1,3}){3}$/

const groupsOf = (half: string): string[] => (half === '' ? [] : half.split(':'))

/**
 * One key for all addresses that one guesser has at hand: an IPv4 address (also inside IPv6) as it
 * is, an IPv6 address by its first 64 bits. Text that is no address is its own key, cut at 64
 * characters.
 */
export const canonicalAddress = (address: string): string => {
  const bare = address.trim().toLowerCase().replace(/%.*$/, '').slice(0, 64)
  const mapped = /^::ffff:(.+)$/.exec(bare)?.[1]
  if (mapped !== undefined && v4.test(mapped)) return mapped
  if (!/^[0-9a-f:.]*:[0-9a-f:.]*$/.test(bare)) return bare
  const [head, tail, ...rest] = bare.split('::')
  if (rest.length > 0) return bare
  const first = groupsOf(head!)
  const last = tail === undefined ? [] : groupsOf(tail)
  const missing = Math.max(0, 8 - first.length - last.length)
  const groups = [...first, ...Array<string>(missing).fill('0'), ...last]
  const network = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''))
  return `${network.join(':')}::/64`
}
