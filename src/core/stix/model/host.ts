// What runs on a machine: the SCOs of STIX 2.1 §6.11, 6.13, 6.14 and 6.16 to 6.18.
// Knows no rules between properties; that an object has any property of its own is one.

import { z } from 'zod'
import { observableObject } from './object.ts'
import {
  dictionary,
  enumeration,
  filled,
  integer,
  languageTag,
  list,
  refTo,
  text,
  timestamp,
} from './primitive.ts'
import { hashes } from './structure.ts'

const fileRef = refTo('file')
const processRef = refTo('process')
const accountRef = refTo('user-account')

/** STIX 2.1 §6.11. */
export const mutex = observableObject('mutex', { name: text })

/** STIX 2.1 §6.13.2, §10.27. The table says `windows_title`; older text says `window_title`. */
export const windowsProcessExt = filled(
  z.looseObject({
    aslr_enabled: z.boolean().optional(),
    dep_enabled: z.boolean().optional(),
    priority: text.optional(),
    owner_sid: text.optional(),
    windows_title: text.optional(),
    window_title: text.optional(),
    startup_info: dictionary(z.unknown()).optional(),
    integrity_level: enumeration('low', 'medium', 'high', 'system').optional(),
  }),
)

/** STIX 2.1 §6.13.3, §10.30 to §10.32. */
export const windowsServiceExt = filled(
  z.looseObject({
    service_name: text.optional(),
    descriptions: list(text).optional(),
    display_name: text.optional(),
    group_name: text.optional(),
    start_type: enumeration(
      'SERVICE_AUTO_START',
      'SERVICE_BOOT_START',
      'SERVICE_DEMAND_START',
      'SERVICE_DISABLED',
      'SERVICE_SYSTEM_ALERT',
    ).optional(),
    service_dll_refs: list(fileRef).optional(),
    service_type: enumeration(
      'SERVICE_KERNEL_DRIVER',
      'SERVICE_FILE_SYSTEM_DRIVER',
      'SERVICE_WIN32_OWN_PROCESS',
      'SERVICE_WIN32_SHARE_PROCESS',
    ).optional(),
    service_status: enumeration(
      'SERVICE_CONTINUE_PENDING',
      'SERVICE_PAUSE_PENDING',
      'SERVICE_PAUSED',
      'SERVICE_RUNNING',
      'SERVICE_START_PENDING',
      'SERVICE_STOP_PENDING',
      'SERVICE_STOPPED',
    ).optional(),
  }),
)

/** STIX 2.1 §6.13. */
export const process = observableObject(
  'process',
  {
    is_hidden: z.boolean().optional(),
    pid: integer.optional(),
    created_time: timestamp.optional(),
    cwd: text.optional(),
    command_line: text.optional(),
    environment_variables: dictionary(text).optional(),
    opened_connection_refs: list(refTo('network-traffic')).optional(),
    creator_user_ref: accountRef.optional(),
    image_ref: fileRef.optional(),
    parent_ref: processRef.optional(),
    child_refs: list(processRef).optional(),
  },
  {
    'windows-process-ext': windowsProcessExt.optional(),
    'windows-service-ext': windowsServiceExt.optional(),
  },
)

/** STIX 2.1 §6.14. */
export const software = observableObject('software', {
  name: text,
  cpe: text.optional(),
  swid: text.optional(),
  languages: list(languageTag).optional(),
  vendor: text.optional(),
  version: text.optional(),
})

/** STIX 2.1 §6.16.2. */
export const unixAccountExt = filled(
  z.looseObject({
    gid: integer.optional(),
    groups: list(text).optional(),
    home_dir: text.optional(),
    shell: text.optional(),
  }),
)

/** STIX 2.1 §6.16. */
export const userAccount = observableObject(
  'user-account',
  {
    user_id: text.optional(),
    credential: text.optional(),
    account_login: text.optional(),
    account_type: text.optional(),
    display_name: text.optional(),
    is_service_account: z.boolean().optional(),
    is_privileged: z.boolean().optional(),
    can_escalate_privs: z.boolean().optional(),
    is_disabled: z.boolean().optional(),
    account_created: timestamp.optional(),
    account_expires: timestamp.optional(),
    credential_last_changed: timestamp.optional(),
    account_first_login: timestamp.optional(),
    account_last_login: timestamp.optional(),
  },
  { 'unix-account-ext': unixAccountExt.optional() },
)

/** STIX 2.1 §6.17.2, §10.29. */
export const windowsRegistryValue = filled(
  z.looseObject({
    name: text.optional(),
    data: text.optional(),
    data_type: enumeration(
      'REG_NONE',
      'REG_SZ',
      'REG_EXPAND_SZ',
      'REG_BINARY',
      'REG_DWORD',
      'REG_DWORD_BIG_ENDIAN',
      'REG_DWORD_LITTLE_ENDIAN',
      'REG_LINK',
      'REG_MULTI_SZ',
      'REG_RESOURCE_LIST',
      'REG_FULL_RESOURCE_DESCRIPTION',
      'REG_RESOURCE_REQUIREMENTS_LIST',
      'REG_QWORD',
      'REG_INVALID_TYPE',
    ).optional(),
  }),
)

/** STIX 2.1 §6.17. */
export const windowsRegistryKey = observableObject('windows-registry-key', {
  key: text.optional(),
  values: list(windowsRegistryValue).optional(),
  modified_time: timestamp.optional(),
  creator_user_ref: accountRef.optional(),
  number_of_subkeys: integer.optional(),
})

/** STIX 2.1 §6.18.2. */
export const x509V3Extensions = filled(
  z.looseObject({
    basic_constraints: text.optional(),
    name_constraints: text.optional(),
    policy_constraints: text.optional(),
    key_usage: text.optional(),
    extended_key_usage: text.optional(),
    subject_key_identifier: text.optional(),
    authority_key_identifier: text.optional(),
    subject_alternative_name: text.optional(),
    issuer_alternative_name: text.optional(),
    subject_directory_attributes: text.optional(),
    crl_distribution_points: text.optional(),
    inhibit_any_policy: text.optional(),
    private_key_usage_period_not_before: timestamp.optional(),
    private_key_usage_period_not_after: timestamp.optional(),
    certificate_policies: text.optional(),
    policy_mappings: text.optional(),
  }),
)

/** STIX 2.1 §6.18. */
export const x509Certificate = observableObject('x509-certificate', {
  is_self_signed: z.boolean().optional(),
  hashes: hashes.optional(),
  version: text.optional(),
  serial_number: text.optional(),
  signature_algorithm: text.optional(),
  issuer: text.optional(),
  validity_not_before: timestamp.optional(),
  validity_not_after: timestamp.optional(),
  subject: text.optional(),
  subject_public_key_algorithm: text.optional(),
  subject_public_key_modulus: text.optional(),
  subject_public_key_exponent: integer.optional(),
  x509_v3_extensions: x509V3Extensions.optional(),
})

export type Mutex = z.infer<typeof mutex>
export type Process = z.infer<typeof process>
export type Software = z.infer<typeof software>
export type UserAccount = z.infer<typeof userAccount>
export type WindowsRegistryKey = z.infer<typeof windowsRegistryKey>
export type X509Certificate = z.infer<typeof x509Certificate>
