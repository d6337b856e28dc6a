// The registry's rows for SCOs of files, mail and networks (STIX 2.1 §6.1 to §6.12, §6.15): what
// each property tells of, and what becomes of it. Knows not how an action is done.

import { below, type Row, rows } from './registry-row.ts'

/** The type is not shown to the public, or not outside the group. */
const notPublic = rows('type!', 'structural', 'keep', 'keep', 'withhold')
const times = rows('ctime mtime atime', 'VIC', 'keep', 'drop')

const address = [
  ...rows('value!', 'ATK', 'value'),
  ...rows('resolves_to_refs belongs_to_refs', 'ATK', 'keep'),
]

const optionalHeader =
  'magic_hex major_linker_version minor_linker_version size_of_code size_of_initialized_data ' +
  'size_of_uninitialized_data address_of_entry_point base_of_code base_of_data image_base ' +
  'section_alignment file_alignment major_os_version minor_os_version major_image_version ' +
  'minor_image_version major_subsystem_version minor_subsystem_version win32_version_value_hex ' +
  'size_of_image size_of_headers checksum_hex subsystem_hex dll_characteristics_hex ' +
  'size_of_stack_reserve size_of_stack_commit size_of_heap_reserve size_of_heap_commit ' +
  'loader_flags_hex number_of_rva_and_sizes hashes'

const binary = [
  ...rows('pe_type!', 'ATK', 'clean'),
  ...rows('imphash', 'ATK', 'clean'),
  ...rows('machine_hex number_of_sections time_date_stamp number_of_symbols', 'ATK', 'keep'),
  ...rows('pointer_to_symbol_table_hex size_of_optional_header', 'ATK', 'keep'),
  ...rows('characteristics_hex file_header_hashes', 'ATK', 'keep'),
  ...below('optional_header', rows(optionalHeader, 'ATK', 'keep')),
  ...below('sections', [
    ...rows('name!', 'ATK', 'clean'),
    ...rows('size entropy hashes', 'ATK', 'keep'),
  ]),
]

const fileExtensions = [
  ...below('archive-ext', [
    ...rows('contains_refs!', 'ATK', 'keep'),
    ...rows('comment', 'VIC', 'text', 'drop'),
  ]),
  ...below('ntfs-ext', [
    ...rows('sid', 'PII', 'drop'),
    ...below('alternate_data_streams', [
      ...rows('name!', 'ATK', 'clean'),
      ...rows('hashes size', 'ATK', 'keep'),
    ]),
  ]),
  ...below('pdf-ext', [
    ...rows('version pdfid0 pdfid1', 'ATK', 'clean'),
    ...rows('is_optimized', 'ATK', 'keep'),
    ...rows('document_info_dict', 'PII', 'drop'),
  ]),
  ...below('raster-image-ext', [
    ...rows('image_height image_width bits_per_pixel', 'ATK', 'keep'),
    ...rows('exif_tags', 'PII', 'drop'),
  ]),
  ...below('windows-pebinary-ext', binary),
]

const trafficExtensions = [
  ...below('http-request-ext', [
    ...rows('request_method! request_value! request_version', 'ATK', 'clean'),
    ...rows('request_header', 'COM', 'headers'),
    ...rows('message_body_length', 'COM', 'keep', 'bucket'),
    ...rows('message_body_data_ref', 'COM', 'drop'),
  ]),
  ...below('icmp-ext', rows('icmp_type_hex! icmp_code_hex!', 'ATK', 'keep')),
  ...below('socket-ext', [
    ...rows('address_family!', 'ATK', 'keep'),
    ...rows('is_blocking is_listening socket_type', 'ATK', 'keep'),
    ...rows('options socket_descriptor socket_handle', 'VIC', 'drop'),
  ]),
  ...below('tcp-ext', rows('src_flags_hex dst_flags_hex', 'ATK', 'keep')),
]

export const observableRows: Record<string, Row[]> = {
  artifact: [
    ...notPublic,
    ...rows('mime_type', 'ATK', 'clean'),
    ...rows('payload_bin', 'SEC', 'drop'),
    ...rows('url', 'SRC', 'drop'),
    ...rows('hashes', 'ATK', 'keep'),
    ...rows('encryption_algorithm', 'CTX', 'keep'),
    ...rows('decryption_key', 'SEC', 'drop'),
  ],
  'autonomous-system': [...rows('number!', 'ATK', 'keep'), ...rows('name rir', 'ATK', 'clean')],
  directory: [
    ...notPublic,
    ...rows('path!', 'ATK', 'path'),
    ...rows('path_enc', 'CTX', 'clean'),
    ...times,
    ...rows('contains_refs', 'ATK', 'keep'),
  ],
  'domain-name': [...rows('value!', 'ATK', 'value'), ...rows('resolves_to_refs', 'ATK', 'keep')],
  'email-addr': [
    ...rows('value!', 'ATK', 'value'),
    ...rows('display_name belongs_to_ref', 'PII', 'drop'),
  ],
  'email-message': [
    ...notPublic,
    ...rows('is_multipart!', 'CTX', 'keep'),
    ...rows('date', 'VIC', 'floor-time'),
    ...rows('content_type message_id subject', 'ATK', 'clean'),
    ...rows('from_ref sender_ref', 'ATK', 'keep'),
    ...rows('to_refs cc_refs bcc_refs', 'PII', 'drop'),
    ...rows('received_lines body body_multipart raw_email_ref', 'COM', 'drop'),
    ...rows('additional_header_fields', 'COM', 'headers'),
  ],
  file: [
    ...rows('hashes size magic_number_hex', 'ATK', 'keep'),
    ...rows('name', 'ATK', 'path'),
    ...rows('name_enc mime_type', 'ATK', 'clean'),
    ...times,
    ...rows('parent_directory_ref', 'VIC', 'keep', 'drop'),
    ...rows('contains_refs', 'ATK', 'keep'),
    ...rows('content_ref', 'SEC', 'drop'),
    ...below('extensions', fileExtensions),
  ],
  'ipv4-addr': address,
  'ipv6-addr': address,
  // Hardware addresses belong to networks that somebody lives in.
  'mac-addr': [...rows('type!', 'VIC', 'keep', 'withhold'), ...rows('value!', 'ATK', 'value')],
  'network-traffic': [
    ...notPublic,
    ...rows('start end', 'COM', 'floor-time'),
    ...rows('is_active', 'ATK', 'keep'),
    ...rows('src_ref dst_ref src_port dst_port', 'COM', 'subscriber'),
    ...rows('protocols!', 'ATK', 'clean'),
    ...rows('src_byte_count dst_byte_count src_packets dst_packets', 'COM', 'bucket'),
    ...rows('ipfix src_payload_ref dst_payload_ref', 'COM', 'drop'),
    ...rows('encapsulates_refs encapsulated_by_ref', 'ATK', 'keep'),
    ...below('extensions', trafficExtensions),
  ],
  url: rows('value!', 'ATK', 'url'),
}
