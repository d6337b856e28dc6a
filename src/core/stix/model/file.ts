// Files and what is in them: the SCOs of STIX 2.1 §6.1, 6.3, 6.6 and 6.7.
// Knows no rules between properties.

import { z } from 'zod'
import { observableObject } from './object.ts'
import {
  binary,
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
import { observableRef } from './reference.ts'
import { hashes } from './structure.ts'

const artifactRef = refTo('artifact')
const directoryRef = refTo('directory')
const fileOrDirectoryRef = refTo('file', 'directory')
const mailboxRef = refTo('email-addr')

const times = {
  ctime: timestamp.optional(),
  mtime: timestamp.optional(),
  atime: timestamp.optional(),
}

/** STIX 2.1 §6.1, §10.4. Payload or URL, and what each needs, are rules. */
export const artifact = observableObject('artifact', {
  mime_type: text.optional(),
  payload_bin: binary.optional(),
  url: text.optional(),
  hashes: hashes.optional(),
  encryption_algorithm: enumeration(
    'AES-256-GCM',
    'ChaCha20-Poly1305',
    'mime-type-indicated',
  ).optional(),
  decryption_key: text.optional(),
})

/** STIX 2.1 §6.3. */
export const directory = observableObject('directory', {
  path: text,
  path_enc: text.optional(),
  ...times,
  contains_refs: list(fileOrDirectoryRef).optional(),
})

/** STIX 2.1 §6.6.2. */
export const emailMimePart = z.looseObject({
  body: text.optional(),
  body_raw_ref: refTo('artifact', 'file').optional(),
  content_type: text.optional(),
  content_disposition: text.optional(),
})

/**
 * STIX 2.1 §6.6. Which body goes with `is_multipart` is a rule.
 * NOTE: §6.6.1 wants lists of texts as header values; an example under it has bare texts. The
 * sentence governs.
 */
export const emailMessage = observableObject('email-message', {
  is_multipart: z.boolean(),
  date: timestamp.optional(),
  content_type: text.optional(),
  from_ref: mailboxRef.optional(),
  sender_ref: mailboxRef.optional(),
  to_refs: list(mailboxRef).optional(),
  cc_refs: list(mailboxRef).optional(),
  bcc_refs: list(mailboxRef).optional(),
  message_id: text.optional(),
  subject: text.optional(),
  received_lines: list(text).optional(),
  additional_header_fields: dictionary(list(text)).optional(),
  body: text.optional(),
  body_multipart: list(emailMimePart).optional(),
  raw_email_ref: artifactRef.optional(),
})

/** STIX 2.1 §6.7.2. */
export const archiveExt = z.looseObject({
  contains_refs: list(fileOrDirectoryRef),
  comment: text.optional(),
})

/** STIX 2.1 §6.7.3. */
export const alternateDataStream = z.looseObject({
  name: text,
  hashes: hashes.optional(),
  size: natural.optional(),
})

/** STIX 2.1 §6.7.3. */
export const ntfsExt = filled(
  z.looseObject({
    sid: text.optional(),
    alternate_data_streams: list(alternateDataStream).optional(),
  }),
)

/** STIX 2.1 §6.7.4. */
export const pdfExt = filled(
  z.looseObject({
    version: text.optional(),
    is_optimized: z.boolean().optional(),
    document_info_dict: dictionary(text).optional(),
    pdfid0: text.optional(),
    pdfid1: text.optional(),
  }),
)

/** STIX 2.1 §6.7.5. */
export const rasterImageExt = filled(
  z.looseObject({
    image_height: integer.optional(),
    image_width: integer.optional(),
    bits_per_pixel: integer.optional(),
    exif_tags: dictionary(z.union([integer, text]).describe('a text or an integer')).optional(),
  }),
)

/** STIX 2.1 §6.7.6: sizes are not negative, addresses and versions may be any integer. */
export const windowsPeOptionalHeader = filled(
  z.looseObject({
    magic_hex: hex.optional(),
    major_linker_version: integer.optional(),
    minor_linker_version: integer.optional(),
    size_of_code: natural.optional(),
    size_of_initialized_data: natural.optional(),
    size_of_uninitialized_data: natural.optional(),
    address_of_entry_point: integer.optional(),
    base_of_code: integer.optional(),
    base_of_data: integer.optional(),
    image_base: integer.optional(),
    section_alignment: integer.optional(),
    file_alignment: integer.optional(),
    major_os_version: integer.optional(),
    minor_os_version: integer.optional(),
    major_image_version: integer.optional(),
    minor_image_version: integer.optional(),
    major_subsystem_version: integer.optional(),
    minor_subsystem_version: integer.optional(),
    win32_version_value_hex: hex.optional(),
    size_of_image: natural.optional(),
    size_of_headers: natural.optional(),
    checksum_hex: hex.optional(),
    subsystem_hex: hex.optional(),
    dll_characteristics_hex: hex.optional(),
    size_of_stack_reserve: natural.optional(),
    size_of_stack_commit: natural.optional(),
    size_of_heap_reserve: natural.optional(),
    size_of_heap_commit: natural.optional(),
    loader_flags_hex: hex.optional(),
    number_of_rva_and_sizes: integer.optional(),
    hashes: hashes.optional(),
  }),
)

/** STIX 2.1 §6.7.6. */
export const windowsPeSection = z.looseObject({
  name: text,
  size: natural.optional(),
  entropy: z.number().optional(),
  hashes: hashes.optional(),
})

/** STIX 2.1 §6.7.6. That there is more than `pe_type` is a rule. */
export const windowsPebinaryExt = z.looseObject({
  pe_type: text,
  imphash: text.optional(),
  machine_hex: hex.optional(),
  number_of_sections: natural.optional(),
  time_date_stamp: timestamp.optional(),
  pointer_to_symbol_table_hex: hex.optional(),
  number_of_symbols: natural.optional(),
  size_of_optional_header: natural.optional(),
  characteristics_hex: hex.optional(),
  file_header_hashes: hashes.optional(),
  optional_header: windowsPeOptionalHeader.optional(),
  sections: list(windowsPeSection).optional(),
})

/** STIX 2.1 §6.7. That it has hashes or a name is a rule. */
export const file = observableObject(
  'file',
  {
    hashes: hashes.optional(),
    size: natural.optional(),
    name: text.optional(),
    name_enc: text.optional(),
    magic_number_hex: hex.optional(),
    mime_type: text.optional(),
    ...times,
    parent_directory_ref: directoryRef.optional(),
    contains_refs: list(observableRef).optional(),
    content_ref: artifactRef.optional(),
  },
  {
    'archive-ext': archiveExt.optional(),
    'ntfs-ext': ntfsExt.optional(),
    'pdf-ext': pdfExt.optional(),
    'raster-image-ext': rasterImageExt.optional(),
    'windows-pebinary-ext': windowsPebinaryExt.optional(),
  },
)

export type Artifact = z.infer<typeof artifact>
export type Directory = z.infer<typeof directory>
export type EmailMessage = z.infer<typeof emailMessage>
export type File = z.infer<typeof file>
