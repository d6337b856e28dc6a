// Derived ids and pseudonyms: the vectors, what they depend on, and that no two scopes meet.

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import {
  deriveId,
  hubIdOf,
  hv4,
  makeHubIdentity,
  makePseudonymIdentity,
  pseudonymOf,
} from '../../../src/core/anonymity/pseudonym.ts'
import { parseIdentifier } from '../../../src/core/stix/identifier.ts'
import { loadSchemaCheck } from '../stix/model/minimal.ts'

const zeros = Buffer.alloc(32)
const vectors: [string[], string][] = [
  [['group-1', '2026Q4', 'org-1'], 'd8a0ef5d-ba59-430f-b806-fd089259c5e8'],
  [['group-2', '2026Q4', 'org-1'], 'f8c63cfc-4ab6-453e-a355-a8ee82d3ba92'],
]
for (const [parts, uuid] of vectors) t.equal(hv4(zeros, ...parts), uuid, parts.join(' '))
t.equal(pseudonymOf(zeros, '2026Q4', 'group-1', 'org-1').id, `identity--${vectors[0]![1]}`)

const scope = { key: zeros, name: 'group-1/members', epoch: '2026Q4', owner_id: 'org-1' }
const source = 'indicator--0c7e22ad-b099-4dc3-b0df-2ea3f49ae2e6'

t.test('a derived id', async (t) => {
  const derived = deriveId(scope, source)
  t.equal(parseIdentifier(derived)?.type, 'indicator', 'keeps its type and is well-formed')
  t.equal(parseIdentifier(derived)?.uuid[14], '4', 'looks like any UUIDv4')
  t.equal(deriveId({ ...scope }, source), derived, 'is the same again in its scope')
  const others = [
    { ...scope, key: Buffer.alloc(32, 1) },
    { ...scope, name: 'group-1/clients' },
    { ...scope, name: 'group-2/members' },
    { ...scope, epoch: '2027Q1' },
    { ...scope, owner_id: 'org-2' },
  ]
  const seen = new Set([derived, ...others.map((other) => deriveId(other, source))])
  t.equal(seen.size, others.length + 1, 'differs by key, name, epoch and owner')
})

t.test('T09: the map of ids is one to one in a scope', async (t) => {
  const ids = Array.from({ length: 2000 }, (_, nth) => deriveId(scope, `${source}${nth}`))
  t.equal(new Set(ids).size, ids.length)
})

t.test('T10: an id cannot be found by hashing guesses of the value', async (t) => {
  const id = deriveId(scope, 'email-addr--7165e2a9-671f-585d-b1e1-ca59c671d934')
  for (const algorithm of ['sha1', 'sha256', 'md5']) {
    const guess = createHash(algorithm).update('john@example.com').digest('hex')
    t.not(id.slice(-12), guess.slice(20, 32), algorithm)
  }
})

t.test(
  'C-50, promise 6: the same owner has nothing in common in two groups or epochs',
  async (t) => {
    const samples = 2000
    const key = createHash('sha256').update('a key').digest()
    let sameLetters = 0
    const ids = new Set<string>()
    for (let nth = 0; nth < samples; nth++) {
      const owner = `owner-${nth}`
      const here = pseudonymOf(key, '2026Q4', 'group-1', owner)
      const there = pseudonymOf(key, '2026Q4', 'group-2', owner)
      const later = pseudonymOf(key, '2027Q1', 'group-1', owner)
      if (pseudonymOf(key, '2026Q4', 'group-1', owner).id !== here.id) t.fail('not stable')
      for (const { id } of [here, there, later]) ids.add(id)
      if (here.name === there.name || here.name === later.name) sameLetters++
      for (const octets of sharedOctets(here.id, there.id)) t.fail(`shared ${octets}`)
    }
    t.equal(ids.size, 3 * samples, 'no id twice')
    t.ok(sameLetters <= 2, 'names meet no more often than four random letters do')
  },
)

/** Runs of eight hexadecimal digits that two ids share, wherever they stand. */
const sharedOctets = (left: string, right: string): string[] => {
  const digits = (id: string) => id.slice('identity--'.length).replaceAll('-', '')
  const [a, b] = [digits(left), digits(right)]
  const runs = Array.from({ length: a.length - 7 }, (_, at) => a.slice(at, at + 8))
  return runs.filter((run) => b.includes(run))
}

t.test('the check for shared octets finds them where they are', async (t) => {
  const { id } = pseudonymOf(zeros, 'e', 'g', 'o')
  t.ok(sharedOctets(id, id).length > 0)
})

t.test('identity objects', async (t) => {
  const check = loadSchemaCheck('identity')
  const created = '2026-01-01T00:00:00.000Z'
  const pseudonym = pseudonymOf(zeros, '2026Q4', 'group-1', 'org-1')
  const member = makePseudonymIdentity(pseudonym, created)
  t.equal(check(member), null)
  t.match(member.name, /^Member-[A-Z2-7]{4}$/)
  t.notOk('sectors' in member, 'C-51: no sector, ever')
  const hub = makeHubIdentity(zeros, 'Example ISAC', created)
  t.equal(check(hub), null)
  t.equal(hub.id, hubIdOf(zeros))
  t.strictSame([hub.name, hub.created, hub.modified], ['Example ISAC', created, created])
})

t.test('every pseudonym is well-formed', async (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.string(), (octets, owner) => {
      const { id, name } = pseudonymOf(Buffer.from(octets), 'e', 'g', owner)
      return parseIdentifier(id)?.type === 'identity' && /^Member-[A-Z2-7]{4}$/.test(name)
    }),
  )
  t.pass()
})
