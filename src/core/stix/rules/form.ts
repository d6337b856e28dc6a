// What addresses and names of the network look like (STIX 2.1 §6.4 to §6.15 and the RFCs they
// name). For warnings only: real observations are sloppy, and none of this may refuse one. Linear
// in time.

const labelForm = /^[a-z0-9\u0080-\uffff](?:[a-z0-9\u0080-\uffff-]*[a-z0-9\u0080-\uffff])?$/i
const domainLengthMax = 255

/** RFC 1034 and RFC 5890: labels of letters, digits and hyphens, the last not a number. */
export const isDomainName = (text: string): boolean => {
  if (text.length > domainLengthMax) return false
  const labels = (text.endsWith('.') ? text.slice(0, -1) : text).split('.')
  return (
    labels.every((label) => label.length <= 63 && labelForm.test(label)) &&
    !/^[0-9]+$/.test(labels.at(-1)!)
  )
}

const isPrefixLength = (text: string, most: number): boolean =>
  /^(?:0|[1-9][0-9]{0,2})$/.test(text) && Number(text) <= most

/** The address and the prefix length of CIDR notation; the latter null when there is none. */
const splitPrefix = (text: string): [string, string | null] => {
  const slash = text.indexOf('/')
  return slash < 0 ? [text, null] : [text.slice(0, slash), text.slice(slash + 1)]
}

const isDottedQuad = (text: string): boolean => {
  const octets = text.split('.')
  return (
    octets.length === 4 &&
    octets.every((octet) => /^(?:0|[1-9][0-9]{0,2})$/.test(octet) && Number(octet) <= 255)
  )
}

/** An IPv4 address or a CIDR block of them. */
export const isIpv4 = (text: string): boolean => {
  if (text.length > 18) return false
  const [address, prefix] = splitPrefix(text)
  return isDottedQuad(address) && (prefix === null || isPrefixLength(prefix, 32))
}

/** How many 16-bit groups one side of `::` writes; NaN when it is malformed. */
const countGroups = (text: string): number => {
  if (text === '') return 0
  const groups = text.split(':')
  const last = groups.at(-1)!
  const quad = last.includes('.')
  if (quad && !isDottedQuad(last)) return Number.NaN
  const hex = quad ? groups.slice(0, -1) : groups
  return hex.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? groups.length + (quad ? 1 : 0)
    : Number.NaN
}

/** An IPv6 address or a CIDR block of them (RFC 4291). */
export const isIpv6 = (text: string): boolean => {
  if (text.length > 50) return false
  const [address, prefix] = splitPrefix(text)
  if (prefix !== null && !isPrefixLength(prefix, 128)) return false
  const sides = address.split('::')
  if (sides.length === 1) return countGroups(address) === 8
  if (sides.length > 2 || sides[0]!.includes('.')) return false
  return countGroups(sides[0]!) + countGroups(sides[1]!) <= 7
}

const atomForm = /^[a-z0-9!#$%&'*+/=?^_`{|}~\u0080-\uffff-]+$/i

/** RFC 5322 addr-spec, without comments and folding. */
export const isEmailAddress = (text: string): boolean => {
  const at = text.lastIndexOf('@')
  if (at < 1 || text.length > 320) return false
  const local = text.slice(0, at)
  const domain = text.slice(at + 1)
  const quoted = /^"(?:[^"\\\r\n]|\\.)*"$/.test(local)
  if (!quoted && !local.split('.').every((atom) => atomForm.test(atom))) return false
  return isDomainName(domain) || /^\[[^\s[\]]+\]$/.test(domain)
}

/** RFC 3986 with a scheme; `hxxp` and other defanged spellings do not pass. */
export const isUrl = (text: string): boolean => {
  const scheme = /^([a-z][a-z0-9+.-]{0,63}):/i.exec(text)?.[1]?.toLowerCase()
  if (scheme === undefined || /^hx+ps?$/.test(scheme)) return false
  const rest = text.slice(scheme.length + 1)
  const withoutLiteral = rest.replace(
    /^(\/\/(?:[^/?#@[\]]{0,256}@)?)\[[0-9a-f:.]{2,50}\]/i,
    '$1host',
  )
  if (/[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]/.test(withoutLiteral)) return false
  if (/%(?![0-9A-Fa-f]{2})/.test(withoutLiteral)) return false
  return !/^(?:https?|ftps?|wss?)$/.test(scheme) || /^\/\/[^/?#]/.test(withoutLiteral)
}

/** A name of CPE 2.3 as a formatted string: a part and ten more components. */
export const isCpe = (text: string): boolean => {
  if (text.length > 2000 || !text.startsWith('cpe:2.3:')) return false
  const components = text.split(/(?<!\\):/)
  return (
    components.length === 13 &&
    /^[aoh*-]$/.test(components[2]!) &&
    components.every((component) => component !== '' && !/\s/.test(component))
  )
}
