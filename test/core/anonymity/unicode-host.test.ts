// Host names in ASCII and as shown: the samples of RFC 3492 §7.1, and there and back again.
import { domainToASCII, domainToUnicode } from 'node:url'
import fc from 'fast-check'
import t from 'tap'
import { asciiHost, shownHost } from '../../../src/core/anonymity/unicode-host.ts'

const samples: [ascii: string, shown: string][] = [
  ['xn--3b-ww4c5e180e575a65lsy2b', '3年b組金八先生'],
  ['xn---with-super-monkeys-pc58ag80a8qai00g7n9n', '安室奈美恵-with-super-monkeys'],
  ['xn--2-u9tlzr9756bt3uc0v', 'ひとつ屋根の下2'],
  ['xn--de-jg4avhby1noc0d', 'パフィーdeルンバ'],
  ['xn--d9juau41awczczp', 'そのスピードで'],
  ['xn--ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
  ['xn--mgbh0fb.xn--kgbechtv', 'مثال.إختبار'],
  ['evil.test', 'evil.test'],
  ['xn--99999999.test', 'xn--99999999.test'],
  ['xn--99999b', 'xn--99999b'],
  ['xn--999999b', 'xn--999999b'],
  ['xn--9999999b', 'xn--9999999b'],
  ['xn---', 'xn---'],
  ['xn--b-', 'b'],
]

t.test('shownHost', async (t) => {
  for (const [ascii, shown] of samples) t.equal(shownHost(ascii), shown, ascii)
})

t.test('asciiHost', async (t) => {
  t.equal(asciiHost('ミナトギ.example'), domainToASCII('ミナトギ.example'))
  t.equal(asciiHost('\ufffd.example'), null)
})

const label = fc.string({
  unit: fc.constantFrom(...'abz09', 'あ', 'ア', '漢', 'é', 'я', '𠮷', 'ー'),
  minLength: 1,
  maxLength: 12,
})

t.test('what is shown is what was written', async () => {
  fc.assert(
    fc.property(label, (name) => {
      const ascii = domainToASCII(`x${name}.example`)
      return shownHost(ascii) === domainToUnicode(ascii)
    }),
  )
})
