// What tells of the victim inside an attacker's value is opened, and the rest stays (T21, T22,
// T24).
import tap from 'tap'
import { type Case, check, sha256 } from './pattern-cases.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const hex = (text: string): string => Buffer.from(text).toString('hex')
const mail = 'tanaka@acme.example'

const url = (rest: string) => `[url:value = 'https://evil.top${rest}']`
const opened = (rest: string) => `generalises: [url:value MATCHES '^https://evil\\\\.top${rest}$']`

const urls: Case[] = [
  ['clean', url('/gate.php?id=7#a'), 'same'],
  ['a mail address', url(`/g?u=${mail}&x=1`), opened('/g\\\\?u=[^&]*&x=1')],
  ['in percent', url('/g?u=tanaka%40acme%2Eexample'), opened('/g\\\\?u=[^&]*')],
  ['in base64', url(`/g?u=${base64(mail)}&x`), opened('/g\\\\?u=[^&]*&x')],
  ['in hex', url(`/g?u=${hex(mail)}`), opened(`/g\\\\?u=[a-z0-9]{${hex(mail).length}}`)],
  ['anybody’s mail address', url('/g?u=x%40else.top&x'), opened('/g\\\\?u=[^&]*&x')],
  ['not the user of the host', "[url:value = 'x@evil.top/a']", 'same'],
  ['in the path', url('/u/tanaka@acme.example/a.png'), opened('/u/[^&]*/a\\\\.png')],
  ['in the fragment', url('/x#acme.example'), opened('/x#[^&]*')],
  ['in the name of a value', url('/x?acme=1&y=2'), opened('/x\\\\?[^&]*&y=2')],
  ['with an ampersand', url('/x/acme&co/y'), opened('/x/[\\\\s\\\\S]*/y')],
  ['over two places', url('/project/kingfisher/y'), opened('/[^&]*/[^&]*/y')],
  [
    'the user',
    `[url:value = 'ftp://acme:pw@evil.top/a']`,
    "generalises: [url:value MATCHES '^ftp://[^&]*@evil\\\\.top/a$']",
  ],
  [
    'without a scheme',
    `[url:value = 'evil.top/acme/x']`,
    "generalises: [url:value MATCHES '^evil\\\\.top/[^&]*/x$']",
  ],
  [
    'a negated one',
    `[url:value != 'https://evil.top/acme' AND url:value = 'https://evil.top/b']`,
    "narrows: [url:value NOT MATCHES '^https://evil\\\\.top/[^&]*$' AND url:value = 'https://evil.top/b']",
  ],
  [
    'a doubly negated one',
    `[url:value NOT != 'https://evil.top/acme']`,
    "generalises: [url:value MATCHES '^https://evil\\\\.top/[^&]*$']",
  ],
  [
    'of a set',
    `[url:value IN ('https://evil.top/acme', 'https://evil.top/b')]`,
    "generalises: [url:value IN ('https://evil.top/b') OR url:value MATCHES '^https://evil\\\\.top/[^&]*$']",
  ],
  [
    'of a set, beside the victim',
    `[url:value IN ('https://evil.top/acme', 'https://acme.example/b')]`,
    "both: [url:value MATCHES '^https://evil\\\\.top/[^&]*$']",
  ],
  [
    'outside a set',
    `[url:value NOT IN ('https://evil.top/acme', 'https://evil.top/b') AND url:value LIKE 'https://evil.top/%']`,
    "generalises: [url:value NOT IN ('https://evil.top/b') AND url:value LIKE 'https://evil.top/%']",
  ],
  [
    'LIKE stays LIKE',
    `[url:value LIKE 'https://evil.top/%/acme/%.exe']`,
    "generalises: [url:value LIKE 'https://evil.top/%/%/%.exe']",
  ],
  ['a host that everybody visits', `[url:value = 'https://t.me/acme']`, '- pattern-nothing-left'],
  [
    'and a long path',
    `[url:value = 'https://t.me/evilchannel2024/acme']`,
    "generalises: [url:value MATCHES '^https://t\\\\.me/evilchannel2024/[^&]*$']",
  ],
  [
    "the victim's own",
    `[url:value = 'https://www.acme.example/upload/shell.php' OR url:value = 'https://evil.top/b']`,
    "narrows: [url:value = 'https://evil.top/b']",
  ],
  [
    "the victim's tenant",
    `[url:value = 'https://acme.sharepoint.com/x' OR url:value = 'https://evil.top/b']`,
    "narrows: [url:value = 'https://evil.top/b']",
  ],
  [
    "the victim's tenant as a domain",
    `[domain-name:value = 'acme.sharepoint.com' OR domain-name:value = 'evil.top']`,
    "narrows: [domain-name:value = 'evil.top']",
  ],
  [
    "the victim's address",
    `[url:value = 'http://198.51.100.9:8080/x' OR url:value = 'https://evil.top/b']`,
    "narrows: [url:value = 'https://evil.top/b']",
  ],
  [
    'at an IPv6 address',
    `[url:value = 'http://[2a02:1::1]:8080/acme']`,
    "generalises: [url:value MATCHES '^http://\\\\[2a02:1::1\\\\]:8080/[^&]*$']",
  ],
  [
    'elsewhere than in url',
    `[windows-registry-key:values[*].data = 'https://evil.top/acme' AND ${sha256.replace('file:', 'windows-registry-key:')}]`,
    `generalises: [windows-registry-key:values[*].data MATCHES '^https://evil\\\\.top/[^&]*$' AND ${sha256.replace('file:', 'windows-registry-key:')}]`,
  ],
  ['with consent', url('/g?u=acme.example'), 'same', { victim_consent: true }],
  [
    'with consent to members only',
    url('/g?u=acme.example'),
    opened('/g\\\\?u=[^&]*'),
    { victim_consent: true, profile: 'P2' },
  ],
  ['nothing to hide', url('/g?u=acme.example'), 'same', { dictionary: null, profile: 'P3' }],
]

tap.test('T22 URLs: the host stays', async (t) => {
  check(t, urls)
})

const line = (text: string) => `[process:command_line = '${text}']`
const openedLine = (text: string) => `generalises: [process:command_line MATCHES '^${text}$']`
const back = '\\\\\\\\'

const paths: Case[] = [
  [
    'a user',
    line('C:\\\\Users\\\\sato.h\\\\AppData\\\\Roaming\\\\mal.exe -k netsvcs'),
    openedLine(
      `C:${back}Users${back}[^${back}/]*${back}AppData${back}Roaming${back}mal\\\\.exe -k netsvcs`,
    ),
  ],
  [
    'even with consent',
    line('/home/sato/.cache/kworkerd --daemon -c'),
    openedLine('/home/[^/]*/\\\\.cache/kworkerd --daemon -c'),
    { victim_consent: true },
  ],
  ['what every machine has', line('C:\\\\Users\\\\Public\\\\Libraries\\\\mal.exe'), 'same'],
  ['a variable', line('C:\\\\Users\\\\%USERNAME%\\\\AppData\\\\mal.exe'), 'same'],
  [
    'an identifier',
    "[windows-registry-key:key = 'HKU\\\\S-1-5-21-111-222-333-1001\\\\Software\\\\EvilCorp\\\\Implant']",
    `generalises: [windows-registry-key:key MATCHES '^HKU${back}[Ss]-1-5-21-[0-9-]*${back}Software${back}EvilCorp${back}Implant$']`,
  ],
  [
    'an identifier alone',
    `[user-account:user_id = 'S-1-5-21-111-222-333-1001' OR user-account:x = '${'a'.repeat(32)}']`,
    `narrows: [user-account:x = '${'a'.repeat(32)}']`,
  ],
  ['one that is the same everywhere', "[user-account:user_id = 'S-1-5-18']", 'same'],
  [
    'a machine that shares',
    line('copy \\\\\\\\FS01\\\\share$\\\\mal.exe C:\\\\ProgramData\\\\a.exe'),
    openedLine(
      `copy ${back}${back}[^${back}/]*${back}share\\\\$${back}mal\\\\.exe C:${back}ProgramData${back}a\\\\.exe`,
    ),
  ],
  [
    "the attacker's machine that shares",
    line('rundll32 \\\\\\\\live.evil.top\\\\x\\\\mal.dll,Run'),
    'same',
  ],
  ['a pipe', line('\\\\\\\\.\\\\pipe\\\\evil_pipe_name_of_some_length'), 'same'],
  ['this machine', line('wmic /node:\\\\\\\\localhost\\\\c$ process call create'), 'same'],
  [
    'a machine of the dictionary',
    line('psexec ACMEFS01 -s C:\\\\ProgramData\\\\mal.exe'),
    openedLine(`psexec .* -s C:${back}ProgramData${back}mal\\\\.exe`),
  ],
  [
    'an account of the dictionary',
    line('runas /user:ACME\\\\sato C:\\\\ProgramData\\\\mal.exe'),
    openedLine(`runas /user:.* C:${back}ProgramData${back}mal\\\\.exe`),
  ],
  [
    'over two lines',
    "[process:command_line = 'run mal.exe --target Tanaka\nTaro --quick --now']",
    "generalises: [process:command_line MATCHES '^run mal\\\\.exe --target [\\\\s\\\\S]* --quick --now$']",
  ],
  [
    'two in one',
    line('C:\\\\Users\\\\Tanaka Taro\\\\Documents\\\\mal.exe --every 5m'),
    openedLine(`C:${back}Users${back}[\\\\s\\\\S]*${back}Documents${back}mal\\\\.exe --every 5m`),
  ],
  [
    'a wildcard for the user',
    "[file:parent_directory_ref.path LIKE 'C:\\\\Users\\\\%\\\\AppData']",
    'same',
  ],
  [
    'a path alone tells too little',
    "[file:parent_directory_ref.path = 'C:\\\\Users\\\\sato\\\\Temp' AND file:name = 'a.exe']",
    '- pattern-nothing-left',
  ],
  [
    'beside a hash it may stay',
    `[file:parent_directory_ref.path = 'C:\\\\Users\\\\sato\\\\Temp' AND ${sha256}]`,
    `generalises: [file:parent_directory_ref.path MATCHES '^C:${back}Users${back}[^${back}/]*${back}Temp$' AND ${sha256}]`,
  ],
  [
    'I9 a mutex named after a machine',
    `[mutex:name = 'ACMEFS01'] OR [mutex:name = 'Global\\\\evil-7f3a']`,
    "narrows: [mutex:name = 'Global\\\\evil-7f3a']",
  ],
  [
    'I9 a campaign named after the victim',
    "[mutex:name = 'Global\\\\acme-7f3a55']",
    `generalises: [mutex:name MATCHES '^Global${back}.*-7f3a55$']`,
  ],
  [
    'a subject',
    `[email-message:subject = 'Invoice for Acme' AND email-message:from_ref.value = 'a@evil.top']`,
    "generalises: [email-message:subject MATCHES '^Invoice for .*$' AND email-message:from_ref.value = 'a@evil.top']",
  ],
  ['a subject alone', "[email-message:subject = 'Invoice for Acme']", '- pattern-nothing-left'],
]

tap.test('T21 people and machines in paths', async (t) => {
  check(t, paths)
})

const or = "domain-name:value = 'evil.top'"
const left = `narrows: [${or}]`

const closed: Case[] = [
  ['an expression', `[domain-name:value MATCHES '^.*\\\\.acme\\\\.example$' OR ${or}]`, left],
  [
    'an expression with a user',
    `[${or}] OR [file:x MATCHES 'C:\\\\\\\\Users\\\\\\\\sato\\\\\\\\x']`,
    left,
  ],
  ['an expression about nobody', "[url:value MATCHES '^https?://evil\\\\.top/[a-z]+$']", 'same'],
  ['an order', `[${or} OR domain-name:value > 'Acme']`, left],
  ['a LIKE of the victim', `[${or} OR domain-name:value LIKE '%.acme.example']`, left],
  ['a LIKE of nobody', "[domain-name:value LIKE '%.evil.top']", 'same'],
  ['a block', `[ipv4-addr:value ISSUBSET '198.51.100.64/26'] OR [${or}]`, left],
  ['a block around', `[ipv4-addr:value ISSUPERSET '198.51.0.0/16'] OR [${or}]`, left],
  ['a block elsewhere', "[ipv4-addr:value ISSUBSET '45.9.20.0/24']", 'same'],
  ['an IPv6 block', `[ipv6-addr:value ISSUBSET '2001:db8:ac:1::/64'] OR [${or}]`, left],
  ['a LIKE of a block', `[ipv4-addr:value LIKE '198.51.100.%'] OR [${or}]`, left],
  ['a LIKE of another block', "[ipv4-addr:value LIKE '45.9.%']", 'same'],
  ['a LIKE of no block', "[ipv4-addr:value LIKE '999.9.%']", 'same'],
  ['octets', `[artifact:payload_bin = b'${base64('to acme.example')}'] OR [${or}]`, left],
  ['octets in hex', `[file:magic_number_hex = h'${hex('Acme')}'] OR [${or}]`, left],
  ['octets of nobody', "[file:magic_number_hex = h'4d5a']", 'same'],
  [
    'numbers, times, truths',
    "[file:size = 123456789 AND file:ctime > t'2024-01-01T00:00:00Z' AND file:x = true]",
    'same',
  ],
  ['existence', '[EXISTS file:name]', 'same'],
  [
    'octets, with consent',
    `[artifact:payload_bin = b'${base64('to acme.example')}']`,
    'same',
    { victim_consent: true },
  ],
]

tap.test('operators that cannot be opened lose the comparison', async (t) => {
  check(t, closed)
})
