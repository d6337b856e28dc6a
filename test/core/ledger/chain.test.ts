// INV-40: a chain has no fault as it was made, and one after any change whatever (positive control:
// a walk that trusts the stored hash sees none).
import fc from 'fast-check'
import t from 'tap'
import { canonicalJson } from '../../../src/core/json/canonical.ts'
import {
  chainRows,
  findFault,
  genesis,
  type Head,
  hashRow,
  headAt,
  type Row,
} from '../../../src/core/ledger/chain.ts'
import { draftDisclosure, draftNoted, printAct } from '../../../src/core/ledger/entry.ts'
import { idOf, makeDisclosure } from './rows.ts'

const now = 1_780_000_000_000_000n

const makeRows = (count: number): Row[] => {
  const act = {
    act: 'withdraw' as const,
    principal_id: idOf('p'),
    organisation_id: idOf('o'),
    collection_id: idOf('c'),
    object_id: 'indicator--1',
    positions: [40n, 20n],
    facts: { versions: 2 },
  }
  const noted = { act: act.act, entry: printAct(act), noted_at: now - 5n, epoch: 3n }
  const drafts = Array.from({ length: count }, (_, n) =>
    n % 3 === 2 ? draftNoted(noted) : draftDisclosure(makeDisclosure([BigInt(n), BigInt(n + 9)])),
  )
  const half = chainRows(genesis, drafts.slice(0, count >> 1), now)
  return [...half.rows, ...chainRows(half.head, drafts.slice(count >> 1), now - 1n).rows]
}

const walk = (rows: Row[], find = findFault): string | null => {
  let head: Head = genesis
  for (const row of rows) {
    const fault = find(head, row)
    if (fault !== null) return fault
    head = headAt(row)
  }
  return null
}

t.test('rows', async (t) => {
  const rows = makeRows(6)
  t.equal(walk(rows), null)
  t.same(
    rows.map(({ seq, act, at }) => [seq, act, at]),
    ['disclose', 'disclose', 'withdraw', 'disclose', 'disclose', 'withdraw'].map((act, n) => {
      return [BigInt(n + 1), act, now]
    }),
    'numbered without gaps, in time that does not run backwards',
  )
  for (const { canonical } of rows) t.equal(canonicalJson(JSON.parse(canonical)), canonical)
  t.match(rows[2], { object_id: 'indicator--1', first_position: 20n, last_position: 40n })
  t.match(JSON.parse(rows[2]!.canonical).entry, { epoch: '3', facts: { versions: 2 } })
  t.match(rows[0], { collection_id: idOf('collection'), first_position: 0n, last_position: 9n })
  t.same(chainRows(genesis, [], now), { rows: [], head: genesis })
})

t.test('what cannot be kept exactly is no entry', async (t) => {
  t.throws(() => draftDisclosure(makeDisclosure([1n], { organisation_id: 'acme' })), TypeError)
  t.throws(() => draftDisclosure(makeDisclosure([1n], { endpoint: '\ud800' })))
  t.throws(() => draftDisclosure(makeDisclosure([1n], { endpoint: 'x'.repeat(3e6) })), RangeError)
  const odd = draftNoted({ act: 'submit', entry: '{\ud800', noted_at: 1n, epoch: 1n })
  t.match(JSON.parse(odd.entry), { epoch: '1', text: '{\ufffd' }, 'a noted one is kept as text')
})

type Change = (rows: Row[]) => Row[]

const edit = (at: number, change: Partial<Row> | ((row: Row) => Partial<Row>)): Change => {
  return (rows) =>
    rows.map((row, n) => {
      if (n !== at % rows.length) return row
      return { ...row, ...(typeof change === 'function' ? change(row) : change) }
    })
}

const at = fc.nat(30)
const flip = (buffer: Buffer, bit: number): Buffer => {
  const changed = Buffer.from(buffer)
  changed[(bit >> 3) % 32]! ^= 1 << (bit & 7)
  return changed
}

const changes: Record<string, fc.Arbitrary<Change>> = {
  text: fc.tuple(at, fc.nat(), fc.nat(25)).map(([n, place, letter]) =>
    edit(n, ({ canonical }) => {
      const i = place % canonical.length
      const other = String.fromCharCode(97 + letter)
      return {
        canonical: `${canonical.slice(0, i)}${other}${other === canonical[i] ? '!' : ''}${canonical.slice(i + 1)}`,
      }
    }),
  ),
  hash: fc.tuple(at, fc.nat(255)).map(([n, bit]) => edit(n, (r) => ({ hash: flip(r.hash, bit) }))),
  prev: fc.tuple(at, fc.nat(255)).map(([n, bit]) => edit(n, (r) => ({ prev: flip(r.prev, bit) }))),
  // All of a row made anew, as somebody would who knows the rule.
  rewritten: at.map((n) => (rows) => {
    const changed = edit(n % (rows.length - 1), (row) => {
      const canonical = row.canonical.replace('"epoch":"', '"epoch":"9')
      return { canonical, hash: hashRow(row.prev, canonical) }
    })
    return changed(rows)
  }),
  organisation: at.map((n) => edit(n, { organisation_id: idOf('another') })),
  nobody: at.map((n) => edit(n, { organisation_id: null })),
  collection: at.map((n) => edit(n, { collection_id: idOf('another') })),
  position: at.map((n) => edit(n, (r) => ({ last_position: (r.last_position ?? 0n) + 1n }))),
  act: at.map((n) => edit(n, (r) => ({ act: r.act === 'disclose' ? 'submit' : 'disclose' }))),
  time: at.map((n) => edit(n, (r) => ({ at: r.at + 1n }))),
  'a row taken out': at.map((n) => (rows) => rows.filter((_, i) => i !== n % (rows.length - 1))),
  'a row put in': at.map((n) => (rows) => {
    const place = n % (rows.length - 1)
    const row = rows[place] as Row
    return [...rows.slice(0, place + 1), { ...row, seq: row.seq + 1n }, ...rows.slice(place + 1)]
  }),
  'two rows swapped': at.map((n) => (rows) => {
    const place = n % (rows.length - 1)
    const [one, other] = [rows[place] as Row, rows[place + 1] as Row]
    const swapped = [...rows]
    swapped[place] = { ...other, seq: one.seq }
    swapped[place + 1] = { ...one, seq: other.seq }
    return swapped
  }),
}

for (const [title, arbitrary] of Object.entries(changes)) {
  t.test(`a change is seen: ${title}`, async (t) => {
    const rows = makeRows(31)
    fc.assert(
      fc.property(arbitrary, (change) => {
        t.type(walk(change(rows)), 'string')
      }),
    )
  })
}

t.test('positive control: a walk that does not hash the text misses a change', async (t) => {
  const lax: typeof findFault = (before, row) => {
    if (row.seq !== before.seq + 1n || !row.prev.equals(before.hash)) return 'gap'
    return null
  }
  const altered = edit(4, { canonical: '{}' })(makeRows(8))
  t.equal(walk(altered, lax), null)
  t.equal(walk(altered), 'row 5 was altered')
})
