// Passwords are kept in a form anybody's argon2id understands.
import t from 'tap'
import { hashPassword, verifyPassword } from '../../src/exchange/password.ts'

t.test('a password fits its own text and no other', async (t) => {
  const kept = await hashPassword('p:a:ss:wörd')
  t.match(kept, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  t.not(await hashPassword('p:a:ss:wörd'), kept, 'a salt of its own')
  t.equal(await verifyPassword('p:a:ss:wörd', kept), true)
  t.equal(await verifyPassword('p:a:ss:wo\u0308rd', kept), true, 'in any normal form')
  for (const [what, password, text] of [
    ['another password', 'p:a:ss', kept],
    ['an empty password', '', kept],
    ['nobody', 'p:a:ss:wörd', null],
    ['no text', 'p:a:ss:wörd', ''],
    ['another algorithm', 'p:a:ss:wörd', kept.replace('argon2id', 'argon2i')],
    ['a changed tag', 'p:a:ss:wörd', kept.slice(0, -4) + (kept.endsWith('AAAA') ? 'BBBB' : 'AAAA')],
    ['a vacated credential', 'p:a:ss:wörd', 'vacated:1'],
  ] as const) {
    t.equal(await verifyPassword(password, text), false, what)
  }
})

t.test('a text another program made', async (t) => {
  const kept =
    '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
  t.equal(await verifyPassword('password', kept), true, 'the reference implementation’s example')
})

t.test('too many at once are told to come back', async (t) => {
  const answers = await Promise.allSettled(
    Array.from({ length: 230 }, () =>
      verifyPassword('x', '$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$c29tZXNhbHQ'),
    ),
  )
  const refused = answers.filter(({ status }) => status === 'rejected')
  t.equal(refused.length, 230 - 202)
  t.match(refused[0], { reason: { reason: 'busy', retryAfter: 2 } })
})
