// Which versions may join those kept: a table of cases, and what no sequence of submissions can do.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { type Candidate, decideJoining, type Kept } from '../../src/core/lineage.ts'

const hash = (text: string): Buffer => createHash('sha256').update(text).digest()

const candidate = (changes: Partial<Candidate> = {}): Candidate => ({
  owner_id: 'acme',
  stix_id: 'indicator--1',
  spec_version: '2.1',
  version: { text: '2026-01-02T00:00:00.000Z', order: '2026-01-02T00:00:00' },
  created_order: '2026-01-01T00:00:00',
  created_by_ref: null,
  revoked: false,
  content_hash: hash('b'),
  ...changes,
})

const kept = (changes: Partial<Kept> = {}): Kept => ({
  version_id: 1n,
  owner_id: 'acme',
  stix_id: 'indicator--1',
  spec_version: '2.1',
  version: '2026-01-01T00:00:00.000Z',
  version_order: '2026-01-01T00:00:00',
  created_order: '2026-01-01T00:00:00',
  created_by_ref: null,
  revoked: false,
  content_hash: hash('a'),
  unversioned: false,
  audience_id: 1,
  owner_only: false,
  ...changes,
})

type Case = [name: string, kept: Kept[], candidate: Candidate, strict: boolean, verdict: string]

const at = (order: string) => ({ text: `${order}Z`, order })
const cases: Case[] = [
  ['264 nothing kept', [], candidate(), true, 'new'],
  ['264 a later version', [kept()], candidate(), true, 'new'],
  [
    '265 an earlier version',
    [kept()],
    candidate({ version: at('2025-12-01T00:00:00') }),
    true,
    'new',
  ],
  [
    '261 the same version, the same bytes',
    [kept()],
    candidate({ version: at('2026-01-01T00:00:00'), content_hash: hash('a') }),
    true,
    'present',
  ],
  [
    '263 the same version, other bytes',
    [kept()],
    candidate({ version: at('2026-01-01T00:00:00') }),
    true,
    'compare',
  ],
  [
    '298 created differs',
    [kept()],
    candidate({ created_order: '2025-01-01T00:00:00' }),
    true,
    'refused',
  ],
  [
    '298 created differs, lenient',
    [kept()],
    candidate({ created_order: '2025-01-01T00:00:00' }),
    false,
    'new',
  ],
  ['301 another creator', [kept()], candidate({ created_by_ref: 'identity--2' }), true, 'refused'],
  ['300 after the revocation', [kept({ revoked: true })], candidate(), true, 'refused'],
  [
    '300 older than the revocation',
    [kept({ revoked: true })],
    candidate({ version: at('2025-12-01T00:00:00') }),
    true,
    'new',
  ],
  [
    '266 an unversioned object again',
    [kept({ unversioned: true })],
    candidate({ version: null, content_hash: hash('a') }),
    true,
    'present',
  ],
  [
    '266 an unversioned object, changed',
    [kept({ unversioned: true })],
    candidate({ version: null }),
    true,
    'compare',
  ],
  ['266 unversioned after versioned', [kept()], candidate({ version: null }), true, 'refused'],
  [
    '177 the same time under another specification',
    [kept()],
    candidate({ spec_version: '2.0', version: at('2026-01-01T00:00:00') }),
    true,
    'new',
  ],
  [
    'L12 a later version of another organisation',
    [kept({ owner_id: 'bolt' })],
    candidate(),
    true,
    'refused',
  ],
  ['L12 the same, lenient', [kept({ owner_id: 'bolt' })], candidate(), false, 'refused'],
  [
    'L12 the very same object of another organisation',
    [kept({ owner_id: 'bolt' })],
    candidate({ version: at('2026-01-01T00:00:00'), content_hash: hash('a') }),
    true,
    'present',
  ],
]

for (const [name, held, asked, strict, verdict] of cases) {
  t.test(name, async (t) => {
    t.equal(decideJoining(held, asked, strict).verdict, verdict)
  })
}

t.test('no organisation ever adds a version to an object of another one', async (t) => {
  const owners = fc.constantFrom('acme', 'bolt', 'core')
  const orders = fc.constantFrom(
    '2026-01-01T00:00:00',
    '2026-01-02T00:00:00',
    '2026-01-03T00:00:00',
  )
  const asked = fc.record({ owner: owners, order: orders, content: fc.constantFrom('a', 'b') })
  const sequences = fc.array(asked, { maxLength: 12 })
  const run = (steps: { owner: string; order: string; content: string }[], careless: boolean) => {
    const held: Kept[] = []
    for (const { owner, order, content } of steps) {
      const one = candidate({ owner_id: owner, version: at(order), content_hash: hash(content) })
      const seen = careless ? held.filter((version) => version.owner_id === owner) : held
      if (decideJoining(seen, one, true).verdict !== 'new') continue
      held.push(kept({ owner_id: owner, version_order: order, content_hash: hash(content) }))
    }
    return new Set(held.map((version) => version.owner_id)).size <= 1
  }
  fc.assert(fc.property(sequences, (steps) => run(steps, false)))
  const blind = fc.check(fc.property(sequences, (steps) => run(steps, true)))
  t.equal(blind.failed, true, 'positive control: looking only at its own versions is seen to fail')
})
