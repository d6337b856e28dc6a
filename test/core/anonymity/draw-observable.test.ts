// What each profile leaves of cyber-observable objects: whose the value is, what tells of people and
// machines, and what the objects of a submission say of each other.

import t from 'tap'
import type { DrawnProfile, Scope } from '../../../src/core/anonymity/scope.ts'
import { noSurroundings, type Surroundings } from '../../../src/core/anonymity/surroundings.ts'
import { surveyObjects } from '../../../src/core/anonymity/survey.ts'
import type { Reason } from '../../../src/core/sharing/reason.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { id, minimal } from '../stix/model/minimal.ts'
import { dictionary, draw, makeScope, neighbour } from './situation.ts'

type Changes = Record<string, unknown>
type Told = 'same' | Changes | Reason
type Case = { type: string; given: Changes; says?: string; scope?: Partial<Scope> } & Partial<
  Record<DrawnProfile, Told>
>

const consents = { victim_consent: true }
const hashes = { 'SHA-256': 'ef537f25c895bfa782526529a9b63d97aa631564d5d789c2b765448c8635fb6c' }
const times = { ctime: '2026-01-02T03:04:05Z', mtime: '2026-01-02T03:04:05Z' }
const gone = (...names: string[]): Changes =>
  Object.fromEntries(names.map((name) => [name, undefined]))

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

for (const { says, type, given, scope = {}, ...profiles } of [...values, ...parts]) {
  for (const [profile, told] of Object.entries(profiles)) {
    const object = minimal(type, given)
    const drawn = draw(object, makeScope(profile as DrawnProfile, scope))
    const name = `${profile} ${type}: ${says ?? JSON.stringify(given)}`
    if (drawn.fate === 'withheld') {
      t.equal(drawn.reason, told, name)
      continue
    }
    const expected: Changes = { ...object, ...(typeof told === 'object' ? told : {}) }
    for (const [key, value] of Object.entries(expected)) {
      if (value === undefined) delete expected[key]
    }
    t.strictSame(drawn.object, expected, name)
    t.equal(drawn.changed, told !== 'same', `${name} (changed)`)
  }
}

t.match(
  draw(minimal('domain-name', { value: 'www.bolt.example' }), makeScope('P1')),
  { only: [neighbour.organisation_id] },
  'I7: who owns it may see it',
)

const numbered = (type: string, nth: number, own: Changes): StixObject =>
  minimal(type, { ...own, id: `${type}--00000000-0000-4000-8000-${String(nth).padStart(12, '0')}` })

t.test('what the objects of a submission say of each other', async (t) => {
  const sender = numbered('email-addr', 1, { value: 'bad@evil.example' })
  const recipient = numbered('email-addr', 2, { value: 'somebody@mail.example' })
  const both = numbered('email-addr', 3, { value: 'list@evil.example' })
  const controller = numbered('ipv4-addr', 4, { value: '203.0.113.4' })
  const subscriber = numbered('ipv4-addr', 5, { value: '203.0.113.5' })
  const scanner = numbered('ipv4-addr', 6, { value: '203.0.113.6' })
  const server = numbered('ipv4-addr', 7, { value: '198.51.100.7' })
  const sandbox = numbered('software', 8, {})
  const alone = numbered('ipv4-addr', 9, { value: '203.0.113.9' })
  const linked = numbered('ipv4-addr', 10, { value: '203.0.113.10' })
  const placed = numbered('ipv4-addr', 11, { value: '203.0.113.11' })
  const traffic = (nth: number, src: StixObject | null, dst: StixObject | null) =>
    numbered('network-traffic', nth, { src_ref: src?.id, dst_ref: dst?.id })
  const out = traffic(20, subscriber, controller)
  const inward = traffic(21, scanner, server)
  const within = traffic(22, server, server)
  const half = traffic(23, alone, null)
  const toLinked = traffic(24, linked, controller)
  const toPlaced = traffic(25, placed, controller)
  const objects = [
    ...[sender, recipient, both, controller, subscriber, scanner, server, sandbox, alone, linked],
    ...[placed, out, inward, within, half, toLinked, toPlaced],
    numbered('email-message', 30, {
      from_ref: sender.id,
      sender_ref: both.id,
      to_refs: [recipient.id, both.id],
      created_by_ref: id('identity'),
    }),
    numbered('malware-analysis', 31, { host_vm_ref: sandbox.id }),
    numbered('relationship', 32, { source_ref: id('malware'), target_ref: linked.id }),
    numbered('relationship', 34, { source_ref: 'odd', target_ref: undefined }),
    numbered('network-traffic', 35, { dst_ref: 7 }),
    numbered('domain-name', 36, { value: undefined }),
    numbered('relationship', 33, { source_ref: placed.id, target_ref: id('location') }),
  ]
  const around: Surroundings = surveyObjects(objects, new Map(), dictionary)
  t.ok(around.creators.has(id('identity')))
  const fates: [object: StixObject, told: string][] = [
    [sender, 'drawn'],
    [recipient, 'personal-content'],
    [both, 'drawn'],
    [controller, 'drawn'],
    [subscriber, 'communication-content'],
    [scanner, 'drawn'],
    [server, 'communication-content'],
    [sandbox, 'source-content'],
    [alone, 'communication-content'],
    [linked, 'drawn'],
    [placed, 'communication-content'],
    [within, 'communication-content'],
    [half, 'communication-content'],
  ]
  for (const [object, told] of fates) {
    const drawn = draw(object, makeScope('P1'), around)
    t.equal(drawn.fate === 'withheld' ? drawn.reason : drawn.fate, told, object.id)
  }
  const ends = (object: StixObject) => {
    const drawn = draw(object, makeScope('P1'), around)
    return drawn.fate === 'drawn' && [drawn.object.src_ref, drawn.object.dst_ref]
  }
  t.strictSame(ends(out), [undefined, controller.id], 'who called out is the victim')
  t.strictSame(ends(inward), [scanner.id, undefined], 'who was called is, when it is the owner’s')
  t.strictSame(ends(traffic(26, null, controller)), [undefined, controller.id])
  const toServer = traffic(27, null, server)
  t.match(draw(toServer, makeScope('P1'), around), { reason: 'required-part-hidden' })
  t.match(draw(toServer, makeScope('P1'), noSurroundings()), { fate: 'drawn' })
})
