// Cursors open only where they were sealed, and say what was put in.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { type CursorPlace, openCursor, sealCursor } from '../../../src/core/taxii/cursor.ts'
import type { FeedFilters } from '../../../src/core/taxii/query.ts'

const key = createHash('sha256').update('a key of the test').digest()
const place: CursorPlace = {
  principal_id: '1f0c3ff2-3a4e-4f6e-9a59-9c8cb1a7f5a1',
  collection_id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
  endpoint: 'objects',
  object_id: null,
}

const texts = fc.option(
  fc.uniqueArray(fc.stringMatching(/^[a-z]{3,9}$/), { minLength: 1, maxLength: 3 }),
)
const filters: fc.Arbitrary<FeedFilters> = fc.record({
  types: texts,
  ids: texts,
  specVersions: fc.option(fc.subarray(['2.0', '2.1'], { minLength: 1 })),
  versions: fc.oneof(
    fc.constant({ kind: 'last' } as const),
    fc.constant({ kind: 'all' } as const),
    fc.record({
      kind: fc.constant('some' as const),
      first: fc.boolean(),
      last: fc.boolean(),
      orders: fc.array(fc.constantFrom('2026-01-01T00:00:00', '2026-01-01T00:00:00.5')),
    }),
  ),
  addedAfter: fc.option(fc.bigInt({ min: 0n, max: 1n << 60n })),
})
const positions = fc.bigInt({ min: 0n, max: (1n << 62n) - 1n })

t.test('195 200 202 a cursor is URL-safe, repeatable, and carries its filters', async () => {
  fc.assert(
    fc.property(positions, filters, (position, given) => {
      const text = sealCursor(key, position, given, place)
      const opened = openCursor(key, text, place)
      return (
        /^[A-Za-z0-9_-]{1,512}$/.test(text) &&
        text === sealCursor(key, position, given, place) &&
        opened?.position === position &&
        (opened.filters === null || sealCursor(key, position, opened.filters, place) === text)
      )
    }),
  )
})

t.test('205 a cursor of another place, or changed in any character, does not open', async (t) => {
  const none: FeedFilters = {
    types: null,
    ids: null,
    specVersions: null,
    versions: { kind: 'last' },
    addedAfter: null,
  }
  const text = sealCursor(key, 1_700_000_000_000_000n, none, place)
  t.not(openCursor(key, text, place), null, 'positive control: it opens where it was sealed')
  const elsewhere: CursorPlace[] = [
    { ...place, principal_id: 'b' },
    { ...place, collection_id: 'c' },
    { ...place, endpoint: 'manifest' },
    { ...place, object_id: 'indicator--x' },
  ]
  for (const other of elsewhere) t.equal(openCursor(key, text, other), null)
  t.equal(openCursor(createHash('sha256').digest(), text, place), null, 'another key')
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  let opened = 0
  for (let at = 0; at < text.length; at++) {
    for (const letter of alphabet) {
      const changed = text.slice(0, at) + letter + text.slice(at + 1)
      if (changed !== text && openCursor(key, changed, place) !== null) opened += 1
    }
  }
  t.equal(opened, 0)
  const octets = Buffer.from(text, 'base64url')
  for (let n = 0; n < 100_000; n++) {
    const flipped = Buffer.from(octets)
    // One bit, then any two.
    for (const bit of n < octets.length * 8 ? [n] : [n * 31, n * 17 + 5]) {
      const at = bit % (octets.length * 8)
      flipped[at >> 3] = (flipped[at >> 3] as number) ^ (1 << (at & 7))
    }
    if (!flipped.equals(octets) && openCursor(key, flipped.toString('base64url'), place)) opened++
  }
  t.equal(opened, 0, 'of 100,000 flipped in their bits')
  for (const garbage of ['', "';--", 'AAAA', 'A'.repeat(513), '%00', text.slice(0, -1)]) {
    t.equal(openCursor(key, garbage, place), null)
  }
})

t.test('filters too long to carry are named by their digest', async (t) => {
  const ids = Array.from({ length: 200 }, (_, n) =>
    createHash('sha256').update(`${n}`).digest('hex'),
  )
  const long: FeedFilters = {
    types: null,
    ids,
    specVersions: null,
    versions: { kind: 'all' },
    addedAfter: null,
  }
  const opened = openCursor(key, sealCursor(key, 7n, long, place), place)
  t.match(opened, { position: 7n, filters: null })
})
