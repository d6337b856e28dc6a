// Addresses, names and traffic: the SCOs of STIX 2.1 §6.2, 6.4, 6.5, 6.8 to 6.10, 6.12 and 6.15.
// Knows no rules between properties; whether a value is an address is a rule.

import { z } from 'zod'
import { observableObject } from './object.ts'
import {
  dictionary,
  enumeration,
  filled,
  hex,
  integer,
  list,
  natural,
  refTo,
  text,
  timestamp,
} from './primitive.ts'

const artifactRef = refTo('artifact')
const trafficRef = refTo('network-traffic')
const endRef = refTo('ipv4-addr', 'ipv6-addr', 'mac-addr', 'domain-name')
const port = z.int().min(0).max(65_535)

/** STIX 2.1 §6.2. */
export const autonomousSystem = observableObject('autonomous-system', {
  number: integer,
  name: text.optional(),
  rir: text.optional(),
})

/** STIX 2.1 §6.4. */
export const domainName = observableObject('domain-name', {
  value: text,
  resolves_to_refs: list(refTo('ipv4-addr', 'ipv6-addr', 'domain-name')).optional(),
})

/** STIX 2.1 §6.5. */
export const emailAddr = observableObject('email-addr', {
  value: text,
  display_name: text.optional(),
  belongs_to_ref: refTo('user-account').optional(),
})

const ipAddress = {
  value: text,
  resolves_to_refs: list(refTo('mac-addr')).optional(),
  belongs_to_refs: list(refTo('autonomous-system')).optional(),
}

/** STIX 2.1 §6.8. */
export const ipv4Addr = observableObject('ipv4-addr', ipAddress)

/** STIX 2.1 §6.9. */
export const ipv6Addr = observableObject('ipv6-addr', ipAddress)

/** STIX 2.1 §6.10. */
export const macAddr = observableObject('mac-addr', {
  value: z
    .string()
    .regex(/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/)
    .describe('a lower-case MAC address such as 00:00:ab:cd:ef:01'),
})

/** STIX 2.1 §6.15. */
export const url = observableObject('url', { value: text })

/** STIX 2.1 §6.12.2. */
export const httpRequestExt = z.looseObject({
  request_method: text,
  request_value: text,
  request_version: text.optional(),
  request_header: dictionary(list(text)).optional(),
  message_body_length: integer.optional(),
  message_body_data_ref: artifactRef.optional(),
})

/** STIX 2.1 §6.12.3. */
export const icmpExt = z.looseObject({ icmp_type_hex: hex, icmp_code_hex: hex })

/** STIX 2.1 §6.12.4, §10.16, §10.17. */
export const socketExt = z.looseObject({
  address_family: enumeration(
    'AF_UNSPEC',
    'AF_INET',
    'AF_IPX',
    'AF_APPLETALK',
    'AF_NETBIOS',
    'AF_INET6',
    'AF_IRDA',
    'AF_BTH',
  ),
  is_blocking: z.boolean().optional(),
  is_listening: z.boolean().optional(),
  options: dictionary(integer).optional(),
  socket_type: enumeration(
    'SOCK_STREAM',
    'SOCK_DGRAM',
    'SOCK_RAW',
    'SOCK_RDM',
    'SOCK_SEQPACKET',
  ).optional(),
  socket_descriptor: natural.optional(),
  socket_handle: integer.optional(),
})

/** STIX 2.1 §6.12.5. */
export const tcpExt = filled(
  z.looseObject({ src_flags_hex: hex.optional(), dst_flags_hex: hex.optional() }),
)

/** STIX 2.1 §6.12. */
export const networkTraffic = observableObject(
  'network-traffic',
  {
    start: timestamp.optional(),
    end: timestamp.optional(),
    is_active: z.boolean().optional(),
    src_ref: endRef.optional(),
    dst_ref: endRef.optional(),
    src_port: port.optional(),
    dst_port: port.optional(),
    protocols: list(text),
    src_byte_count: natural.optional(),
    dst_byte_count: natural.optional(),
    src_packets: natural.optional(),
    dst_packets: natural.optional(),
    ipfix: dictionary(z.union([integer, text]).describe('a text or an integer')).optional(),
    src_payload_ref: artifactRef.optional(),
    dst_payload_ref: artifactRef.optional(),
    encapsulates_refs: list(trafficRef).optional(),
    encapsulated_by_ref: trafficRef.optional(),
  },
  {
    'http-request-ext': httpRequestExt.optional(),
    'icmp-ext': icmpExt.optional(),
    'socket-ext': socketExt.optional(),
    'tcp-ext': tcpExt.optional(),
  },
)

export type AutonomousSystem = z.infer<typeof autonomousSystem>
export type DomainName = z.infer<typeof domainName>
export type EmailAddr = z.infer<typeof emailAddr>
export type Ipv4Addr = z.infer<typeof ipv4Addr>
export type Ipv6Addr = z.infer<typeof ipv6Addr>
export type MacAddr = z.infer<typeof macAddr>
export type Url = z.infer<typeof url>
export type NetworkTraffic = z.infer<typeof networkTraffic>
