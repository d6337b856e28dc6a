// Who is at the other end of a connection, and under which URL it reaches the hub. The only place
// that believes forwarding headers, and only from named proxies.
import { BlockList, isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { Settings } from './exchange/context.ts'

const forwardingHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto']
const wildcardHosts = ['0.0.0.0', '::', '']

/** An address as IPv4 where it is one in IPv6's clothes. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=[0-9.]+$)/i, '')

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

const blockListOf = (entries: string[]): BlockList => {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    if (prefix === undefined) list.addAddress(address, familyOf(address))
    else list.addSubnet(address, Number(prefix), familyOf(address))
  }
  return list
}

const loopback = blockListOf(['127.0.0.0/8', '::1'])

const includes = (list: BlockList, address: string | undefined): boolean => {
  const plain = plainAddress(address ?? '')
  return isIP(plain) !== 0 && list.check(plain, familyOf(plain))
}

/** True for an address of this very machine. Names are no addresses, but `localhost` counts. */
export const isLoopback = (host: string | undefined): boolean =>
  host === 'localhost' || includes(loopback, host?.replace(/^\[|\]$/g, ''))

/** True when nothing was forwarded and the connection comes from this machine. */
export const isLocalPeer = (request: FastifyRequest): boolean =>
  isLoopback(request.raw.socket.remoteAddress) &&
  forwardingHeaders.every((name) => request.headers[name] === undefined)

export type Peers = {
  /**
   * True when what the request carries went in the clear over a network: plain HTTP from neither
   * this machine nor a named proxy, or a proxy that says so itself.
   */
  isExposed(request: FastifyRequest): boolean
  /**
   * The URL before `/taxii2/`, without a slash at its end; '' where only a relative URL is
   * certain.
   */
  baseOf(request: FastifyRequest): string
}

const hostOf = (request: FastifyRequest): string | null => {
  const host = request.headers.host ?? ''
  const name = host.replace(/:\d+$/, '')
  return /^[A-Za-z0-9.:[\]-]+$/.test(host) && isLoopback(name) ? host : null
}

/**
 * TAXII 2.1 §4.1.1 allows https and relative URLs; over plain HTTP only the relative one is right.
 */
const ownBase = (settings: Settings, request: FastifyRequest): string => {
  if (settings.tls === null) return ''
  if (isLocalPeer(request)) {
    const host = hostOf(request)
    if (host !== null) return `https://${host}`
  }
  if (wildcardHosts.includes(settings.host)) return ''
  const name = isIP(settings.host) === 6 ? `[${settings.host}]` : settings.host
  return `https://${name}:${request.raw.socket.localPort ?? settings.port}`
}

export const createPeers = (settings: Settings): Peers => {
  const proxies = blockListOf(settings.proxies)
  const publicBase = settings.publicUrl?.replace(/\/+$/, '') ?? null
  return {
    isExposed(request) {
      if (settings.tls !== null || settings.allowPlainHttp) return false
      const peer = request.raw.socket.remoteAddress
      if (includes(proxies, peer)) return request.headers['x-forwarded-proto'] === 'http'
      return !isLoopback(peer)
    },
    baseOf: (request) => publicBase ?? ownBase(settings, request),
  }
}
