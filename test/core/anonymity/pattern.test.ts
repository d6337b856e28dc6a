// An attacker's indicator is delivered exactly, as a flagged change, or not at all (I1–I4, I10,
// C-26…C-31).
import tap from 'tap'
import { anonymisePattern } from '../../../src/core/anonymity/pattern.ts'
import { type Case, check, scope, sha256, tell } from './pattern-cases.ts'

const recipient = "email-message:to_refs[*].value = 'tanaka@acme.example'"
const c2 = "ipv4-addr:value = '45.9.20.7'"
const victim = "ipv4-addr:value = '198.51.100.9'"

const worked: Case[] = [
  [
    'C-26',
    `[${recipient} AND email-message:from_ref.value = 'a@evil.top']`,
    "generalises: [email-message:from_ref.value = 'a@evil.top']",
  ],
  ['C-27', `[${recipient} AND email-message:subject = 'Invoice']`, '- pattern-nothing-left'],
  ['C-28', `[${recipient}] AND [${sha256}]`, `generalises: [${sha256}]`],
  ['C-29', `[${c2}] OR [${victim}]`, `narrows: [${c2}]`],
  ['C-29', `[${c2} OR ${victim}]`, `narrows: [${c2}]`],
  ['C-30', "[domain-name:value = 'acme-login.example']", 'same'],
  ['C-30', "[domain-name:value = 'acme-login.example']", '- look-alike', { profile: 'P2' }],
  ['C-30', "[domain-name:value = 'acme-login.example']", '- look-alike', { profile: 'P3' }],
  [
    'C-30',
    "[domain-name:value = 'acme-login.example']",
    'same',
    { profile: 'P3', victim_consent: true },
  ],
  ['C-31', "[domain-name:value = 'www.bolt.example']", '- member-asset (bolt)'],
  [
    'C-31',
    "[url:value = 'https://www.bolt.example/wp-content/gate.php']",
    '- member-asset (bolt)',
    { profile: 'P3' },
  ],
  ['C-31', "[ipv4-addr:value = '203.0.113.130']", '- member-asset (bolt)'],
]

tap.test('C-26…C-31 the cases of the domain model', async (t) => {
  check(t, worked)
})

const sender = "email-message:from_ref.value = 'a@evil.top'"
const port = 'network-traffic:dst_port = 443'
const source = "network-traffic:src_ref.value = '198.51.100.9'"
const target = "network-traffic:dst_ref.value = '45.9.20.7'"

const leftOver: Case[] = [
  [
    'an operand of AND goes',
    `[${source} AND ${target} AND ${port}]`,
    `generalises: [${target} AND ${port}]`,
  ],
  ['only a port is left', `[${source} AND ${port}]`, '- pattern-nothing-left'],
  ['nothing is left', `[${victim}]`, '- pattern-nothing-left'],
  ['nothing is left of two', `[${victim}] AND [${recipient}]`, '- pattern-nothing-left'],
  [
    'a branch that would grow loose goes too',
    `[${source} AND ${port} OR ${target}]`,
    `narrows: [${target}]`,
  ],
  [
    'a loose branch beside a condition that tells may stay',
    `[(${source} AND ${port} OR network-traffic:dst_port = 80) AND ${target}]`,
    `generalises: [(${port} OR network-traffic:dst_port = 80) AND ${target}]`,
  ],
  [
    'a branch that was loose before stays',
    `[${source}] OR [${port}] OR [${target}]`,
    `narrows: [${port}] OR [${target}]`,
  ],
  ['and as the only one', `[${source}] OR [${port}]`, `narrows: [${port}]`],
  ['both at once', `[${source} AND ${target}] OR [${victim}]`, `both: [${target}]`],
  [
    'a loose branch inside a cut AND goes, and what is left of it tells',
    `[${source} AND (${source} AND ${port} OR ${target})]`,
    `both: [${target}]`,
  ],
  [
    'one that tells backs its neighbours',
    `[(${source} AND ${port} OR ${target}) AND (${source} AND ${port})]`,
    `both: [${target} AND ${port}]`,
  ],
  [
    'nothing of an OR is left',
    `[${port} AND (${source} AND ${port} OR ${source} AND ${port})]`,
    '- pattern-nothing-left',
  ],
  [
    'a negated one of AND',
    `[${target} AND network-traffic:src_ref.value != '198.51.100.9']`,
    `generalises: [${target}]`,
  ],
  [
    'a negated one of OR',
    `[${target} OR network-traffic:src_ref.value NOT = '198.51.100.9']`,
    `narrows: [${target}]`,
  ],
  [
    'what is negated tells no attacker',
    `[${source} AND network-traffic:dst_ref.value != '45.9.20.7']`,
    '- pattern-nothing-left',
  ],
  [
    'of a set',
    "[ipv4-addr:value IN ('45.9.20.7', '198.51.100.9')]",
    "narrows: [ipv4-addr:value IN ('45.9.20.7')]",
  ],
  [
    'all of a set',
    "[ipv4-addr:value IN ('198.51.100.8', '198.51.100.9')]",
    '- pattern-nothing-left',
  ],
  [
    'outside a set',
    `[ipv4-addr:value NOT IN ('8.8.8.8', '198.51.100.9') AND ${c2}]`,
    `generalises: [ipv4-addr:value NOT IN ('8.8.8.8') AND ${c2}]`,
  ],
  [
    'not at all outside a set',
    `[ipv4-addr:value NOT IN ('198.51.100.9') AND ${c2}]`,
    `generalises: [${c2}]`,
  ],
  ['T20 a sender stays', `[${recipient} AND ${sender}]`, `generalises: [${sender}]`],
  [
    'T20 a recipient of no known domain',
    `[email-message:cc_refs[0].value = 'x@unknown.top' AND ${sender}]`,
    `generalises: [${sender}]`,
  ],
  [
    'T20 a header',
    `[email-message:additional_header_fields.'Delivered-To'[*] = 'x' AND ${sender}]`,
    `generalises: [${sender}]`,
  ],
  [
    'T20 a mailbox of the victim',
    `[email-addr:value = 'tanaka@mail.acme.test' OR email-addr:value = 'a@evil.top']`,
    "narrows: [email-addr:value = 'a@evil.top']",
  ],
  [
    'T20 even with consent',
    `[${recipient} AND ${sender}]`,
    `generalises: [${sender}]`,
    { victim_consent: true },
  ],
  ['a name of a property', `[x-acme-sensor:rule = 7 OR ${c2}]`, `narrows: [${c2}]`],
  [
    'an expression with a host in it',
    `[${recipient}] AND [url:value MATCHES '^https?://(evil\\\\.top)/[a-z]{3}/x+$']`,
    "generalises: [url:value MATCHES '^https?://(evil\\\\.top)/[a-z]{3}/x+$']",
  ],
  [
    'an expression with forks',
    `[${recipient}] AND [url:value MATCHES '^https://(evil\\\\.top|x)/']`,
    '- pattern-nothing-left',
  ],
  [
    'a wildcard with a host in it',
    `[${recipient}] AND [domain-name:value LIKE '%.evil.top']`,
    "generalises: [domain-name:value LIKE '%.evil.top']",
  ],
  [
    'a wildcard with little in it',
    `[${recipient}] AND [domain-name:value LIKE '%.top']`,
    '- pattern-nothing-left',
  ],
  ['I10 stolen files', `[${sha256}]`, '- pattern-nothing-left', { stolen_files: true }],
  [
    'I10 the attacker keeps his',
    `[${sha256} OR ${c2}]`,
    `narrows: [${c2}]`,
    { stolen_files: true },
  ],
  [
    'I10 a certificate is no file',
    `[x509-certificate:hashes.MD5 = 'ab000000000000000000000000000000']`,
    'same',
    { stolen_files: true },
  ],
]

tap.test('I2, I3 what is left must tell an attacker', async (t) => {
  check(t, leftOver)
})

const window = "START t'2024-02-28T23:10:05.5Z' STOP t'2024-02-28T23:59:60Z'"

const timed: Case[] = [
  [
    'FOLLOWEDBY',
    `[${victim}] FOLLOWEDBY [${sha256}] FOLLOWEDBY [${c2}]`,
    `generalises: [${sha256}] FOLLOWEDBY [${c2}]`,
  ],
  ['WITHIN', `([${victim}] AND [${c2}]) WITHIN 5 SECONDS`, `generalises: [${c2}] WITHIN 5 SECONDS`],
  [
    'qualifiers come together',
    `([${victim}] AND [${c2}] REPEATS 2 TIMES) WITHIN 5 SECONDS`,
    `generalises: [${c2}] REPEATS 2 TIMES WITHIN 5 SECONDS`,
  ],
  [
    'a qualified branch grows loose',
    `([${victim}] AND [network-traffic:dst_port = 80]) WITHIN 5 SECONDS OR [${c2}]`,
    `narrows: [${c2}]`,
  ],
  ['P1 keeps times', `[${c2}] ${window}`, 'same'],
  [
    'P2 hours',
    `[${c2}] ${window}`,
    `generalises: [${c2}] START t'2024-02-28T23:00:00Z' STOP t'2024-02-29T00:00:00Z'`,
    { profile: 'P2' },
  ],
  [
    'P3 days',
    `[${c2}] ${window}`,
    `generalises: [${c2}] START t'2024-02-28T00:00:00Z' STOP t'2024-02-29T00:00:00Z'`,
    { profile: 'P3' },
  ],
  [
    'P3 inside',
    `([${c2}] ${window}) FOLLOWEDBY [${c2}]`,
    `generalises: [${c2}] START t'2024-02-28T00:00:00Z' STOP t'2024-02-29T00:00:00Z' FOLLOWEDBY [${c2}]`,
    { profile: 'P3' },
  ],
  [
    'P3 inside a qualified one',
    `([${c2}] ${window} AND [${c2}]) WITHIN 5 SECONDS`,
    `generalises: ([${c2}] START t'2024-02-28T00:00:00Z' STOP t'2024-02-29T00:00:00Z' AND [${c2}]) WITHIN 5 SECONDS`,
    { profile: 'P3' },
  ],
  [
    'only one end',
    `[${c2}] START t'2024-02-28T00:00:00.000Z' STOP t'2024-02-28T23:59:60Z'`,
    `generalises: [${c2}] START t'2024-02-28T00:00:00.000Z' STOP t'2024-02-29T00:00:00Z'`,
    { profile: 'P3' },
  ],
  [
    'only the other',
    `[${c2}] START t'2024-02-28T00:00:01Z' STOP t'2024-02-29T00:00:00Z'`,
    `generalises: [${c2}] START t'2024-02-28T00:00:00Z' STOP t'2024-02-29T00:00:00Z'`,
    { profile: 'P3' },
  ],
  [
    'coarse already',
    `[${c2}] START t'2024-02-28T01:00:00Z' STOP t'2024-02-28T02:00:00.00Z' REPEATS 2 TIMES`,
    'same',
    { profile: 'P2' },
  ],
  ['nothing timed', `([${c2}] AND [${c2}]) WITHIN 5 SECONDS`, 'same', { profile: 'P3' }],
  [
    'the end of all times',
    `[${c2}] START t'9999-12-31T00:00:01Z' STOP t'9999-12-31T23:59:59Z'`,
    `generalises: [${c2}]`,
    { profile: 'P3' },
  ],
  [
    'and another qualifier',
    `[${c2}] START t'9999-12-31T00:00:01Z' STOP t'9999-12-31T23:59:59Z' WITHIN 5 SECONDS`,
    `generalises: [${c2}] WITHIN 5 SECONDS`,
    { profile: 'P2' },
  ],
  [
    'a loose pattern keeps its right to coarser times',
    "[file:name = 'a.exe'] START t'2024-02-28T00:00:01Z' STOP t'2024-02-29T00:00:00Z'",
    "generalises: [file:name = 'a.exe'] START t'2024-02-28T00:00:00Z' STOP t'2024-02-29T00:00:00Z'",
    { profile: 'P3' },
  ],
]

tap.test('I4 observation operators and qualifiers count as AND', async (t) => {
  check(t, timed)
  const old = `[${c2}] START '2024-02-28T00:00:01Z' STOP '2024-02-29T00:00:00Z'`
  t.equal(
    tell(anonymisePattern(old, 'stix', '2.0', { ...scope, profile: 'P3' })),
    `generalises: [${c2}] START '2024-02-28T00:00:00Z' STOP '2024-02-29T00:00:00Z'`,
    'a 2.0 pattern stays one',
  )
})
