// What an object is called, what its texts say, and which texts name which objects.
import t from 'tap'
import { findTelling, listTerms, listTexts } from '../../../src/core/sharing/narrative.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { idOf } from './closing.ts'

const object = (type: string, properties: object): StixObject => ({
  ...{ type, id: idOf(type, 'x') },
  ...properties,
})
const stix = (pattern: string) => ({ pattern, pattern_type: 'stix' })

type Named = [type: string, properties: object, terms: string[] | null]
const named: Named[] = [
  [
    'malware',
    { name: 'QuietFox', aliases: ['Fox 9'], description: 'not it' },
    ['quietfox', 'fox 9'],
  ],
  [
    'identity',
    { name: 'Ｑ社', contact_information: 'a@acme.example' },
    [...['q社', 'a@acme.example', 'acme.example']],
  ],
  ['identity', { name: 'AB' }, []],
  [
    'url',
    { value: 'hxxps://evil[.]example/x.exe?u=1' },
    [...['https://evil.example/x.exe?u=1', 'evil.example', 'x.exe']],
  ],
  [
    'file',
    { name: 'x.exe', hashes: { MD5: 'ABCDEF', 'x-own': 'GHI' }, size: 3 },
    [...['x.exe', 'abcdef', 'ghi']],
  ],
  ['autonomous-system', { number: 64500, name: 'Acme Net' }, ['acme net', 'as64500']],
  [
    'windows-registry-key',
    { key: 'HKLM\\x', values: [{ name: 'run', data: 'a.dll' }] },
    [...['hklm\\x', 'run', 'a.dll']],
  ],
  [
    'vulnerability',
    { name: 'n', external_references: [{ external_id: 'CVE-2026-1' }] },
    ['cve-2026-1'],
  ],
  [
    'indicator',
    { name: 'C2 of it', ...stix("[domain-name:value = 'evil.example']") },
    [...['evil.example', 'c2 of it']],
  ],
  [
    'indicator',
    stix("[file:size = 4000 AND file:name IN ('one.exe', 'two.exe')]"),
    [...['4000', 'one.exe', 'two.exe']],
  ],
  [
    'indicator',
    stix("[url:value MATCHES '^https?://evil\\\\.example/[a-z]+/gate']"),
    [...['://evil.example/', 'evil.example']],
  ],
  [
    'indicator',
    stix("[url:value LIKE '%evil.example/a_b%']"),
    ['evil.example/a_b', 'evil.example'],
  ],
  ['indicator', stix('no pattern'), null],
  ['indicator', { pattern: 'alert tcp any any', pattern_type: 'snort' }, null],
]
for (const [type, properties, terms] of named) {
  const asked = object(type, properties)
  const expected = terms === null ? null : [asked.id, ...terms].sort()
  const name = `${type} ${JSON.stringify(properties)}`
  t.same(listTerms(asked)?.sort() ?? null, expected, name)
}

type Written = [type: string, properties: object, texts: string[]]
const written: Written[] = [
  ['file', { name: 'n', description: 'd' }, []],
  [
    'report',
    { name: 'N', description: 'D', report_types: ['t'], published: '2026' },
    [...['/name n rename tells', '/description d drop tells']],
  ],
  ['incident', { name: 'n' }, ['/name n rename tells']],
  ['grouping', { name: 'n', context: 'c' }, ['/name n drop tells']],
  [
    'note',
    { content: 'c', abstract: 'a', authors: ['b'] },
    [...['/content c withhold tells', '/abstract a drop tells', '/authors/0 b drop']],
  ],
  ['malware', { name: 'n', is_family: true, malware_types: ['t'] }, ['/name n withhold']],
  ['malware', { name: 'n', is_family: false }, ['/name n drop']],
  ['tool', { name: 'n', goals: ['g'] }, ['/name n withhold', '/goals/0 g drop tells']],
  [
    'x-acme',
    { name: 'n', own: { deep: ['d'], id: 'i', a_ref: 'r' }, content: 'c', flag: true },
    [...['/name n drop', '/own/deep/0 d drop', '/content c drop tells']],
  ],
  [
    'indicator',
    { external_references: [{ source_name: 's', url: 'u' }], pattern: 'p' },
    [...['/external_references/0 s drop', '/external_references/0 u drop']],
  ],
  [
    'tool',
    { x_own: 'o', extensions: { e: { extension_type: 't', description: 'd' } } },
    [...['/x_own o drop', '/extensions/e/description d drop tells']],
  ],
  [
    'language-content',
    { contents: { de: { goals: ['g'], name: 'n' } } },
    [...['/contents/de/goals g drop tells', '/contents/de/name n drop']],
  ],
]
for (const [type, properties, expected] of written) {
  const texts = listTexts(object(type, properties)).map(({ path, text, fate, tells }) =>
    [`/${path.join('/')}`, text, fate, ...(tells ? ['tells'] : [])].join(' '),
  )
  t.same(texts, expected, `${type} ${JSON.stringify(properties)}`)
}

type Found = [text: string, term: string, isFound: boolean]
const found: Found[] = [
  ['of the quietfox family', 'quietfox', true],
  ['quietfoxes', 'quietfox', true],
  ['the net of it', 'net', true],
  ['the internet', 'net', false],
  ['nets', 'net', false],
  ['the internet and a net', 'net', true],
  ['a社の件', '社の', true],
  ['(net)', 'net', true],
  ['x/net.', '/net.', true],
]
for (const [text, term, isFound] of found) {
  const texts = listTexts(object('report', { description: text }))
  const telling = findTelling(texts, ['nowhere', term], { left: 10_000 })
  t.equal(telling.length, isFound ? 1 : 0, `${term} in ${text}`)
}

const texts = listTexts(object('report', { name: 'n', description: 'd', labels: ['l'] }))
t.same(
  findTelling(texts, null, { left: 0 }).map(({ text }) => text),
  ['n', 'd'],
)
t.equal(findTelling(texts, ['z'], { left: 0 }).length, 3, 'nothing may be read: all is held')
t.equal(findTelling(texts, [], { left: 0 }).length, 0)
