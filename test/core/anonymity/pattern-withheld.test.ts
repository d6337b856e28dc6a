// What keeps a whole pattern at home (I5–I8), and languages that are never rewritten.
import tap from 'tap'
import { compileDictionary } from '../../../src/core/anonymity/dictionary.ts'
import { anonymisePattern, type PatternScope } from '../../../src/core/anonymity/pattern.ts'
import { type Case, check, draw, scope, tell } from './pattern-cases.ts'

const p2 = { profile: 'P2' } as const

// Its first letter is Cyrillic.
const homograph = new URL('http://\u0430cme-login.top/').hostname
const like = "domain-name:value = 'acme-login.top'"

const lookAlikes: Case[] = [
  ['a domain', `[${like}]`, 'same'],
  ['below a domain', "[domain-name:value = 'acme.evil.top']", 'same'],
  ['in letters that look alike', `[domain-name:value = '${homograph}']`, '- look-alike', p2],
  ['of two words', "[domain-name:value = 'project-king-fisher.top']", '- look-alike', p2],
  ['a URL', "[url:value = 'https://acme-login.top/owa']", 'same'],
  ['a URL in P2', "[url:value = 'https://acme-login.top/owa']", '- look-alike', p2],
  ['a sender', "[email-message:from_ref.value = 'it@acme-login.top']", 'same'],
  ['a sender in P2', "[email-message:from_ref.value = 'it@acme-login.top']", '- look-alike', p2],
  ['an expression', "[domain-name:value MATCHES '^acme-login\\\\.top$']", '- look-alike', p2],
  ['never one branch alone', `[${like} OR domain-name:value = 'evil.top']`, '- look-alike', p2],
  ['with consent', `[${like}]`, 'same', { profile: 'P2', victim_consent: true }],
  [
    'what else there is goes',
    `[${like} OR domain-name:value = 'www.acme.example']`,
    `narrows: [${like}]`,
  ],
  [
    'a digest is no name',
    `[user-account:x = 'facade${'0'.repeat(26)}']`,
    'same',
    { ...p2, dictionary: compileDictionary([{ terms: ['Facade'] }]) },
  ],
]

tap.test('I6 names that look like the victim’s stay whole, or at home', async (t) => {
  check(t, lookAlikes)
})

const bolt = "domain-name:value = 'bolt.example'"

const belonging: Case[] = [
  [
    'another member’s domain',
    `[${bolt} OR domain-name:value = 'evil.top']`,
    '- member-asset (bolt)',
  ],
  ['of two members', `[${bolt} OR domain-name:value = 'x.zinc.example']`, '- member-asset ()'],
  ['beside the victim', `[${bolt} OR domain-name:value = 'acme.example']`, '- member-asset ()'],
  [
    'beside a look-alike',
    `[${bolt} OR domain-name:value = 'acme-login.top']`,
    '- member-asset ()',
    p2,
  ],
  [
    'its mailbox',
    "[email-message:sender_ref.value = 'info@bolt.example']",
    '- member-asset (bolt)',
  ],
  [
    'in a command',
    "[process:command_line = 'curl http://www.bolt.example/x -o a']",
    '- member-asset (bolt)',
  ],
  [
    'its address in a command',
    "[process:command_line = 'nc 203.0.113.130 4444']",
    '- member-asset (bolt)',
  ],
  ['its name is a word', "[process:command_line = 'bolt.exe --run']", 'same'],
  ['a private address', "[ipv4-addr:value = '10.1.2.3']", '- victim-content'],
  ['a private block', "[ipv4-addr:value ISSUBSET '192.168.4.0/24']", '- victim-content'],
  ['the machine’s own', "[network-traffic:dst_ref.value = '127.0.0.1']", '- victim-content'],
  ['link-local', "[ipv6-addr:value = 'fe80::1']", '- victim-content'],
  ['IPv6 loopback', "[ipv6-addr:value = '::1']", '- victim-content'],
  ['IPv4 in IPv6', "[ipv6-addr:value = '::ffff:10.0.0.1']", '- victim-content'],
  ['in a URL', "[url:value = 'http://192.168.4.7/x']", '- victim-content'],
  ['in a command', "[process:command_line = 'net use x: 10.1.2.3 /user:a']", '- victim-content'],
  [
    'even beside others',
    "[ipv4-addr:value = '10.1.2.3' OR ipv4-addr:value = '45.9.20.7']",
    '- victim-content',
  ],
  ['loopback in a command', "[process:command_line = 'ping 127.0.0.1 -n 5']", 'same'],
  ['a version', "[process:command_line = 'Mozilla/10.0.0.1 (x)']", 'same'],
  ['no address', "[process:command_line = 'a 10.1.2.999 b 10.1.2.3.4']", 'same'],
  ['a public address', "[ipv6-addr:value = '2a02:6b8::1']", 'same'],
]

tap.test('I7, I8 what belongs to others, or to no outside', async (t) => {
  check(t, belonging)
})

tap.test('I5 other languages stay whole or at home', async (t) => {
  const rule = (text: string, changes: Partial<PatternScope> = {}) =>
    tell(anonymisePattern(text, 'yara', undefined, { ...scope, ...changes }))
  const cases: [string, string, string, Partial<PatternScope>?][] = [
    ['about nobody', 'rule x { strings: $a = "evil.top" condition: $a }', 'same'],
    ['a name', 'rule acme_implant { condition: true }', '- victim-content'],
    ['with consent', 'rule acme_implant { condition: true }', 'same', { victim_consent: true }],
    ['a domain', 'alert dns any any -> any any (content:"vpn.acme.example";)', '- victim-content'],
    ['a look-alike', 'alert dns any any -> any any (content:"acme-login.top";)', 'same'],
    [
      'a look-alike in P2',
      'alert dns any any -> any any (content:"acme-login.top";)',
      '- look-alike',
      p2,
    ],
    [
      'a member',
      'alert dns any any -> any any (content:"www.bolt.example";)',
      '- member-asset (bolt)',
    ],
    ['a member’s name is a word', 'rule bolt { condition: true }', 'same'],
    ['neighbours', 'alert tcp 10.1.2.3 any -> any any (sid:1;)', '- victim-content'],
    ['whole ranges', 'cidr: 10.0.0.0/8, 192.168.0.0/16 or 127.0.0.1', 'same'],
  ]
  for (const [why, text, told, changes] of cases) t.equal(rule(text, changes), told, why)
})

tap.test('what cannot be read or proven is withheld', async (t) => {
  t.equal(draw('no pattern'), '- pattern-revealing', 'no pattern')
  const nested = (depth: number, inner: string) =>
    `[${"mutex:name = 'evil-mutex' AND (".repeat(depth)}${inner}${')'.repeat(depth)}]`
  const set = "mutex:name = 'a' AND mutex:name IN ('Global\\\\acme-7f3a55', 'evil-mutex')"
  t.match(draw(nested(99, set)), /^generalises/, 'an opened set is one level deeper')
  t.equal(draw(nested(100, set)), '- pattern-revealing', 'deeper than a pattern may be')
})
