// The one form in which texts are compared, and the way back to where each sign comes from.
import fc from 'fast-check'
import t from 'tap'
import { canonicalLayer, canonicalValue } from '../../../src/core/anonymity/canonical-text.ts'
import { plainLayer, spanOf } from '../../../src/core/anonymity/layer.ts'
import { unescapeLayer } from '../../../src/core/anonymity/unescape.ts'

const forms: [name: string, written: string, canonical: string][] = [
  ['ASCII', 'ACME Corp', 'acme corp'],
  ['control signs', 'a\tb\nc', 'a b c'],
  ['control signs among others', 'あ\tb\u007f', 'あ b\u007f'],
  ['full width', 'ＡＣＭＥ．ｅｘａｍｐｌｅ', 'acme.example'],
  ['half-width kana with marks', 'ｶﾞｽﾌﾟﾗ', 'がすぷら'],
  ['katakana', 'アクメヶヽー', 'あくめゖゝー'],
  ['combining marks', 'か\u3099e\u0301', 'がé'],
  ['zero width', 'a\u200bc\u200dm\u2060e\ufeff', 'acme'],
  ['soft hyphen', 'ac\u00adme', 'acme'],
  ['variation selectors', '葛\ufe00\u{e0101}城', '葛城'],
  ['dashes', 'a‐b–c−d', 'a-b-c-d'],
  ['ideographic space', 'a\u3000b', 'a b'],
  ['sharp s and sigma', 'StraßeΣς', 'strasseσσ'],
  ['a dotted capital I', 'İx', 'ix'],
  ['spaces in a name of kanji', '田中 太郎', '田中太郎'],
  ['a line break and a dot in a name', 'ジョン・\nスミス', 'じょんすみす'],
  ['four spaces part', '田中    太郎', '田中    太郎'],
  ['spaces beside Latin stay', '田中 abc 太郎', '田中 abc 太郎'],
  ['a dot at the beginning', '・田中', '・田中'],
  ['beyond the first plane', '𝐀𝐁𠮷', 'ab𠮷'],
  ['hxxp', 'hxxps://a hXXp:// h**p:', 'https://a http:// http:'],
  ['brackets about a dot', 'a[.]b(.)c{dot}d [ . ] e<.>f', 'a.b.c.d.e.f'],
  ['brackets about an at sign', 'a[@]b(at)c {AT} d', 'a@b@c@d'],
  ['brackets about a colon', 'http[:]//a http[://]b 1[::]2', 'http://a http://b 1::2'],
  ['words', 'a at b dot c', 'a@b.c'],
  ['at before a host stays', 'seen at a.b', 'seen at a.b'],
  ['spaces about a dot', 'a . b', 'a.b'],
  ['an ideographic full stop', 'a。b', 'a.b'],
  ['a backslash before a dot', 'a\\.b', 'a.b'],
]

t.test('canonical forms', async (t) => {
  for (const [name, written, canonical] of forms)
    t.equal(canonicalLayer(plainLayer(written)).text, canonical, name)
  t.equal(canonicalValue('  ＡＣＭＥ '), 'acme')
})

const escapes: [name: string, written: string, undone: string][] = [
  ['nothing to undo', 'plain', 'plain'],
  ['signs without an escape', '100% & a=b \\q', '100% & a=b \\q'],
  ['percent', '%41%e3%82%A2%C3%A9%f0%A0%AE%B7', 'Aアé𠮷'],
  ['percent of no UTF-8', '%ff%80', '%ff%80'],
  ['percent u', '%u30a2', 'ア'],
  ['octets', '\\x41\\xe3\\x82\\xa2', 'Aア'],
  ['quoted printable', '=E3=82=A2=41', 'アA'],
  ['decimal entities', '&#65;&#12450', 'Aア'],
  ['hexadecimal entities', '&#x41;&#X30a2;', 'Aア'],
  ['beyond Unicode', '&#x110000;&#1114112;', '\ufffd\ufffd'],
  ['named entities', '&amp;&lt;&Period;&commat;&shy;&foo;', '&<.@&foo;'],
  ['Unicode escapes', '\\u0041\\u{1f600}\\U00000041\\u30a2', 'A😀Aア'],
  ['octal', '\\141\\103', 'aC'],
  ['single signs', 'a\\nb\\tc\\\\d\\"e\\/f', 'a b c\\d"e/f'],
]

t.test('escapes undone', async (t) => {
  for (const [name, written, undone] of escapes)
    t.equal(unescapeLayer(plainLayer(written)).text, undone, name)
  const plain = plainLayer('plain')
  t.equal(unescapeLayer(plain), plain, 'the same layer where there are none')
})

const anyText = fc.string({
  unit: fc.constantFrom(
    ...'aZ9.-_@ \t\\%&;[]()u0041x#',
    'ア',
    'ｶ',
    'ﾞ',
    '\u200b',
    '田',
    'Ａ',
    '𝐀',
    'ß',
  ),
  maxLength: 60,
})

t.test('every sign comes from somewhere in order', async () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { layer, text: canonical } = canonicalLayer(unescapeLayer(plainLayer(text)))
      const spans = [...Array(canonical.length).keys()].map((i) => spanOf(layer, i, i + 1))
      const inside = spans.every(({ start, end }) => start < end && end <= text.length)
      const rising = spans.every(({ start }, i) => i === 0 || start >= spans[i - 1]!.start)
      return canonical.length === layer.text.length && inside && rising
    }),
  )
})

t.test('a stretch of a rewritten text is the stretch that was written', async (t) => {
  const text = '前 ＡＣ%4D%45 後'
  const { layer, text: canonical } = canonicalLayer(unescapeLayer(plainLayer(text)))
  const at = canonical.indexOf('acme')
  const { start, end } = spanOf(layer, at, at + 4)
  t.equal(text.slice(start, end), 'ＡＣ%4D%45')
})

t.test('a text of 100,000 signs is read in pieces', async (t) => {
  const text = 'アａ'.repeat(50_000)
  t.equal(canonicalLayer(plainLayer(text)).text, 'あa'.repeat(50_000))
})
