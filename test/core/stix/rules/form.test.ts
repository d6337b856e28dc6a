// Forms of network names and addresses, by example.

import t from 'tap'
import {
  isCpe,
  isDomainName,
  isEmailAddress,
  isIpv4,
  isIpv6,
  isUrl,
} from '../../../../src/core/stix/rules/form.ts'

type Form = (text: string) => boolean
const table: [Form, string[], string[]][] = [
  [
    isDomainName,
    [
      'example.com',
      'example.com.',
      'xn--bcher-kva.example',
      'bücher.example',
      'localhost',
      'a-b.c',
    ],
    [
      '',
      '.',
      'a..b',
      '-a.example',
      'a-.example',
      'a_b.example',
      '192.0.2.1',
      'a b.example',
      `${'a'.repeat(64)}.example`,
      `${'a.'.repeat(200)}example`,
      'example[.]com',
    ],
  ],
  [
    isIpv4,
    ['198.51.100.3', '0.0.0.0', '255.255.255.255', '198.51.100.0/24', '10.2.4.5/0', '1.1.1.1/32'],
    [
      '',
      '1.1.1',
      '1.1.1.256',
      '1.1.1.1.1',
      '01.1.1.1',
      '1.1.1.1/33',
      '1.1.1.1/',
      '1.1.1.1/08',
      '::1',
      '1[.]1.1.1',
      ' 1.1.1.1',
    ],
  ],
  [
    isIpv6,
    [
      '::',
      '::1',
      '2001:db8::/32',
      '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
      '1::',
      '::ffff:1.2.3.4',
      '1:2:3:4:5:6:7::',
      '64:ff9b::192.0.2.33',
      '1:2:3:4:5:6:1.2.3.4',
      'FE80::1/128',
    ],
    [
      '',
      ':',
      ':::',
      '1::2::3',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '12345::',
      'g::',
      '::1/129',
      '::1/',
      '1.2.3.4::',
      '1.2.3.4',
      '1:2:3:4:5:6:7:8::',
      '::1%eth0',
      ':1:2:3:4:5:6:7',
    ],
  ],
  [
    isEmailAddress,
    [
      'john@example.com',
      "o'neil+tag@example.com",
      '"a b"@example.com',
      'ü@bücher.example',
      'a@[192.0.2.1]',
    ],
    [
      '',
      'john',
      '@example.com',
      'a b@example.com',
      'a..b@example.com',
      '.a@example.com',
      'a@',
      'a@b c',
      'John <john@example.com>',
      'a[@]b.example',
    ],
  ],
  [
    isUrl,
    [
      'https://example.com/research/index.html',
      'http://a',
      'ftp://u:p@h:21/x;type=i',
      'urn:a:b',
      'https://[2001:db8::1]:443/?q#f',
      'https://a/%E3%81%82',
      'mailto:a@b.example',
      'data:,x',
    ],
    [
      '',
      'example.com',
      'hxxp://example.com',
      'hxxps://a',
      'hxps://a',
      'http://',
      'http:a',
      'http://a b',
      'http://example[.]com',
      'https://a/%zz',
      'https://a/%4',
      'https://bücher.example',
      '//a',
      'http://a/[x]',
      'https://a\n',
    ],
  ],
  [
    isCpe,
    ['cpe:2.3:a:microsoft:word:2000:*:*:*:*:*:*:*', 'cpe:2.3:o:a\\:b:c:-:*:*:*:*:*:*:*'],
    [
      '',
      'cpe:/a:microsoft:word',
      'cpe:2.3:a:microsoft:word',
      'cpe:2.3:x:a:b:*:*:*:*:*:*:*:*',
      'cpe:2.3:a:a::*:*:*:*:*:*:*:*',
      'cpe:2.3:a:a b:c:*:*:*:*:*:*:*:*',
    ],
  ],
]
for (const [form, accepted, refused] of table) {
  for (const text of accepted) t.equal(form(text), true, `333 ${form.name} ${text}`)
  for (const text of refused)
    t.equal(form(text), false, `333 ${form.name} refuses ${JSON.stringify(text.slice(0, 60))}`)
}

t.test('333 forms answer for texts of any length', (t) => {
  const long = ['a', '%41', '[', '\\:', 'é', '"\\"', '1.', ':', 'a@', 'cpe:2.3:']
  for (const [form] of table) {
    for (const piece of long) {
      const text = piece.repeat(1_000_000)
      t.doesNotThrow(() => form(text))
      t.doesNotThrow(() => form(`http://${text}`))
    }
  }
  t.end()
})
