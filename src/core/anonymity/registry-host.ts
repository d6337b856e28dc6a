// The registry's rows for SCOs of a machine and for meta objects (STIX 2.1 §6.11 to §6.18, §7):
// what each property tells of, and what becomes of it. Knows not how an action is done.

import { below, type Row, rows } from './registry-row.ts'

/** The type is not shown to the public, or not outside the group. */
const notPublic = rows('type!', 'structural', 'keep', 'keep', 'withhold')
const members = rows('type!', 'structural', 'keep', 'withhold')

const processExtensions = [
  ...below('windows-process-ext', [
    ...rows('aslr_enabled dep_enabled integrity_level', 'ATK', 'keep'),
    ...rows('priority', 'ATK', 'clean'),
    ...rows('owner_sid', 'PII', 'drop'),
    ...rows('windows_title window_title startup_info', 'VIC', 'drop'),
  ]),
  ...below('windows-service-ext', [
    ...rows('service_name descriptions display_name group_name', 'ATK', 'clean'),
    ...rows('start_type service_type service_status', 'ATK', 'keep'),
    ...rows('service_dll_refs', 'ATK', 'keep'),
  ]),
]

const certificateTexts =
  'basic_constraints name_constraints policy_constraints key_usage extended_key_usage ' +
  'subject_directory_attributes ' +
  'crl_distribution_points inhibit_any_policy certificate_policies policy_mappings'

export const hostRows: Record<string, Row[]> = {
  mutex: rows('name!', 'ATK', 'clean'),
  process: [
    ...notPublic,
    ...rows('is_hidden', 'ATK', 'keep'),
    ...rows('pid created_time cwd environment_variables creator_user_ref', 'VIC', 'drop'),
    ...rows('command_line', 'ATK', 'command'),
    ...rows('opened_connection_refs image_ref parent_ref child_refs', 'ATK', 'keep'),
    ...below('extensions', processExtensions),
  ],
  software: [
    ...notPublic,
    ...rows('name! cpe swid vendor version', 'ATK', 'clean'),
    ...rows('languages', 'CTX', 'keep'),
  ],
  // Only accounts that are marked as the attacker's come this far.
  'user-account': [
    ...notPublic,
    ...rows('user_id account_login account_type', 'ATK', 'clean'),
    ...rows('credential', 'SEC', 'drop'),
    ...rows('display_name', 'PII', 'drop'),
    ...rows('is_service_account is_privileged can_escalate_privs is_disabled', 'PII', 'drop'),
    ...rows('account_created account_expires credential_last_changed', 'PII', 'drop'),
    ...rows('account_first_login account_last_login', 'PII', 'drop'),
    ...below('extensions.unix-account-ext', rows('gid groups home_dir shell', 'PII', 'drop')),
  ],
  'windows-registry-key': [
    ...rows('key', 'ATK', 'path'),
    ...below('values', [
      ...rows('name', 'ATK', 'path'),
      ...rows('data', 'ATK', 'command'),
      ...rows('data_type', 'ATK', 'keep'),
    ]),
    ...rows('modified_time creator_user_ref number_of_subkeys', 'VIC', 'drop'),
  ],
  // A certificate that names the victim is the victim's.
  'x509-certificate': [
    ...rows('is_self_signed hashes', 'ATK', 'keep'),
    ...rows('serial_number subject_public_key_modulus', 'ATK', 'keep'),
    ...rows('version signature_algorithm', 'ATK', 'clean'),
    ...rows('issuer subject', 'ATK', 'value'),
    ...rows('validity_not_before validity_not_after', 'ATK', 'keep'),
    ...rows('subject_public_key_algorithm', 'ATK', 'clean'),
    ...rows('subject_public_key_exponent', 'ATK', 'keep'),
    ...below('x509_v3_extensions', [
      ...rows(certificateTexts, 'ATK', 'clean'),
      ...rows('subject_alternative_name issuer_alternative_name', 'ATK', 'value'),
      ...rows('subject_key_identifier authority_key_identifier', 'ATK', 'keep'),
      ...rows('private_key_usage_period_not_before', 'ATK', 'keep'),
      ...rows('private_key_usage_period_not_after', 'ATK', 'keep'),
    ]),
  ],

  'extension-definition': [
    ...members,
    ...rows('name!', 'SRC', 'text'),
    ...rows('description', 'SRC', 'text', 'drop'),
    ...rows('schema! version! extension_properties', 'CTX', 'clean'),
    ...rows('extension_types!', 'CTX', 'keep'),
  ],
  'language-content': [
    ...members,
    ...rows('object_ref!', 'structural', 'keep'),
    ...rows('object_modified', 'SRC', 'keep', 'drop'),
    ...rows('contents!', 'VIC', 'translations', 'drop'),
  ],
  // TLP's own stay as they are; those made by somebody do not reach the public.
  'marking-definition': [
    ...notPublic,
    ...rows('created_by_ref', 'SRC', 'drop'),
    ...rows('name', 'SRC', 'clean', 'drop'),
    ...rows('definition_type', 'structural', 'definition'),
    ...rows('definition', 'SRC', 'definition'),
    ...rows('extensions', 'SRC', 'definition'),
  ],
}
