// What each profile leaves of cyber-observable objects: whose the value is, and what tells of
// people and machines.

import t from 'tap'
import { id, minimal } from '../stix/model/minimal.ts'
import { type Case, checkCases, consents, gone } from './drawing-cases.ts'
import { draw, makeScope, neighbour } from './situation.ts'

const hashes = { 'SHA-256': 'ef537f25c895bfa782526529a9b63d97aa631564d5d789c2b765448c8635fb6c' }
const times = { ctime: '2026-01-02T03:04:05Z', mtime: '2026-01-02T03:04:05Z' }

const values: Case[] = [
  { type: 'ipv4-addr', given: { value: '198.51.100.7' }, P1: 'victim-content' },
  { type: 'ipv4-addr', given: { value: '198.51.100.7' }, scope: consents, P1: 'same' },
  { type: 'ipv4-addr', given: { value: '203.0.113.7' }, P1: 'same', P2: 'same', P3: 'same' },
  { type: 'ipv4-addr', given: { value: '192.0.2.200' }, P1: 'member-asset' },
  { type: 'ipv4-addr', given: { value: '10.0.0.1' }, P1: 'victim-content' },
  { type: 'ipv6-addr', given: { value: '2001:db8::7' }, P1: 'same' },
  { type: 'domain-name', given: { value: 'vpn.acme.example' }, P1: 'victim-content' },
  { type: 'domain-name', given: { value: 'www.bolt.example' }, P1: 'member-asset' },
  { type: 'domain-name', given: { value: 'evil.example' }, P1: 'same', P3: 'same' },
  {
    says: 'C-30: a look-alike is told where the victim may be guessed',
    type: 'domain-name',
    given: { value: 'acme-login.example' },
    P1: 'same',
    P2: 'look-alike',
    P3: 'look-alike',
  },
  { type: 'domain-name', given: { value: 'acme-login.example' }, scope: consents, P2: 'same' },
  { type: 'email-addr', given: { value: 'taro@acme.example' }, P1: 'personal-content' },
  {
    type: 'email-addr',
    given: { value: 'bad@evil.example', display_name: 'Taro', belongs_to_ref: id('user-account') },
    P1: gone('display_name', 'belongs_to_ref'),
  },
  { type: 'url', given: { value: 'https://evil.example/a' }, P1: 'same', P3: 'same' },
  { type: 'url', given: { value: 'https://vpn.acme.example:8443/a' }, P1: 'victim-content' },
  { type: 'url', given: { value: 'http://u@198.51.100.7/' }, P1: 'victim-content' },
  { type: 'url', given: { value: 'https://evil.example/?of=acme.example' }, P1: 'victim-content' },
  { type: 'url', given: { value: 'acme.example' }, P1: 'victim-content' },
  { type: 'mac-addr', given: {}, P1: 'same', P2: 'victim-content' },
  { type: 'mutex', given: { name: 'acme.example' }, P1: 'victim-content' },
  { type: 'autonomous-system', given: { name: 'Acme' }, P1: gone('name') },
  { type: 'x509-certificate', given: { subject: 'CN=vpn.acme.example' }, P1: 'victim-content' },
  {
    type: 'x509-certificate',
    given: { x509_v3_extensions: { subject_alternative_name: 'DNS:www.bolt.example' } },
    P1: 'member-asset',
  },
  { type: 'x509-certificate', given: { subject: 'CN=evil.example', hashes }, P3: 'same' },
]

const parts: Case[] = [
  { type: 'artifact', given: { mime_type: 'text/plain' }, P1: 'required-part-hidden' },
  {
    type: 'file',
    given: {
      hashes,
      size: 7,
      ...times,
      parent_directory_ref: id('directory'),
      content_ref: id('artifact'),
    },
    P1: gone('content_ref'),
    P2: gone('ctime', 'mtime', 'parent_directory_ref', 'content_ref'),
  },
  {
    says: 'how a name is written goes with the name',
    type: 'file',
    given: { hashes, name: 'acme.example.txt', name_enc: 'Shift_JIS' },
    P1: gone('name', 'name_enc'),
  },
  {
    says: 'a file without name and hashes is none',
    type: 'file',
    given: { name: 'vpn.acme.example' },
    P1: 'required-part-hidden',
  },
  {
    says: 'documents lose who wrote them',
    type: 'file',
    given: {
      extensions: {
        'pdf-ext': { version: '1.7', document_info_dict: { Author: 'Taro' } },
        'ntfs-ext': { sid: 'S-1-5-21-1-2-3-1001' },
        'windows-pebinary-ext': { pe_type: 'exe', imphash: 'a', sections: [{ name: '.text' }] },
      },
    },
    P1: {
      extensions: {
        'pdf-ext': { version: '1.7' },
        'windows-pebinary-ext': { pe_type: 'exe', imphash: 'a', sections: [{ name: '.text' }] },
      },
    },
  },
  {
    says: 'an extension of which too little is left breaks the file',
    type: 'file',
    given: { extensions: { 'windows-pebinary-ext': { pe_type: 'exe', x_own: 'a' } } },
    P1: 'required-part-hidden',
  },
  {
    says: 'an extension without what it requires goes',
    type: 'file',
    given: { extensions: { 'archive-ext': { comment: 'a' }, 'ntfs-ext': 7 } },
    P1: { extensions: { 'archive-ext': { comment: 'a' } } },
  },
  {
    type: 'process',
    given: { pid: 7, command_line: 'evil.exe -q', cwd: 'C:\\', environment_variables: { A: 'b' } },
    P1: gone('pid', 'cwd', 'environment_variables'),
  },
  { type: 'process', given: { command_line: 'x password=hunter2' }, P1: 'required-part-hidden' },
  { type: 'process', given: {}, P1: 'required-part-hidden' },
  {
    says: 'C-26: of a mail the attacker’s side',
    type: 'email-message',
    given: {
      from_ref: id('email-addr'),
      to_refs: [id('email-addr')],
      subject: 'Invoice',
      body: 'Dear Taro',
      received_lines: ['from mx.acme.example'],
      additional_header_fields: {
        'X-Mailer': ['bulk 1.0'],
        'X-Acme': ['a'],
        Host: ['acme.example'],
      },
    },
    P1: {
      ...gone('to_refs', 'body', 'received_lines'),
      additional_header_fields: { 'X-Mailer': ['bulk 1.0'] },
    },
    P3: 'type-not-shared',
  },
  {
    says: 'headers are looked through name by name',
    type: 'email-message',
    given: { additional_header_fields: { 'X-Mailer': ['bulk 1.0'] } },
    P1: 'same',
  },
  {
    says: 'no header is left',
    type: 'email-message',
    given: { additional_header_fields: { 'X-Acme': ['a'] } },
    P1: gone('additional_header_fields'),
  },
  {
    says: 'headers that are none',
    type: 'email-message',
    given: { additional_header_fields: 'X-Mailer' },
    P1: gone('additional_header_fields'),
  },
  {
    says: 'C-24: of a connection the attacker’s end',
    type: 'network-traffic',
    given: {
      src_ref: id('ipv4-addr'),
      src_port: 50_000,
      dst_port: 443,
      src_byte_count: 57,
      ipfix: { a: 1 },
    },
    P1: { ...gone('src_ref', 'src_port', 'ipfix'), src_byte_count: 21 },
    P3: 'type-not-shared',
  },
  {
    says: 'C-25: one end alone may be anybody’s',
    type: 'network-traffic',
    given: { dst_ref: undefined, src_ref: id('ipv4-addr') },
    P1: 'communication-content',
  },
  {
    type: 'windows-registry-key',
    given: {
      key: 'HKLM\\Run',
      values: [{ name: 'evil' }, { data: 'password=hunter2' }],
      number_of_subkeys: 1,
    },
    P1: { values: [{ name: 'evil' }], ...gone('number_of_subkeys') },
  },
  { type: 'user-account', given: {}, P1: 'personal-content' },
  {
    type: 'user-account',
    given: { labels: ['malicious-activity'], display_name: 'Taro', is_privileged: true },
    P1: gone('display_name', 'is_privileged'),
  },
  {
    type: 'user-account',
    given: { labels: ['malicious-activity'], user_id: undefined, display_name: 'Taro' },
    P1: 'required-part-hidden',
  },
  { type: 'software', given: {}, P1: 'same', P2: 'same', P3: 'type-not-shared' },
  {
    type: 'malware-analysis',
    given: { result: undefined, result_name: 'a', host_vm_ref: id('software') },
    P1: 'required-part-hidden',
  },
  { says: 'a value of no kind STIX knows', type: 'url', given: { value: 7 }, P1: 'victim-content' },
]

checkCases(t, [...values, ...parts])

t.match(
  draw(minimal('domain-name', { value: 'www.bolt.example' }), makeScope('P1')),
  { only: [neighbour.organisation_id] },
  'I7: who owns it may see it',
)
