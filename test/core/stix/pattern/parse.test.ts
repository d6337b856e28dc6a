// Patterns of STIX 2.1: what is read, and into what. The shapes are those that the reference
// validator is tested with.
import t from 'tap'
import { parsePattern } from '../../../../src/core/stix/pattern/parse.ts'

const sha256 = '0123456789abcdef'.repeat(4)
const md5 = '00112233445566778899aAbBcCdDeEfF'

const valid: Record<string, string[]> = {
  '360 patterns as in the examples of STIX 2.1 §9.8': [
    `[file:hashes.'SHA-256' = '${sha256}']`,
    "[email-message:from_ref.value MATCHES '.+\\\\@mail\\\\.example$' AND email-message:body_multipart[*].body_raw_ref.name MATCHES '^Invoice.+\\\\.scr$']",
    `[file:hashes.'SHA-256' = '${sha256}' AND file:mime_type = 'application/zip']`,
    `[file:hashes.'SHA-256' = '${sha256}' OR file:hashes.MD5 = '${md5}'] AND [file:hashes.'SHA-256' = '${sha256}']`,
    `([file:hashes.MD5 = '${md5}'] FOLLOWEDBY [windows-registry-key:key = 'HKEY_CURRENT_USER\\\\a\\\\b']) WITHIN 600 SECONDS`,
    "[user-account:account_type = 'unix' AND user-account:user_id = '7' AND user-account:account_login = 'jo'] AND [user-account:account_type = 'unix' AND user-account:user_id = '8'] AND [user-account:user_id = '9']",
    "[artifact:mime_type = 'application/octet-stream' AND artifact:payload_bin MATCHES '\\\\x7f\\\\x45\\\\x4c\\\\x46']",
    "[file:name = 'x.dll' AND file:parent_directory_ref.path = 'C:\\\\ProgramData\\\\x']",
    "[file:extensions.'windows-pebinary-ext'.sections[*].entropy > 6.5]",
    "[file:mime_type = 'image/png' AND file:magic_number_hex = h'89504e47']",
    "[network-traffic:dst_ref.type = 'ipv6-addr' AND network-traffic:dst_ref.value = '2001:db8::1/128']",
    "[network-traffic:dst_ref.type = 'domain-name' AND network-traffic:dst_ref.value = 'c2.example'] REPEATS 3 TIMES WITHIN 900 SECONDS",
    "[domain-name:value = 'c2.example' AND domain-name:resolves_to_refs[*].value = '192.0.2.7/32']",
    "[url:value = 'https://a.example/x' OR url:value = 'https://b.example/x']",
    "[x509-certificate:issuer = 'CN=Example' AND x509-certificate:serial_number = '01:ab:cd']",
    "[windows-registry-key:key = 'HKEY_LOCAL_MACHINE\\\\a' OR windows-registry-key:key = 'HKEY_LOCAL_MACHINE\\\\b']",
    "[(file:name = 'a.exe' OR file:size = '12') AND file:created = t'2020-02-29T23:59:60Z']",
    "[email-message:sender_ref.value = 'a@b.example' AND email-message:subject = '請求書']",
    "[x-example-sensor:probe.serial_number = '42']",
    "[process:command_line MATCHES '^.+ -add$'] FOLLOWEDBY [process:command_line MATCHES'^.+ -del$'] WITHIN 60 SECONDS",
    "[network-traffic:dst_ref.value ISSUBSET '2001:db8::/32']",
    "([file:name = 'a'] AND [process:name = 'b']) OR [process:image_ref.name = 'c' OR process:name = 'd']",
  ],
  '360 operators and constants': [
    ...['=', '!=', '>', '<', '>=', '<=', '==', '<>'].map((sign) => `[file:size ${sign} 12]`),
    ...['=', '!=', '>', '<', '>=', '<='].map((sign) => `[file:size NOT ${sign} -12.5]`),
    ...['LIKE', 'MATCHES', 'ISSUBSET', 'ISSUPERSET'].flatMap((word) => [
      `[ipv4-addr:value ${word} '192.0.2.0/24']`,
      `[ipv4-addr:value NOT ${word} '192.0.2.0/24']`,
    ]),
    "[file:name IN ('a', 'b', 'c')]",
    '[file:size IN (1, 2.5, 3)]',
    '[file:size NOT IN(1,2,3)]',
    '[file:size IN ()]',
    '[EXISTS windows-registry-key:values]',
    '[NOT EXISTS file:name AND EXISTS file:size]',
    "[x:y = 'it\\'s']",
    "[x:y = '\\\\']",
    "[x:y = '']",
    "[x:y = 'two\nlines']",
    '[x:y = true OR x:y = false]',
    "[x:y = h'']",
    "[x:y = h'00fFAb']",
    "[x:y = b'QQ==']",
    "[x:y = b'QUI=']",
    "[x:y = b'QUJDREVGR0hJ']",
    "[x:y = b'QUJD\r\nREVG']",
    '[x:y = 0 OR x:y = -0 OR x:y = +7 OR x:y = 123456789012345678901234567890]',
    '[x:y = .5 OR x:y = -.5 OR x:y = 007.50 OR x:y = +1.0]',
    "[network-traffic:start = '2021-03-04T05:06:07.008Z']",
    "[x:y > h'00' AND x:y < b'QQ==' AND x:y >= t'2021-03-04T05:06:07Z' AND x:y <= 'z']",
  ],
  '358 timestamp constants: the form is asked, not the calendar': [
    "[x:y = t'2025-01-31T00:00:00Z']",
    "[x:y = t'2025-12-31T23:59:59Z']",
    "[x:y = t'2024-02-29T10:11:12.1Z']",
    "[x:y = t'2000-02-29T10:11:12.123456789Z']",
    "[x:y = t'2025-02-30T10:11:12Z']",
    "[x:y = t'2025-06-31T10:11:12Z']",
    "[x:y = t'2023-02-29T10:11:12Z']",
    "[x:y = 'a'] START t'2025-01-01T00:00:00Z' STOP t'2025-12-31T23:59:60.5Z'",
  ],
  '360 object paths': [
    "[file:'name' = 'a']",
    "[file:extensions.'ntfs-ext'.sid = '1']",
    "[x-a-b:c.d[*][1].'e-f' NOT ISSUPERSET '192.0.2.0/24']",
    "[x:protocols[0] = 'tcp']",
    "[x:refs[*].y_ref.z_refs[12].w = 'v']",
    '[x:_a1.B_2 = 1]',
    "[x:'IN'.'it\\'s'.'' = 1]",
    '[x : y . z [ * ] = 1]',
    '[AND-more:a = 1]',
    '[x:h = 1 OR x:b = 2 OR x:t.h.b = 3]',
    '[x:within = 1 AND x:and.TRUE = 2]',
  ],
  '357 observation expressions and qualifiers': [
    "[user-account:value = 'a'] AND [user-account:value != 'b'] AND [user-account:value = 'c'] WITHIN 5 SECONDS",
    '[x:y = 1] WITHIN 0.5 SECONDS',
    '[x:y = 1] WITHIN 10.25 SECONDS REPEATS 3 TIMES',
    '[x:y=1]REPEATS 9TIMES',
    "[x:y = 1] START t'2025-01-01T00:00:00.5Z' STOP t'2025-01-02T00:00:00Z' REPEATS 2 TIMES WITHIN 5 SECONDS",
    '[x:y = 1] REPEATS 1 TIMES AND [x:z = 2] WITHIN 1.5 SECONDS',
    "([x:y = 1] START t'1999-01-02T03:04:05Z' STOP t'2001-01-02T03:04:05Z' AND [x:z < h'12ab']) WITHIN 22 SECONDS OR [a:b NOT IN (1,2)] REPEATS 31 TIMES",
    '([x:y = 1]) WITHIN 5 SECONDS WITHIN 6 SECONDS',
    '([x:y = 1] REPEATS 2 TIMES) REPEATS 2 TIMES',
    '([x:y = 1] OR [a:b = 2]) REPEATS 2 TIMES REPEATS 3 TIMES',
    '( [(network-traffic:dst_port IN(80,443) AND network-traffic:src_packets != 0) ])',
    '[x:y = 1] FOLLOWEDBY [x:y = 2] FOLLOWEDBY ([x:y = 3] AND [x:y = 4])',
    '[x:y NOT != 1 OR a:b < 12.5]',
    "[x:y = 1 AND x:z NOT > 3] REPEATS 12 TIMES OR ([a:b ISSUBSET '1'] FOLLOWEDBY [a:c NOT LIKE 'a_c%'])",
    '\u3000[\u00a0x:y\u2003=\u20281]\u0085',
    '/* why */ [x:y = 1 // here\n OR x:y = 2]',
  ],
  '359 different object types under OR': [
    "[email-addr:value MATCHES '.+\\\\@b\\\\.example$' OR file:name MATCHES '^Invoice']",
    '[(a:b = 1 AND a:c = 2) OR (d:e = 3 AND d:f = 4)]',
    '[(a:b = 1 OR c:d = 2) AND a:e = 3]',
    '[(a:b = 1 OR c:d = 2) AND (c:e = 3 OR f:g = 4)]',
    '[a:b = 1] AND [c:d = 2]',
  ],
  '359 hash values': [
    `[file:hashes.MD5 = '${md5}']`,
    `[file:hashes.'SHA-1' IN ('${'a'.repeat(40)}', '${'B'.repeat(40)}')]`,
    `[file:hashes.'sha-512' != '${sha256 + sha256}']`,
    `[file:hashes.SSDEEP = '96:abc+/D:eF']`,
    `[file:hashes.TLSH = 'T1${'0'.repeat(70)}']`,
    "[file:hashes.'X-OTHER' = 'anything']",
    "[file:hashes.'SHA-256' LIKE 'f00%']",
    "[file:hashes.'SHA-256' MATCHES '^f00']",
    "[file:hashes[*] = 'f00']",
    "[x:md5 = 'f00' AND EXISTS x:hashes.MD5]",
  ],
}

// Test names stand on one line.
const printable = (text: string): string => text.replace(/[^ -~]/g, '·')

for (const [name, texts] of Object.entries(valid)) {
  t.test(name, async (t) => {
    for (const text of texts) {
      const parsed = parsePattern(text)
      const refused = parsed.ok ? '' : ` at ${parsed.position}: ${parsed.message}`
      t.ok(parsed.ok, `${printable(text)}${refused}`)
    }
  })
}

t.test('357 the tree keeps what was written, and where', async (t) => {
  const text = "([file:hashes.'SHA-1'[*].x[07] NOT IN (1, -2.50)])".replace('07', '7')
  const parsed = parsePattern(`${text} WITHIN 5.0 SECONDS`)
  t.strictSame(parsed, {
    ok: true,
    pattern: {
      kind: 'qualified',
      expression: {
        kind: 'observation',
        comparison: {
          kind: 'comparison',
          path: {
            type: 'file',
            steps: [
              { kind: 'key', name: 'hashes', quoted: false, span: { start: 7, end: 13 } },
              { kind: 'key', name: 'SHA-1', quoted: true, span: { start: 14, end: 21 } },
              { kind: 'any', span: { start: 21, end: 24 } },
              { kind: 'key', name: 'x', quoted: false, span: { start: 25, end: 26 } },
              { kind: 'index', text: '7', span: { start: 26, end: 29 } },
            ],
            span: { start: 2, end: 29 },
          },
          operator: 'IN',
          negated: true,
          literals: [
            { kind: 'integer', text: '1', span: { start: 38, end: 39 } },
            { kind: 'float', text: '-2.50', span: { start: 41, end: 46 } },
          ],
          span: { start: 2, end: 47 },
        },
        span: { start: 1, end: 48 },
      },
      qualifiers: [{ kind: 'within', seconds: '5.0', span: { start: 50, end: 68 } }],
      span: { start: 1, end: 68 },
    },
  })
})
