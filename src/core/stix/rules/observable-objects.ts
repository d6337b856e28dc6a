// Rules of the STIX Cyber-observable Objects, per type and for all of them (STIX 2.1 §6).

import { deterministicId } from '../deterministic-id.ts'
import type { StixObject } from '../object.ts'
import { isCpe, isDomainName, isEmailAddress, isIpv4, isIpv6, isUrl } from './form.ts'
import {
  atLeastOneOf,
  exactlyOneOf,
  excludedWhen,
  inside,
  looksLike,
  moreThan,
  ordered,
  type Rule,
  requires,
  warn,
} from './rule.ts'

const versionProperties = ['created', 'modified', 'created_by_ref', 'revoked']

/**
 * STIX 2.1 §2.9, §3.6. A UUIDv5 that does not recompute is legal, because producers may use their
 * own way; it is worth a word. A versioned SCO under the id everyone else computes is worth
 * another.
 */
const checkDeterministicId: Rule = (object, pointer, problems) => {
  const { id, type } = object
  if (typeof id !== 'string' || typeof type !== 'string' || id[id.length - 22] !== '5') return
  const expected = deterministicId(object as StixObject)
  if (expected === null) return
  if (id !== expected) {
    warn(
      problems,
      `${pointer}/id`,
      `this UUIDv5 does not follow from the content, which gives \`${expected}\``,
    )
  } else if (versionProperties.some((name) => object[name] !== undefined)) {
    warn(problems, `${pointer}/id`, 'a versioned object needs an id that its content does not give')
  }
}

/** The rules of every SCO type. */
export const everyObservableRules: readonly Rule[] = [checkDeterministicId]

const userAccountProperties = [
  'user_id',
  'account_login',
  'display_name',
  'credential',
  'account_type',
  'is_service_account',
  'is_privileged',
  'can_escalate_privs',
  'is_disabled',
  'account_created',
  'account_expires',
  'credential_last_changed',
  'account_first_login',
  'account_last_login',
  'extensions',
]

const processProperties = [
  'pid',
  'command_line',
  'image_ref',
  'cwd',
  'created_time',
  'is_hidden',
  'environment_variables',
  'opened_connection_refs',
  'creator_user_ref',
  'parent_ref',
  'child_refs',
  'extensions',
]

const certificateProperties = [
  'hashes',
  'serial_number',
  'issuer',
  'subject',
  'is_self_signed',
  'version',
  'signature_algorithm',
  'validity_not_before',
  'validity_not_after',
  'subject_public_key_algorithm',
  'subject_public_key_modulus',
  'subject_public_key_exponent',
  'x509_v3_extensions',
]

/** The rules of each SCO type. */
export const observableObjectRules: Record<string, readonly Rule[]> = {
  artifact: [
    exactlyOneOf('payload_bin', 'url'),
    requires('url', 'hashes'),
    requires('decryption_key', 'encryption_algorithm'),
  ],
  directory: [requires('path_enc', 'path')],
  'domain-name': [looksLike('value', isDomainName, 'a domain name')],
  'email-addr': [looksLike('value', isEmailAddress, 'an email address')],
  'email-message': [
    excludedWhen('is_multipart', true, 'body'),
    excludedWhen('is_multipart', false, 'body_multipart'),
    inside('body_multipart', atLeastOneOf('body', 'body_raw_ref')),
  ],
  file: [
    atLeastOneOf('hashes', 'name'),
    requires('name_enc', 'name'),
    inside('extensions', inside('windows-pebinary-ext', moreThan('pe_type'))),
  ],
  'ipv4-addr': [looksLike('value', isIpv4, 'an IPv4 address or CIDR block')],
  'ipv6-addr': [looksLike('value', isIpv6, 'an IPv6 address or CIDR block')],
  'network-traffic': [
    atLeastOneOf('src_ref', 'dst_ref'),
    ordered('start', 'end'),
    excludedWhen('is_active', true, 'end'),
  ],
  process: [atLeastOneOf(...processProperties)],
  software: [looksLike('cpe', isCpe, 'a CPE 2.3 name')],
  url: [looksLike('value', isUrl, 'a URL')],
  'user-account': [atLeastOneOf(...userAccountProperties)],
  'windows-registry-key': [
    atLeastOneOf('key', 'values', 'modified_time', 'creator_user_ref', 'number_of_subkeys'),
    inside('values', atLeastOneOf('name', 'data', 'data_type')),
  ],
  'x509-certificate': [atLeastOneOf(...certificateProperties)],
}
