// A sealed head says what was sealed, and nothing else can.
import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import {
  isSuccessor,
  openSeal,
  parseSeal,
  printSeal,
  publicKeyOf,
  sealHead,
  signSuccessor,
} from '../../../src/core/ledger/seal.ts'

const makeKey = (kind: 'ed25519' | 'ed448' = 'ed25519'): Buffer =>
  generateKeyPairSync(kind as 'ed25519').privateKey.export({ format: 'der', type: 'pkcs8' })

const key = makeKey()
const head = { seq: 12n, at: 1_780_000_000_000_001n, hash: Buffer.alloc(32, 7) }

t.test('sealed and opened', async (t) => {
  const seal = sealHead(head, key)
  t.same(openSeal(seal), { head, key: publicKeyOf(key) })
  t.same(sealHead(head, key), seal, 'the same head has one seal')
  t.same(parseSeal(printSeal(seal)), seal)
  for (const line of ['', 'x', 'null', '{}', '{"body":1,"signature":""}'])
    t.equal(parseSeal(line), null, line)
})

t.test('nothing else opens', async (t) => {
  const seal = sealHead(head, key)
  fc.assert(
    fc.property(fc.nat(), fc.nat(7), (place, bit) => {
      const signature = Buffer.from(seal.signature)
      signature[place % signature.length]! ^= 1 << bit
      const body = Buffer.from(seal.body)
      body[place % body.length]! ^= 1 << bit
      t.equal(openSeal({ ...seal, signature }), null)
      t.equal(openSeal({ ...seal, body: body.toString('latin1') }), null)
    }),
  )
  const other = sealHead(head, makeKey())
  t.equal(openSeal({ body: seal.body, signature: other.signature }), null)
  t.equal(openSeal(sealHead(head, makeKey('ed448'))), null, 'only the kind of key a hub makes')
})

t.test('a key’s word for the one that follows it', (t) => {
  const [before, next, other] = [publicKeyOf(key), publicKeyOf(makeKey()), publicKeyOf(makeKey())]
  const signed = signSuccessor(key, next)
  const cases: [string, string, string, string, boolean][] = [
    ['as given', before, next, signed, true],
    ['for another', before, other, signed, false],
    ['by another', other, next, signed, false],
    ['the other way round', next, before, signed, false],
    ['none', before, next, '', false],
    ['by no key', 'x', next, signed, false],
  ]
  for (const [title, by, of, word, is] of cases) t.equal(isSuccessor(by, of, word), is, title)
  t.end()
})
