// Where the hub may call: addresses of the public network and no others. Resolves nothing.
import ipaddr from 'ipaddr.js'

/** True for a unicast address of the public network; false for any other, and for no address. */
export const isPublicAddress = (text: string): boolean => {
  if (!ipaddr.isValid(text)) return false
  // An IPv4 address that is written as IPv6 is the IPv4 address.
  return ipaddr.process(text).range() === 'unicast'
}

/** The host of a URL as it is looked up: without the brackets of IPv6. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

const urlLengthMax = 2_000

/**
 * What is wrong with an address to call; null when nothing is. `anywhere`: the operator lets the
 * hub call its own network, in the clear too.
 */
export const faultOfUrl = (text: string, anywhere: boolean): string | null => {
  const url = text.length > urlLengthMax ? null : URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return 'must be an https URL'
  if (url.protocol === 'http:' && !anywhere) return 'must be an https URL'
  if (url.username !== '' || url.password !== '') return 'must not carry credentials'
  if (url.hash !== '') return 'must have no fragment'
  const host = hostOf(url)
  if (anywhere) return null
  if (ipaddr.isValid(host)) return isPublicAddress(host) ? null : 'must be a public address'
  // A name without a dot, and these, mean this machine or this network.
  const near = !host.includes('.') || /\.(localhost|local|internal|home\.arpa)\.?$/i.test(host)
  return near ? 'must be a public address' : null
}
