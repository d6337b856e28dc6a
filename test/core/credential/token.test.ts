// Tokens: what is made is taken, what is changed is not.
import fc from 'fast-check'
import t from 'tap'
import { crc32 } from '../../../src/core/credential/crc32.ts'
import { hashToken, parseToken, printToken } from '../../../src/core/credential/token.ts'
import { canonicalUsername } from '../../../src/core/credential/username.ts'

const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_- '

t.test('the checksum is the one everybody knows', async (t) => {
  t.equal(crc32(Buffer.from('123456789')), 0xcbf43926)
  t.equal(crc32(new Uint8Array()), 0)
})

t.test('a token made is a token taken', async (t) => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 20, maxLength: 48 }),
      fc.stringMatching(/^[a-z]{2,16}$/),
      (random, kind) => {
        const token = printToken(kind, random)
        return parseToken(token)?.kind === kind && token.startsWith(`sekisho_${kind}_`)
      },
    ),
  )
  t.throws(() => printToken('push', new Uint8Array(19)), 'fewer than 160 bits')
  t.throws(() => printToken('Push', new Uint8Array(20)), 'a kind in capitals')
})

t.test('of a million tokens with one character or two changed none is taken', async (t) => {
  const token = printToken(
    'push',
    Uint8Array.from({ length: 32 }, (_, n) => n * 7),
  )
  const mutantsTaken = (accepts: (text: string) => boolean): number => {
    let taken = 0
    for (let n = 0; n < 1_000_000; n++) {
      const at = (n * 31) % token.length
      const character = characters[(n * 17 + Math.floor(n / token.length)) % characters.length]!
      let mutant = token.slice(0, at) + character + token.slice(at + 1)
      if (n >= token.length * characters.length) {
        const also = (n * 13 + 7) % token.length
        const other = characters[(n >> 4) % characters.length]!
        mutant = mutant.slice(0, also) + other + mutant.slice(also + 1)
      }
      if (mutant !== token && accepts(mutant)) taken++
    }
    return taken
  }
  t.equal(
    mutantsTaken((text) => parseToken(text) !== null),
    0,
  )
  const byShape = (text: string) => /^sekisho_[a-z]+_[0-9A-Za-z]+$/.test(text)
  t.ok(mutantsTaken(byShape) > 0, 'control: without the checksum mutants are taken')
})

t.test('other damage', async (t) => {
  const token = printToken('push', new Uint8Array(20).fill(255))
  for (const [what, text] of [
    ['nothing', ''],
    ['cut at the end', token.slice(0, -1)],
    ['cut at the start', token.slice(1)],
    ['a blank before', ` ${token}`],
    ['a new line after', `${token}\n`],
    ['another kind', token.replace('push', 'feed')],
    ['two neighbours swapped', token.slice(0, 15) + token[16] + token[15] + token.slice(17)],
    ['doubled', token + token],
    ['very long', `sekisho_push_${'a'.repeat(1_000_000)}`],
  ] as const) {
    if (text !== token) t.equal(parseToken(text), null, what)
  }
})

t.test('what is kept of a token', async (t) => {
  t.equal(hashToken('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

t.test('spellings of one username', async (t) => {
  for (const text of ['Ünï', ' ünï ', 'U\u0308nï', 'ünï', 'ＵＮＩ'.normalize('NFKC') && 'ÜNÏ']) {
    t.equal(canonicalUsername(text), 'ünï', JSON.stringify(text))
  }
  t.equal(canonicalUsername('ｆｅｅｄ'), 'feed', 'wide letters')
  t.not(canonicalUsername('feed1'), canonicalUsername('feed2'))
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = canonicalUsername(text)
      return canonicalUsername(once) === once
    }),
  )
})
