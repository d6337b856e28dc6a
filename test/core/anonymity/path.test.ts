// Paths without their machine and its user, URLs without their victim.
import fc from 'fast-check'
import t from 'tap'
import { compileDictionary, findTerms } from '../../../src/core/anonymity/dictionary.ts'
import { findPaths, scrubPath } from '../../../src/core/anonymity/path.ts'
import { scrubUrl } from '../../../src/core/anonymity/url.ts'

const dictionary = compileDictionary([
  {
    domains: ['acme.example'],
    terms: ['ACME', 'Acme Rail'],
    hosts: ['ACMEAD'],
    cidrs: ['203.0.113.0/24'],
    names: ['Taro Tanaka', 'tanaka@gmail.com'],
  },
])

const paths: [path: string, scrubbed: string][] = [
  ['plain', 'plain'],
  ['C:\\Users\\tanaka\\AppData\\evil.exe', '%USERPROFILE%\\AppData\\evil.exe'],
  ['c:/users/Taro Tanaka/evil.exe', '%USERPROFILE%/evil.exe'],
  ['C:\\\\Users\\\\tanaka', '%USERPROFILE%'],
  ['C:\\Documents and Settings\\bob\\x', '%USERPROFILE%\\x'],
  ['C:\\Users\\Public\\evil.exe', 'C:\\Users\\Public\\evil.exe'],
  ['C:\\Windows\\System32\\cmd.exe', 'C:\\Windows\\System32\\cmd.exe'],
  ['/home/bob/.ssh/id and /Users/bob', '~/.ssh/id and ~'],
  ['https://evil.test/home/index.php', 'https://evil.test/home/index.php'],
  ['HKU\\S-1-5-21-1-22-333-1001\\Run', 'HKU\\%SID%\\Run'],
  ['S-1-5-18', 'S-1-5-18'],
  ['\\\\FILESRV\\share\\evil.exe', '\\\\%HOST%\\share\\evil.exe'],
  ['\\\\fs.acme.example\\c$', '\\\\%HOST%\\c$'],
  ['\\\\203.0.113.7\\c$', '\\\\%HOST%\\c$'],
  ['\\\\evil.test\\a \\\\198.51.100.7\\b', '\\\\evil.test\\a \\\\198.51.100.7\\b'],
  ['runas /user:ACMEAD\\tanaka cmd', 'runas /user:ACMEAD\\tanaka cmd'],
  ['as ACMEAD\\tanaka', 'as %DOMAIN%\\%USERNAME%'],
  ['NT AUTHORITY\\SYSTEM evil\\file', 'NT AUTHORITY\\SYSTEM evil\\file'],
  ['D:\\acme\\evil.exe', 'D:\\%ORGANISATION%\\evil.exe'],
  ['D:\\Acme Rail\\x-acme\\evil.exe', 'D:\\%ORGANISATION%\\x-%ORGANISATION%\\evil.exe'],
  ['\\\\acme\\acme\\x', '\\\\%HOST%\\%ORGANISATION%\\x'],
  ['\\\\evil.test\\share ACMEAD\\bob x', '\\\\evil.test\\share %DOMAIN%\\%USERNAME% x'],
  ['D:\\acme.exe', 'D:\\acme.exe'],
  ['see https://evil.test/acme/x', 'see https://evil.test/acme/x'],
]

t.test('scrubPath', async (t) => {
  for (const [path, scrubbed] of paths) t.equal(scrubPath(path, dictionary), scrubbed, path)
})

const segment = fc.constantFrom(
  'C:',
  'Users',
  'bob',
  'acme',
  'home',
  '\\',
  '/',
  ' ',
  'S-1-5-21-1-2-3-4',
  'ACMEAD',
  'x.exe',
)
const anyPath = fc.array(segment, { maxLength: 12 }).map((list) => list.join(''))

t.test('replacements are in order and apart', async () => {
  fc.assert(
    fc.property(anyPath, (text) => {
      const found = findPaths(text, dictionary)
      return found.every(({ start }, i) => i === 0 || start >= found[i - 1]!.end)
    }),
  )
})

const changed = (value: string, pattern: string) => ({ fate: 'changed', value, pattern })

const urls: [url: string, scrubbed: object][] = [
  ['https://evil.test/a?b=c#d', { fate: 'same' }],
  ['https://acme-login.example/', { fate: 'same' }],
  ['https://acme.example.evil.test/x', { fate: 'same' }],
  ['not a url', { fate: 'same' }],
  ['acme is no url', { fate: 'victim' }],
  ['https://mail.acme.example/login', { fate: 'victim' }],
  ['http://203.0.113.7:8080/', { fate: 'victim' }],
  ['http://[::ffff:203.0.113.7]/', { fate: 'victim' }],
  ['https://acmead.c2.evil.test/', { fate: 'victim' }],
  [
    'https://evil.test/p?u=dGFuYWthQGFjbWUuZXhhbXBsZQ==&c=3',
    changed('https://evil.test/p?u=', '^https:\\/\\/evil\\.test\\/p\\?u=[^&#]*&c=3$'),
  ],
  [
    'https://evil.test/?u=bob@gmail.com',
    changed('https://evil.test/?u=', '^https:\\/\\/evil\\.test\\/\\?u=[^&#]*$'),
  ],
  [
    'https://evil.test/acme/in.php#YWNtZQ',
    changed('https://evil.test/', '^https:\\/\\/evil\\.test\\/[^/?#]*\\/in\\.php#[^&#]*$'),
  ],
  [
    'https://u:p@evil.test:8443/a',
    changed('https://evil.test:8443/a', '^https:\\/\\/(?:[^/?#@]*@)?evil\\.test:8443\\/a$'),
  ],
  [
    'https://acme@evil.test/a',
    changed('https://evil.test/a', '^https:\\/\\/(?:[^/?#@]*@)?evil\\.test\\/a$'),
  ],
  ['https://evil.test/?m=8aebc5d3b15b65c2a7a3ec8a0c1d6a09', { fate: 'same' }],
  [
    'https://evil.test/a%63me?',
    changed('https://evil.test/', '^https:\\/\\/evil\\.test\\/[^/?#]*\\?$'),
  ],
  ['https://evil.test/?taro=&tanaka=', { fate: 'same' }],
  [
    'https://evil.test/acme rail',
    changed('https://evil.test/', '^https:\\/\\/evil\\.test\\/[^/?#]*$'),
  ],
  ['https://evil.test/taro/tanaka', { fate: 'victim' }],
  ['https://evil.test/taro/tanaka/acme', { fate: 'victim' }],
  ['https://evil.test/acme/taro/tanaka', { fate: 'victim' }],
]

t.test('scrubUrl', async (t) => {
  for (const [url, scrubbed] of urls) t.same(scrubUrl(url, dictionary), scrubbed, url)
})

t.test('a digest keeps its length', async (t) => {
  const md5 = '2f5a2a9c7f4a1b5f2ac8a6b6a2f6d3ee'
  const digests = new Map(dictionary.digests).set(md5, 'term:acme')
  const scrubbed = scrubUrl(`https://evil.test/${md5}`, { ...dictionary, digests })
  t.same(scrubbed, changed('https://evil.test/', '^https:\\/\\/evil\\.test\\/[A-Fa-f0-9]{32}$'))
})

const piece = fc.constantFrom(
  'acme',
  'YWNtZQ==',
  'a',
  'b.php',
  'bob@gmail.com',
  '/',
  '?',
  '&',
  '=',
  '#',
  '%61cme',
  '+',
  '(',
)
const anyUrl = fc
  .array(piece, { maxLength: 10 })
  .map((list) => `https://evil.test/${list.join('')}`)

t.test('a pattern matches its URL and tells nothing; the host stays', async () => {
  fc.assert(
    fc.property(anyUrl, (url) => {
      const scrubbed = scrubUrl(url, dictionary)
      if (scrubbed.fate !== 'changed') return true
      const { value, pattern } = scrubbed
      const tells = [value, pattern].some((text) => findTerms(text, dictionary).length > 0)
      const kept = value.startsWith('https://evil.test/') && url.startsWith(value)
      return new RegExp(pattern).test(url) && !tells && kept
    }),
  )
})
